using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ServerlessDecide.Storage;

/// <summary>
/// Random secrets of 32 bytes, created on first use and then the same for every instance: blobs <c>secrets/{name}</c> of the keys
/// container. Blobs are only inserted; if two instances create a secret at once, both use the first. Secrets are permanent, unlike
/// <see cref="DayKeyStore">keys of a day</see>.
/// </summary>
public sealed class SecretStore(Blobs blobs, StorageNames names)
{
    private const string Folder = "secrets/";

    private readonly ConcurrentDictionary<string, byte[]> held = new(StringComparer.Ordinal);

    /// <summary>Returns the secret of that name. Costs no storage operation after the first time.</summary>
    public async ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken) =>
        held.TryGetValue(name, out var secret) ? secret : held.GetOrAdd(name, await ReadOrMakeAsync(name, cancellationToken));

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

        return read.Value.Content.ToArray();
    }
}
