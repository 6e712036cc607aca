using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Content;

/// <summary>
/// Keeps snapshots of content: blob <c>{process}/content/{version}.json.gz</c>, written once and never changed. The version is a hash
/// of the content, so the same content is the same snapshot.
/// </summary>
public sealed class ContentStore(Blobs blobs, StorageNames names)
{
    /// <summary>Writes a snapshot unless it is there, and returns its version. Insert only.</summary>
    public async Task<string> WriteAsync(ProcessId process, ProcessContent content, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(content, ContentJson.Default.ProcessContent);
        var version = Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16));
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(json, cancellationToken);
        }

        await blobs.InsertAsync(names.ContentContainer, Name(process, version), BinaryData.FromBytes(packed.ToArray()), cancellationToken);
        return version;
    }

    /// <summary>Reads a snapshot. One storage operation.</summary>
    /// <exception cref="InvalidDataException">It is missing or cannot be read.</exception>
    public async Task<ProcessContent> ReadAsync(ProcessId process, string version, CancellationToken cancellationToken)
    {
        var blob = await blobs.ReadAsync(names.ContentContainer, Name(process, version), unless: null, cancellationToken)
            ?? throw new InvalidDataException($"Snapshot {version} of {process} is missing.");
        try
        {
            await using var gzip = new GZipStream(blob.Content.ToStream(), CompressionMode.Decompress);
            return await JsonSerializer.DeserializeAsync(gzip, ContentJson.Default.ProcessContent, cancellationToken)
                ?? throw new InvalidDataException($"Snapshot {version} of {process} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Snapshot {version} of {process} cannot be read.", e);
        }
    }

    private static string Name(ProcessId process, string version) => $"{process}/content/{version}.json.gz";
}
