using System.Diagnostics;
using System.Text.Json.Nodes;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Notices;

namespace ServerlessDecide.Tools.Tests.Notices;

/// <summary>Tests the third-party notices: the page for people and the bill of materials for machines.</summary>
public sealed class NoticesTests : IDisposable
{
    private static readonly string LockFile = Path.Combine(Repository.Root, "functions", "packages.lock.json");

    private readonly string folder = Directory.CreateTempSubdirectory("notices-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_notices_page_matches_the_lock_files()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, NoticesCommand.NoticeFile));
        Assert.True(page == Notice.OfCheckout(Repository.Root), "Packages have changed: run scripts/notices, and read the licences of the new ones.");
        Assert.DoesNotContain(Package.NotNamed, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_deployed_package_has_a_permissive_licence()
    {
        string[] allowed = ["MIT", "Apache-2.0", "BSD-3-Clause", "MS-PL OR Apache-2.0"];
        Assert.All(Package.FromLockFile(LockFile), package => Assert.Contains(package.Licence, allowed));
    }

    [Fact]
    public void A_package_that_is_not_restored_stops_the_notices()
    {
        var lockFile = Path.Combine(folder, "packages.lock.json");
        File.WriteAllText(lockFile, """{"version":2,"dependencies":{"net10.0":{"No.Such.Package":{"type":"Direct","resolved":"1.0.0"}}}}""");
        Assert.Contains("No.Such.Package 1.0.0", Assert.Throws<RefusedException>(() => Package.FromLockFile(lockFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bill_of_materials_is_valid_CycloneDX_and_names_exactly_what_runs()
    {
        string[] args = ["--lock", LockFile, "--to", folder];
        Assert.Equal(0, await CommandLine.RunAsync(NoticesCommand.Create(Repository.Root), args, TextWriter.Null, TextWriter.Null, default));
        var file = Path.Combine(folder, NoticesCommand.BillFile);
        Assert.Equal((0, ""), await ValidateAsync(file));

        var bill = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        var components = bill["components"]!.AsArray().Select(c => $"{c!["name"]}.dll").ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Check against the app's folder: every library in it is ours or in the bill.
        var own = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions", "bin", "Debug", "net10.0"), "*.dll").Select(Path.GetFileName);
        Assert.All(own, name => Assert.True(name!.StartsWith("ServerlessDecide.", StringComparison.Ordinal) || components.Contains(name), name));
        Assert.DoesNotContain("Meziantou.Analyzer.dll", components);

        // Every reference names a component, and every component is reachable from the app.
        var edges = bill["dependencies"]!.AsArray().ToDictionary(d => (string)d!["ref"]!, d => d!["dependsOn"]!.AsArray().Select(r => (string)r!).ToList(), StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        Reach((string)bill["metadata"]!["component"]!["bom-ref"]!);
        Assert.Equal(edges.Keys.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));

        void Reach(string from)
        {
            if (!reached.Add(from)) return;
            foreach (var to in edges[from]) Reach(to);
        }
    }

    [Fact]
    public async Task A_broken_bill_of_materials_is_not_valid()
    {
        var file = Path.Combine(folder, NoticesCommand.BillFile);
        var bill = JsonNode.Parse(BillOfMaterials.Write(Package.FromLockFile(LockFile)))!;
        bill["components"]![0]!["hashes"]![0]!["content"] = "no hash";
        await File.WriteAllTextAsync(file, bill.ToJsonString());
        var (code, said) = await ValidateAsync(file);
        Assert.Equal(1, code);
        Assert.Contains("/components/0/hashes/0/content", said, StringComparison.Ordinal);
    }

    /// <summary>Validates against the schema in the CycloneDX project's JavaScript library.</summary>
    private static async Task<(int Code, string Said)> ValidateAsync(string file)
    {
        var script = Path.Combine(Repository.Root, "tests", "Tools.Tests", "Notices", "validate-sbom.mjs");
        var start = new ProcessStartInfo("node", [script, file]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var node = Process.Start(start)!;
        var said = await Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return (node.ExitCode, string.Concat(said));
    }
}
