using System.IO.Compression;
using System.Security.Cryptography;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Content;

/// <summary>
/// Keeps snapshots of content: blob <c>{process}/content/{version}.zip</c>, an entry a part, written once and never changed. The version
/// is a hash of the blob's bytes: the same content is the same snapshot, and a damaged one is noticed before anything of it is served.
/// </summary>
public sealed class ContentStore(Blobs blobs, StorageNames names)
{
    // Any fixed moment: the same content must give the same bytes.
    private static readonly DateTimeOffset EntryTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a snapshot unless it is there, and returns its version. Insert only.</summary>
    public async Task<string> WriteAsync(ProcessId process, ProcessContent content, CancellationToken cancellationToken)
    {
        var bytes = Pack(content);
        var version = VersionOf(bytes);
        await blobs.InsertAsync(names.ContentContainer, Name(process, version), BinaryData.FromBytes(bytes), cancellationToken);
        return version;
    }

    /// <summary>Reads a snapshot; its parts are unpacked when they are looked at. One storage operation.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged.</exception>
    public async Task<ProcessContent> ReadAsync(ProcessId process, string version, CancellationToken cancellationToken)
    {
        var blob = await blobs.ReadAsync(names.ContentContainer, Name(process, version), unless: null, cancellationToken)
            ?? throw new InvalidDataException($"Snapshot {version} of {process} is missing.");
        var bytes = blob.Content.ToMemory();
        if (VersionOf(bytes.Span) != version) throw new InvalidDataException($"Snapshot {version} of {process} is damaged.");
        return Unpack(blob.Content);
    }

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

    // An archive belongs to one reader: two may unpack two parts at once.
    private static ReadOnlyMemory<byte> Unpack(BinaryData packed, string entry)
    {
        using var zip = new ZipArchive(packed.ToStream());
        var found = zip.GetEntry(entry)!;
        var unpacked = new byte[found.Length];
        using var stream = found.Open();
        stream.ReadExactly(unpacked);
        return unpacked;
    }

    private static string VersionOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));

    private static string EntryOf(ContentPart part) => part.Name + ".json";

    private static string Name(ProcessId process, string version) => $"{process}/content/{version}.zip";
}
