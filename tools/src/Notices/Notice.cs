using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ServerlessDecide.Tools.Notices;

/// <summary>Writes the third-party notices as a page for people.</summary>
internal static class Notice
{
    private const string Head = "# Third-party notices\n\nMade by `scripts/notices`; do not edit it. Licences are named as SPDX does: <https://spdx.org/licenses/>.\n";

    /// <summary>Returns the page that ships with one build.</summary>
    public static string OfBuild(IReadOnlyList<Package> packages) => Head + Shipped(packages);

    /// <summary>Returns the page of the checkout: the default build, what builds and tests it, and the npm packages for that.</summary>
    public static string OfCheckout(string root)
    {
        var lockFiles = Directory.EnumerateFiles(root, "packages.lock.json", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0] is "functions" or "shared" or "standalone" or "tools" or "tests" or "bench");
        var app = Package.FromLockFile(Path.Combine(root, "functions", "packages.lock.json"));
        var shipped = app.Where(p => !p.IsDevelopment).Select(p => p.Purl).ToHashSet(StringComparer.Ordinal);
        var others = lockFiles.SelectMany(Package.FromLockFile).Where(p => !shipped.Contains(p.Purl)).DistinctBy(p => p.Purl, StringComparer.Ordinal)
            .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Version, StringComparer.Ordinal);
        return $"{Head}{Shipped(app)}\n## NuGet packages that build and test it, or that only its tools have\n\n{Table(others)}\n"
            + $"## npm packages that test and run it on a developer's machine\n\nNone of them is part of what is deployed.\n\n{Npm(root)}";
    }

    private static string Shipped(IReadOnlyList<Package> packages) =>
        $"\n## Packages that are part of the app\n\nThe .NET runtime and ASP.NET Core (MIT) come with the machine.\n\n{Table(packages.Where(p => !p.IsDevelopment))}";

    private static string Table(IEnumerable<Package> packages)
    {
        var text = new StringBuilder("| package | version | licence | copyright |\n|---|---|---|---|\n");
        foreach (var p in packages) text.Append(CultureInfo.InvariantCulture, $"| {p.Name} | {p.Version} | {p.Licence} | {OneLine(p.Copyright)} |\n");
        return text.ToString();
    }

    private static string Npm(string root)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "package-lock.json")));
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in json.RootElement.GetProperty("packages").EnumerateObject().Where(e => e.Name.Length > 0))
        {
            var name = entry.Name[(entry.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..];
            lines.Add($"| {name} | {entry.Value.GetProperty("version").GetString()} | {Licence(entry.Value, Path.Combine(root, entry.Name))} |\n");
        }

        return "| package | version | licence |\n|---|---|---|\n" + string.Concat(lines);
    }

    /// <summary>Returns the licence from the lock file or, for older packages, from the older field in their own package.json.</summary>
    private static string Licence(JsonElement entry, string folder)
    {
        if (entry.TryGetProperty("license", out var licence)) return licence.GetString()!;
        var file = Path.Combine(folder, "package.json");
        if (!File.Exists(file)) throw new RefusedException($"{folder} is not installed: npm ci");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        if (json.RootElement.TryGetProperty("licenses", out var several) && several.ValueKind == JsonValueKind.Array)
        {
            return string.Join(" OR ", several.EnumerateArray().Select(l => l.GetProperty("type").GetString()));
        }

        return "not stated";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace('|', '/');
}
