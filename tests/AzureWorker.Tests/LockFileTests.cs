using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.AzureWorker.Tests;

/// <summary>Tests that the deployed packages are the locked ones, and that every restore is locked.</summary>
public sealed partial class LockFileTests : IDisposable
{
    private const string Projects = "functions/ServerlessDecide.Functions.csproj shared/ServerlessDecide.Shared.csproj";
    private static readonly string[] LockFiles = ["functions/packages.azure.lock.json", "shared/packages.azure.lock.json"];

    private readonly string folder = Directory.CreateTempSubdirectory("locked-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("functions")]
    [InlineData("shared")]
    public void Each_project_of_the_build_for_Azure_is_locked_to_the_central_versions(string project)
    {
        var central = XDocument.Load(PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(p => (string)p.Attribute("Include")!, p => (string)p.Attribute("Version")!, StringComparer.Ordinal);
        var everywhere = XDocument.Load(PathOf("Directory.Build.props")).Descendants("GlobalPackageReference")
            .ToDictionary(p => (string)p.Attribute("Include")!, p => (string)p.Attribute("Version")!, StringComparer.Ordinal);
        foreach (var (name, version) in everywhere) central[name] = version;
        var file = PathOf(Projects.Split(' ').Single(p => p.StartsWith(project, StringComparison.Ordinal)));
        var referred = XDocument.Load(file).Descendants("PackageReference").Select(p => (string)p.Attribute("Include")!).Concat(everywhere.Keys);
        var locked = Packages($"{project}/packages.azure.lock.json").ToList();

        Assert.Equal(
            referred.Order(StringComparer.Ordinal).Select(name => $"{name} {central[name]}"),
            locked.Where(p => p.Text("type") == "Direct").Select(p => $"{p.Name} {p.Text("resolved")}").Order(StringComparer.Ordinal));
        Assert.All(locked.Where(p => p.Text("type") != "Project"), p => Assert.Equal(64, Convert.FromBase64String(p.Text("contentHash")).Length));
    }

    [Fact]
    public void The_libraries_that_Azures_host_loads_are_locked()
    {
        var locked = Packages("functions/packages.extensions.lock.json").ToList();
        Assert.Contains(locked, p => p.Name == "Microsoft.Azure.WebJobs.Extensions.Storage.Queues" && p.Text("type") == "Direct");
        Assert.All(locked, p => Assert.Equal(64, Convert.FromBase64String(p.Text("contentHash")).Length));
    }

    /// <summary>The project itself sets locked mode, and no script turns it off.</summary>
    [Fact]
    public async Task The_build_for_Azure_is_always_restored_in_locked_mode()
    {
        foreach (var project in Projects.Split(' '))
        {
            const string Asked = "-getProperty:RestoreLockedMode,NuGetLockFilePath,RestorePackagesWithLockFile";
            var (code, said) = await DotnetAsync(Repository.Root, "msbuild", project, "-p:AzureWorker=true", Asked);
            Assert.True(code == 0, said);
            using var json = JsonDocument.Parse(said);
            var properties = json.RootElement.GetProperty("Properties");
            Assert.Equal(("true", "true"), (properties.Text("RestoreLockedMode"), properties.Text("RestorePackagesWithLockFile")));
            Assert.Equal(PathOf(Path.GetDirectoryName(project)!, "packages.azure.lock.json"), properties.Text("NuGetLockFilePath"));
        }

        // Only the script that writes the lock files may unlock them, and only people start it.
        var unlocking = Scripts().Where(file => Unlocking().IsMatch(File.ReadAllText(file))).Select(file => Path.GetRelativePath(Repository.Root, file));
        Assert.Equal([Path.Combine("scripts", "azure", "lock")], unlocking);
        Assert.DoesNotContain(Scripts(), file => File.ReadAllText(file).Contains("azure/lock", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("the lock file is missing", "is missing")]
    [InlineData("a version is another", "NU1004")]
    [InlineData("a package more is used", "NU1004")]
    public async Task A_restore_is_refused_when(string what, string complaint)
    {
        string[] files = [.. Projects.Split(' '), .. LockFiles, "functions/packages.extensions.lock.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.Copy(PathOf(file), Path.Combine(folder, file));
        }

        switch (what)
        {
            case "the lock file is missing":
                File.Delete(Path.Combine(folder, "functions/packages.azure.lock.json"));
                break;
            case "a version is another":
                await ReplaceAsync("Directory.Packages.props", @"(Microsoft\.Azure\.Functions\.Worker"" Version="")[0-9.]+", "${1}2.51.0");
                break;
            default:
                const string Used = @"<PackageReference Include=""OpenTelemetry"" />";
                await ReplaceAsync("functions/ServerlessDecide.Functions.csproj", Used, Used + @"<PackageReference Include=""NCrontab.Signed"" />");
                break;
        }

        var (code, said) = await DotnetAsync(folder, "restore", "functions", "-p:AzureWorker=true");
        Assert.NotEqual(0, code);
        Assert.Contains(complaint, said, StringComparison.Ordinal);
    }

    [AzureBuildFact]
    public void The_bill_of_materials_of_the_build_for_Azure_names_the_locked_packages()
    {
        using var bill = JsonDocument.Parse(File.ReadAllText(Path.Combine(AzureBuildFactAttribute.Folder!, "sbom.cdx.json")));
        var named = bill.RootElement.GetProperty("components").EnumerateArray().Select(c => $"{c.Text("name")} {c.Text("version")}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var locked = Packages("functions/packages.azure.lock.json").Where(p => p.Text("type") != "Project").Select(p => $"{p.Name} {p.Text("resolved")}").ToList();
        Assert.Subset(locked.ToHashSet(StringComparer.OrdinalIgnoreCase), named);
        // Packages that only check the code are not part of what runs.
        Assert.All(locked.Except(named, StringComparer.OrdinalIgnoreCase), name => Assert.Matches("Analyzer", name));
    }

    [AzureBuildFact]
    public void Azures_host_gets_the_locked_libraries()
    {
        using var built = JsonDocument.Parse(File.ReadAllText(Path.Combine(AzureBuildFactAttribute.Folder!, ".azurefunctions", "function.deps.json")));
        var libraries = built.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.Text("type") == "package").Select(l => l.Name).ToList();
        Assert.NotEmpty(libraries);
        var locked = Packages("functions/packages.extensions.lock.json").Select(p => $"{p.Name}/{p.Text("resolved")}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(libraries, library => Assert.Contains(library, locked));
    }

    /// <summary>No npm package needs its install script.</summary>
    [Fact]
    public void Npm_packages_run_no_script_on_installation()
    {
        var lines = Scripts().SelectMany(File.ReadLines).Where(line => Npm().IsMatch(line)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(" --ignore-scripts", line, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Scripts() =>
    [
        PathOf("run"), PathOf("test"), PathOf("azure.yaml"), PathOf("tools", "start"), PathOf("README.md"), PathOf(".ci", "run"),
        .. Directory.EnumerateFiles(PathOf("scripts"), "*", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(PathOf(".github"), "*", SearchOption.AllDirectories), .. Directory.EnumerateFiles(PathOf(".devcontainer")),
    ];

    private static IEnumerable<LockedPackage> Packages(string file) =>
        JsonDocument.Parse(File.ReadAllText(PathOf(file))).RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject()).Select(p => new LockedPackage(p.Name, p.Value));

    private static string PathOf(params string[] names) => Path.Combine([Repository.Root, .. names]);

    private async Task ReplaceAsync(string name, string pattern, string by)
    {
        var file = Path.Combine(folder, name);
        var text = await File.ReadAllTextAsync(file);
        var changed = Regex.Replace(text, pattern, by, RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.NotEqual(text, changed);
        await File.WriteAllTextAsync(file, changed);
    }

    private static async Task<(int Code, string Said)> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [.. arguments, "-nodeReuse:false"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // The test runner's own MSBuild variables must not reach another build.
        var ofTheRunner = start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var name in ofTheRunner) start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }

    private sealed record LockedPackage(string Name, JsonElement Value)
    {
        public string Text(string property) => Value.GetProperty(property).GetString()!;
    }

    [GeneratedRegex("RestoreLockedMode=false|RestoreForceEvaluate|--force-evaluate|RestorePackagesWithLockFile=false|NuGetLockFilePath=", RegexOptions.NonBacktracking)]
    private static partial Regex Unlocking();

    [GeneratedRegex("npm (ci|i|install) ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Npm();
}
