using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ServerlessDecide.Storage;

/// <summary>
/// Random secrets of 32 bytes, made when first asked for and then the same for every instance: blobs <c>secrets/{name}</c> of the keys
/// container. Insert only; whoever comes second uses what the first one wrote.
/// </summary>
public sealed class SecretStore(Blobs blobs, StorageNames names)
{
    private readonly ConcurrentDictionary<string, byte[]> held = new(StringComparer.Ordinal);

    /// <summary>The secret of that name. No storage operation after the first time.</summary>
    public async ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (held.TryGetValue(name, out var secret)) return secret;
        var blob = "secrets/" + name;
        var read = await blobs.ReadAsync(names.KeysContainer, blob, unless: null, cancellationToken);
        if (read is null)
        {
            await blobs.InsertAsync(names.KeysContainer, blob, BinaryData.FromBytes(RandomNumberGenerator.GetBytes(32)), cancellationToken);
            read = await blobs.ReadAsync(names.KeysContainer, blob, unless: null, cancellationToken)
                ?? throw new InvalidOperationException($"The secret '{name}' was removed while it was made.");
        }

        return held.GetOrAdd(name, read.Value.Content.ToArray());
    }
}
