using System.Text.Json;
using System.Xml.Linq;

namespace ServerlessDecide.Tools.Notices;

/// <summary>A third-party package and its licence.</summary>
/// <param name="Licence">An SPDX expression; <see cref="NotNamed"/> if the package does not name its licence and no person has read it yet.</param>
/// <param name="Sha512">The hash of the package file, 128 hexadecimal digits.</param>
/// <param name="Dependencies">Names of the packages it needs.</param>
/// <param name="IsDevelopment">Whether it only checks or builds the code and is not part of what runs.</param>
internal sealed record Package(
    string Name, string Version, string Licence, string Copyright, string Website, string Sha512, IReadOnlyList<string> Dependencies, bool IsDevelopment)
{
    public const string NotNamed = "LicenseRef-not-named";

    /// <summary>The package URL.</summary>
    public string Purl => $"pkg:nuget/{Name}@{Version}";

    /// <summary>
    /// Licences that a person read because the package has only a file or a URL: name, version and SPDX id. A new version must be read again.
    /// </summary>
    private static readonly Dictionary<string, string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        // LICENSE.txt: the Apache License, and the licences of parts in other languages.
        ["Apache.Arrow 22.1.0"] = "Apache-2.0",
        // COPYING.txt: the Apache License.
        ["NCrontab.Signed 3.3.2"] = "Apache-2.0",
        // LICENSE.TXT: the MIT License.
        ["System.Security.Cryptography.ProtectedData 4.5.0"] = "MIT",
        // A URL that names the licence of the xunit project, which its other packages have too. Tests only.
        ["xunit.abstractions 2.0.3"] = "Apache-2.0",
    };

    /// <summary>Returns the packages of a NuGet lock file by name, with their authors' metadata from the cache of restored packages.</summary>
    /// <exception cref="RefusedException">A package is not restored.</exception>
    public static IReadOnlyList<Package> FromLockFile(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var found = new SortedDictionary<string, Package>(StringComparer.OrdinalIgnoreCase);
        foreach (var framework in json.RootElement.GetProperty("dependencies").EnumerateObject())
        {
            foreach (var entry in framework.Value.EnumerateObject().Where(e => e.Value.GetProperty("type").GetString() != "Project"))
            {
                string[] dependencies = entry.Value.TryGetProperty("dependencies", out var needs) ? [.. needs.EnumerateObject().Select(d => d.Name)] : [];
                found[entry.Name] = FromCache(entry.Name, entry.Value.GetProperty("resolved").GetString()!, dependencies);
            }
        }

        return [.. found.Values];
    }

    private static Package FromCache(string name, string version, IReadOnlyList<string> dependencies)
    {
        var (id, number) = (name.ToLowerInvariant(), version.ToLowerInvariant());
        var folder = Path.Combine(CacheFolder, id, number);
        var nuspec = Path.Combine(folder, $"{id}.nuspec");
        if (!File.Exists(nuspec)) throw new RefusedException($"{name} {version} is not restored: dotnet restore");
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        string Text(string element) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == element)?.Value.Trim() ?? "";

        var licence = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
        var spdx = (string?)licence?.Attribute("type") == "expression" ? licence!.Value.Trim() : Read.GetValueOrDefault($"{name} {version}", NotNamed);
        var hash = Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(Path.Combine(folder, $"{id}.{number}.nupkg.sha512")).Trim()));
        var copyright = Text("copyright") is { Length: > 0 } said ? said : Text("authors");
        return new Package(name, version, spdx, copyright, Text("projectUrl"), hash, dependencies, Text("developmentDependency") == "true");
    }

    private static string CacheFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
