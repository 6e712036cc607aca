using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ServerlessDecide.Storage;

/// <summary>
/// Random secrets of 32 bytes, made when first asked for and then the same for every instance: blobs <c>secrets/{name}</c> of the keys
/// container. Insert only; whoever comes second uses what the first one wrote.
/// </summary>
public sealed class SecretStore(Blobs blobs, StorageNames names)
{
    private const string Folder = "secrets/";

    private readonly ConcurrentDictionary<string, byte[]> held = new(StringComparer.Ordinal);

    /// <summary>The secret of that name. No storage operation after the first time.</summary>
    public async ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken) =>
        held.TryGetValue(name, out var secret) ? secret : held.GetOrAdd(name, await ReadOrMakeAsync(name, cancellationToken));

    /// <summary>The secret of that name, read anew and held by the caller alone: for one that will be destroyed.</summary>
    public async Task<byte[]> ReadOrMakeAsync(string name, CancellationToken cancellationToken)
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

    /// <summary>Destroys the secrets whose names begin so and are to be destroyed. Returns how many.</summary>
    public async Task<int> DestroyAsync(string prefix, Predicate<string> mustGo, CancellationToken cancellationToken)
    {
        var destroyed = 0;
        foreach (var blob in await blobs.ListAsync(names.KeysContainer, Folder + prefix, cancellationToken))
        {
            var name = blob[Folder.Length..];
            if (!mustGo(name)) continue;
            await DestroyAsync(name, cancellationToken);
            destroyed++;
        }

        return destroyed;
    }

    /// <summary>Destroys a secret. Nothing happens when there is none. One storage operation.</summary>
    public Task DestroyAsync(string name, CancellationToken cancellationToken)
    {
        Forget(name);
        return blobs.DeleteAsync(names.KeysContainer, Folder + name, cancellationToken);
    }

    /// <summary>Removes a secret that is not asked for again from the memory of this instance.</summary>
    public void Forget(string name) => held.TryRemove(name, out _);
}
