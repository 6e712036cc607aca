using System.Text.Json.Nodes;

namespace ServerlessDecide.Infra.Tests;

/// <summary>Tests scripts/azure/check-run.mjs, which decides whose build may be deployed, with a fake <c>gh</c>.</summary>
public sealed class CheckRunTests : IDisposable
{
    private const string Repository = "instituto/decide";

    private readonly string folder = Directory.CreateTempSubdirectory("check-run-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("77", "success")]
    // The asking run itself has not finished yet.
    [InlineData("99", null)]
    public async Task A_build_of_the_deploy_workflow_on_main_is_accepted(string run, string? conclusion)
    {
        var (code, output) = await CheckAsync(run, r => r["conclusion"] = conclusion);
        Assert.True(code == 0, output);
        Assert.Contains("commit 0123abc", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_path_with_an_appended_branch_is_recognized()
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
    public async Task A_build_from_elsewhere_is_refused_with_the_reason(string property, string? value, string what)
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
    public async Task A_run_that_is_not_a_number_is_refused_without_asking_GitHub(string run)
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
