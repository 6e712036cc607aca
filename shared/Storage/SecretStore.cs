using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ServerlessDecide.Storage;

/// <summary>
/// Random secrets of 32 bytes, created on first use and then the same for every instance: blobs <c>secrets/{name}</c> of the keys
/// container. Blobs are only inserted; if two instances create a secret at once, both use the first. Secrets are permanent, unlike
/// <see cref="DayKeyStore">keys of a day</see>. A secret that nobody has used can be sealed: an empty blob takes its name, and none is made.
/// </summary>
public sealed class SecretStore(Blobs blobs, StorageNames names)
{
    private const string Folder = "secrets/";

    private readonly ConcurrentDictionary<string, byte[]> held = new(StringComparer.Ordinal);

    /// <summary>Returns the secret of that name. Costs no storage operation after the first time.</summary>
    /// <exception cref="SecretSealedException">The secret was sealed before it was first used.</exception>
    public async ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken) =>
        held.TryGetValue(name, out var secret) ? secret : held.GetOrAdd(name, await ReadOrMakeAsync(name, cancellationToken));

    /// <summary>Returns the secret of that name without making one; null if nobody has used it. Costs no storage operation once it was found.</summary>
    public async ValueTask<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (held.TryGetValue(name, out var secret)) return secret;
        var read = await blobs.ReadAsync(names.KeysContainer, Folder + name, unless: null, cancellationToken);
        return read is { } found && found.Content.ToMemory().Length > 0 ? held.GetOrAdd(name, found.Content.ToArray()) : null;
    }

    /// <summary>Whether a secret was sealed. One storage operation.</summary>
    public async Task<bool> IsSealedAsync(string name, CancellationToken cancellationToken) =>
        await blobs.ReadAsync(names.KeysContainer, Folder + name, unless: null, cancellationToken) is { } found && found.Content.ToMemory().IsEmpty;

    /// <summary>
    /// Seals a secret for good (insert only). Returns false if it was used before: of a first use and a seal, storage lets one be. One
    /// storage operation; two when there is something of that name.
    /// </summary>
    public async Task<bool> TrySealAsync(string name, CancellationToken cancellationToken) =>
        await blobs.InsertAsync(names.KeysContainer, Folder + name, BinaryData.Empty, cancellationToken) || await FindAsync(name, cancellationToken) is null;

    private async Task<byte[]> ReadOrMakeAsync(string name, CancellationToken cancellationToken)
    {
        var blob = Folder + name;
        var read = await blobs.ReadAsync(names.KeysContainer, blob, unless: null, cancellationToken);
        if (read is null)
        {
            await blobs.InsertAsync(names.KeysContainer, blob, BinaryData.FromBytes(RandomNumberGenerator.GetBytes(32)), cancellationToken);
            read = await blobs.ReadAsync(names.KeysContainer, blob, unless: null, cancellationToken)
                ?? throw new InvalidOperationException($"The secret '{name}' was removed while it was made.");
        }

        var secret = read.Value.Content.ToArray();
        return secret.Length > 0 ? secret : throw new SecretSealedException(name);
    }
}

/// <summary>A secret was sealed before it was first used, so there will never be one.</summary>
public sealed class SecretSealedException(string name) : Exception($"The secret '{name}' was sealed.");
