using System.IO.Compression;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Content;

/// <summary>
/// Keeps snapshots of content: blob <c>{process}/content/{version}.zip</c>, one entry for each part. A snapshot is written once and never
/// changed; the same content is the same snapshot (<see cref="VersionedBlobs"/>).
/// </summary>
public sealed class ContentStore(Blobs blobs, StorageNames names)
{
    // Any fixed moment: the same content must give the same bytes.
    private static readonly DateTimeOffset EntryTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly VersionedBlobs snapshots = new(blobs, names.ContentContainer, "content", "zip");

    /// <summary>Writes a snapshot unless it exists, and returns its version. Insert only.</summary>
    public Task<string> WriteAsync(ProcessId process, ProcessContent content, CancellationToken cancellationToken) =>
        snapshots.WriteAsync(process, Pack(content), cancellationToken);

    /// <summary>Reads a snapshot; its parts are unpacked on first use. One storage operation.</summary>
    /// <exception cref="InvalidDataException">The snapshot is missing or damaged.</exception>
    public async Task<ProcessContent> ReadAsync(ProcessId process, string version, CancellationToken cancellationToken) =>
        Unpack(await snapshots.ReadAsync(process, version, cancellationToken));

    private static byte[] Pack(ProcessContent content)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var part in ContentPart.All)
            {
                part.Write(content, () =>
                {
                    var entry = zip.CreateEntry(EntryOf(part), CompressionLevel.Optimal);
                    entry.LastWriteTime = EntryTime;
                    return entry.Open();
                });
            }
        }

        return packed.ToArray();
    }

    private static ProcessContent Unpack(BinaryData packed)
    {
        var content = ProcessContent.Empty;
        using var zip = new ZipArchive(packed.ToStream());
        foreach (var part in ContentPart.All.Where(part => zip.GetEntry(EntryOf(part)) is not null))
        {
            content = part.With(content, () => Unpack(packed, EntryOf(part)));
        }

        return content;
    }

    // Opens an archive of its own: two readers may unpack two parts at once, and an archive serves only one.
    private static ReadOnlyMemory<byte> Unpack(BinaryData packed, string entry)
    {
        using var zip = new ZipArchive(packed.ToStream());
        var found = zip.GetEntry(entry)!;
        var unpacked = new byte[found.Length];
        using var stream = found.Open();
        stream.ReadExactly(unpacked);
        return unpacked;
    }

    private static string EntryOf(ContentPart part) => part.Name + ".json";
}
