using System.Security.Cryptography;

namespace ServerlessDecide.Storage;

/// <summary>
/// Blobs <c>{process}/{folder}/{version}.{extension}</c> that are written once and never changed. The version is a hash of the bytes: the
/// same bytes are the same version, and damaged ones are noticed before anything of them is served.
/// </summary>
internal sealed class VersionedBlobs(Blobs blobs, string container, string folder, string extension)
{
    /// <summary>Writes bytes unless they are there, and returns their version. Insert only.</summary>
    public async Task<string> WriteAsync(ProcessId process, byte[] bytes, CancellationToken cancellationToken)
    {
        var version = VersionOf(bytes);
        await blobs.InsertAsync(container, Name(process, version), BinaryData.FromBytes(bytes), cancellationToken);
        return version;
    }

    /// <summary>The bytes of a version. One storage operation.</summary>
    /// <exception cref="InvalidDataException">They are missing or damaged.</exception>
    public async Task<BinaryData> ReadAsync(ProcessId process, string version, CancellationToken cancellationToken)
    {
        var name = Name(process, version);
        var blob = await blobs.ReadAsync(container, name, unless: null, cancellationToken) ?? throw new InvalidDataException($"Blob {name} is missing.");
        return VersionOf(blob.Content.ToMemory().Span) == version ? blob.Content : throw new InvalidDataException($"Blob {name} is damaged.");
    }

    public static string VersionOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));

    private string Name(ProcessId process, string version) => $"{process}/{folder}/{version}.{extension}";
}
