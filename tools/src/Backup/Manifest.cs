using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServerlessDecide.Tools.Backup;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Relative to the folder, with slashes.</param>
internal sealed record StoredFile(string Path, long Bytes, string Sha256);

/// <param name="Name">Without the installation's prefix.</param>
internal sealed record StoredTable(string Name, long Rows, StoredFile File);

/// <param name="Container">Without the installation's prefix and the hyphen.</param>
internal sealed record StoredBlob(string Container, string Name, string? ContentType, StoredFile File);

/// <summary>The contents of a backup: the file <c>manifest.json</c>, which is written last. A folder without it is not a backup.</summary>
/// <param name="StartedAt">Everything acknowledged before is in the backup; later things may be.</param>
/// <param name="LeftOut">Unknown names that the operator chose to leave out.</param>
/// <param name="CatalogEntry">The process's catalog entry, with its calendar and the version of its content; null if it had none.</param>
internal sealed partial record Manifest(
    int Format,
    string Process,
    string Prefix,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    bool WithKeys,
    IReadOnlyList<string> LeftOut,
    StoredFile? CatalogEntry,
    IReadOnlyList<StoredTable> Tables,
    IReadOnlyList<StoredBlob> Blobs)
{
    public const int CurrentFormat = 1;

    private const string FileName = "manifest.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    public IEnumerable<StoredFile> Files =>
        [.. CatalogEntry is null ? [] : new[] { CatalogEntry }, .. Tables.Select(t => t.File), .. Blobs.Select(b => b.File)];

    /// <summary>Writes the manifest and returns its SHA-256.</summary>
    public async Task<string> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        await using var file = OwnersOnly.MakeFile(Path.Combine(folder, FileName));
        await file.WriteAsync(bytes, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Returns the manifest of a folder and its SHA-256.</summary>
    /// <exception cref="RefusedException">The manifest is missing, so the backup was interrupted; or it cannot be read.</exception>
    public static async Task<(Manifest Manifest, string Sha256)> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) throw new RefusedException($"{folder} is not a complete backup: it has no {FileName}, which is written last.");
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(bytes, Json)!;
            if (manifest.Format != CurrentFormat) throw new RefusedException($"{file} is of format {manifest.Format}; this tool reads {CurrentFormat}.");
            if (manifest.Files.Select(f => f.Path).FirstOrDefault(path => !IsPlain(path)) is { } odd) throw new RefusedException($"{file} names a path that no backup has: {odd}");
            return (manifest, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (JsonException e)
        {
            throw new RefusedException($"{file} cannot be read: {e.Message}");
        }
    }

    /// <summary>Whether a name may become a path below the folder: it cannot lead elsewhere and is valid on every file system.</summary>
    public static bool IsPlain(string path) => Plain().IsMatch(path);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
