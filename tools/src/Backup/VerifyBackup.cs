using System.Security.Cryptography;

namespace ServerlessDecide.Tools.Backup;

/// <summary>Compares the files of a backup with its manifest.</summary>
internal static class VerifyBackup
{
    /// <summary>Returns a sentence for each file that is missing, has another length, was changed, or is not in the manifest.</summary>
    public static async Task<List<string>> FindFaultsAsync(string folder, Manifest manifest, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(folder, file.Path);
            if (!File.Exists(path))
            {
                faults.Add($"{file.Path} is missing");
                continue;
            }

            await using var stream = File.OpenRead(path);
            if (stream.Length != file.Bytes) faults.Add($"{file.Path} has {stream.Length} bytes and should have {file.Bytes}");
            else if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) != file.Sha256) faults.Add($"{file.Path} was changed");
        }

        var listed = manifest.Files.Select(f => f.Path).Append("manifest.json").ToHashSet(StringComparer.Ordinal);
        faults.AddRange(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !listed.Contains(path))
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} is not in the manifest"));
        return faults;
    }
}
