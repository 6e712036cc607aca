using System.Text.Json.Nodes;

namespace ServerlessDecide.Infra.Tests;

/// <summary>Which run's build may be deployed: scripts/azure/check-run.mjs, with a <c>gh</c> that answers what GitHub would.</summary>
public sealed class CheckRunTests : IDisposable
{
    private const string Repository = "instituto/decide";

    private readonly string folder = Directory.CreateTempSubdirectory("check-run-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("77", "success")]
    // The run that asks has no end yet.
    [InlineData("99", null)]
    public async Task A_build_of_the_workflow_on_main_is_taken(string run, string? conclusion)
    {
        var (code, output) = await CheckAsync(run, r => r["conclusion"] = conclusion);
        Assert.True(code == 0, output);
        Assert.Contains("commit 0123abc", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_is_known_with_its_branch_behind_it()
    {
        var (code, output) = await CheckAsync("77", r => r["path"] = ".github/workflows/deploy.yml@refs/heads/main");
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("path", ".github/workflows/ci.yml", "its workflow")]
    [InlineData("path", null, "its workflow")]
    [InlineData("head_branch", "main-2", "its branch")]
    [InlineData("event", "pull_request", "what started it")]
    [InlineData("head_repository", "somebody/decide", "the repository of its commit")]
    [InlineData("head_repository", null, "the repository of its commit")]
    [InlineData("repository", "somebody/decide", "its repository")]
    [InlineData("conclusion", "failure", "its end")]
    [InlineData("conclusion", null, "its end")]
    public async Task Another_build_is_refused_and_says_why(string property, string? value, string what)
    {
        var isRepository = property.EndsWith("repository", StringComparison.Ordinal);
        var (code, output) = await CheckAsync("77", r => r[property] = isRepository && value is not null ? new JsonObject { ["full_name"] = value } : value);
        Assert.Equal(1, code);
        Assert.Contains($"  {what} is '{value}' and must be", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("77/artifacts")]
    [InlineData("latest")]
    public async Task What_is_no_number_is_not_asked_for(string run)
    {
        var (code, output) = await CheckAsync(run, _ => { });
        Assert.Equal(1, code);
        Assert.Contains("is no number of a run", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_GitHub_does_not_know_is_refused()
    {
        await WriteGhAsync("echo 'gh: Not Found (HTTP 404)' >&2; exit 1");
        Assert.NotEqual(0, (await RunAsync("77")).Code);
    }

    private async Task<(int Code, string Output)> CheckAsync(string run, Action<JsonObject> change)
    {
        var answer = new JsonObject
        {
            ["path"] = ".github/workflows/deploy.yml",
            ["head_branch"] = "main",
            ["event"] = "workflow_dispatch",
            ["conclusion"] = "success",
            ["head_sha"] = "0123abc",
            ["repository"] = new JsonObject { ["full_name"] = Repository },
            ["head_repository"] = new JsonObject { ["full_name"] = Repository },
        };
        change(answer);
        await File.WriteAllTextAsync(Path.Combine(folder, "answer.json"), answer.ToJsonString());
        await WriteGhAsync($"[[ $* == \"api repos/{Repository}/actions/runs/{run}\" ]] && cat '{folder}/answer.json'");
        return await RunAsync(run);
    }

    private async Task WriteGhAsync(string does) =>
        await ChildProcess.RunAsync("bash", folder, "-c", $"printf '%s\\n' '#!/usr/bin/env bash' \"$1\" >gh && chmod +x gh", "bash", does);

    private Task<(int Code, string Output)> RunAsync(string run) => ChildProcess.RunAsync(
        "node",
        TestSupport.Repository.Root,
        [("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}"), ("GITHUB_REPOSITORY", Repository), ("GITHUB_RUN_ID", "99")],
        "scripts/azure/check-run.mjs",
        run);
}
