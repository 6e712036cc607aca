using System.IO.Compression;
using ServerlessDecide.Exports;
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

    /// <summary>
    /// Maximum bytes of a part, unpacked: what no file that can be imported comes to, and what every instance has memory for. An instance
    /// that ran out of memory on one part would serve none.
    /// </summary>
    internal int MaxPart { get; init; } = 256 * 1024 * 1024;

    private readonly VersionedBlobs snapshots = new(blobs, names.ContentContainer, "content", "zip");

    /// <summary>Writes a snapshot unless it exists, and returns its version. Insert only.</summary>
    /// <exception cref="ContentTooLargeException">A part is larger than any instance would unpack; nothing is written.</exception>
    public Task<string> WriteAsync(ProcessId process, ProcessContent content, CancellationToken cancellationToken) =>
        snapshots.WriteAsync(process, Pack(content), cancellationToken);

    /// <summary>Whether every part is small enough for any instance to unpack it.</summary>
    public bool Fits(ProcessContent content)
    {
        try
        {
            foreach (var part in ContentPart.All) part.Write(content, () => new BoundedPart(Stream.Null, MaxPart));
            return true;
        }
        catch (ContentTooLargeException)
        {
            return false;
        }
    }

    /// <summary>Reads a snapshot; its parts are unpacked on first use. One storage operation.</summary>
    /// <exception cref="InvalidDataException">The snapshot is missing or damaged.</exception>
    public async Task<ProcessContent> ReadAsync(ProcessId process, string version, CancellationToken cancellationToken) =>
        Unpack(await snapshots.ReadAsync(process, version, cancellationToken));

    private byte[] Pack(ProcessContent content)
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
                    return new BoundedPart(entry.Open(), MaxPart);
                });
            }
        }

        return packed.ToArray();
    }

    private ProcessContent Unpack(BinaryData packed)
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
    private ReadOnlyMemory<byte> Unpack(BinaryData packed, string entry)
    {
        using var zip = new ZipArchive(packed.ToStream());
        var found = zip.GetEntry(entry)!;
        if (found.Length > MaxPart) throw new InvalidDataException($"Part {entry} of a snapshot claims {found.Length} bytes.");
        var unpacked = new byte[found.Length];
        using var stream = found.Open();
        stream.ReadExactly(unpacked);
        return unpacked;
    }

    private static string EntryOf(ContentPart part) => part.Name + ".json";

    // Counts what a part comes to while it is packed.
    private sealed class BoundedPart(Stream packed, int most) : WriteOnlyStream
    {
        private long written;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            written += buffer.Length;
            if (written > most) throw new ContentTooLargeException();
            packed.Write(buffer);
        }

        public override void Flush() => packed.Flush();

        protected override void Dispose(bool disposing)
        {
            if (disposing) packed.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>Content that no instance would read once it is published.</summary>
public sealed class ContentTooLargeException() : Exception("A part of the content is too large to be published.");
