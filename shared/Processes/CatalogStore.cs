using System.Text.Json;
using Azure;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Processes;

/// <summary>The catalog and its version.</summary>
public sealed record CatalogVersion(Catalog Catalog, ETag? ETag);

/// <summary>Stores the catalog: blob <c>catalog.json</c> of the content container.</summary>
/// <remarks>Every write records what has opened by then. A calendar changes only by such a write, so no opening is forgotten.</remarks>
public sealed class CatalogStore(Blobs blobs, StorageNames names, TimeProvider time)
{
    private const string Name = "catalog.json";

    /// <summary>Returns the catalog, or null if it still has the version <paramref name="known"/>. Costs one storage operation.</summary>
    public async Task<CatalogVersion?> ReadAsync(ETag? known, CancellationToken cancellationToken)
    {
        var blob = await blobs.ReadAsync(names.ContentContainer, Name, known, cancellationToken);
        return blob is { } read ? Parse(read) : known is null ? new CatalogVersion(Catalog.Empty, null) : null;
    }

    /// <summary>
    /// Changes the catalog (ETag replace): reads it, applies the change, writes it, and starts over if another writer was first.
    /// </summary>
    /// <param name="change">Returns the new catalog, or null to change nothing. May be called more than once.</param>
    /// <returns>Whether the catalog was changed.</returns>
    public async Task<bool> ChangeAsync(Func<Catalog, Catalog?> change, CancellationToken cancellationToken)
    {
        BinaryData? attempted = null;
        while (true)
        {
            var blob = await blobs.ReadAsync(names.ContentContainer, Name, null, cancellationToken);
            // The answer to our write was lost and its retry was refused: the stored catalog is ours.
            if (attempted is not null && blob?.Content.ToMemory().Span.SequenceEqual(attempted.ToMemory().Span) == true) return true;
            var current = blob is { } read ? Parse(read) : new CatalogVersion(Catalog.Empty, null);
            var now = time.GetUtcNow();
            var noted = current.Catalog with { Processes = [.. current.Catalog.Processes.Select(p => p.WithOpenings(now))] };
            if (change(noted) is not { } changed) return false;
            attempted = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(StoredCatalog.From(changed), CatalogJson.Default.StoredCatalog));
            var written = current.ETag is { } version
                ? await blobs.ReplaceAsync(names.ContentContainer, Name, attempted, version, cancellationToken)
                : await blobs.InsertAsync(names.ContentContainer, Name, attempted, cancellationToken);
            if (written) return true;
        }
    }

    private static CatalogVersion Parse(StoredBlob blob) =>
        new(JsonSerializer.Deserialize(blob.Content, CatalogJson.Default.StoredCatalog)!.ToCatalog(), blob.ETag);
}
