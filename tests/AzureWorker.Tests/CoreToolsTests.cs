using System.Diagnostics;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.AzureWorker.Tests;

/// <summary>What <c>func start</c> needs, as far as it can be tested without Azure Functions Core Tools.</summary>
public sealed class CoreToolsTests
{
    /// <summary>Core Tools call dotnet build without properties of ours; MSBuild takes them from the environment.</summary>
    [Theory]
    [InlineData("true", "bin/azure/", "packages.azure.lock.json")]
    [InlineData("", "bin/", "")]
    public async Task The_environment_chooses_the_build_with_the_real_worker(string worker, string output, string lockFile)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", "functions", "-nodeReuse:false", "-getProperty:BaseOutputPath,NuGetLockFilePath"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // The test runner's own MSBuild variables must not reach another build.
        var ofTheRunner = start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var name in ofTheRunner) start.Environment.Remove(name);
        start.Environment["AzureWorker"] = worker;
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(said));
        using var json = JsonDocument.Parse(said[0]);
        var properties = json.RootElement.GetProperty("Properties");
        Assert.Equal((output, lockFile), (properties.Text("BaseOutputPath").Replace('\\', '/'), Path.GetFileName(properties.Text("NuGetLockFilePath"))));
    }

    [Fact]
    public void The_task_of_the_editor_and_the_guide_start_the_real_worker_with_the_sample_settings()
    {
        using var tasks = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".vscode", "tasks.json")));
        var task = Assert.Single(tasks.RootElement.GetProperty("tasks").EnumerateArray(), t => t.Text("label") == "func start");
        Assert.Equal("cp -n ../local.settings.sample.json local.settings.json; func start", task.Text("command"));
        var options = task.GetProperty("options");
        Assert.Equal(("${workspaceFolder}/functions", "true"), (options.Text("cwd"), options.GetProperty("env").Text("AzureWorker")));
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deployment.md"));
        Assert.Contains("\ncp -n ../local.settings.sample.json local.settings.json\nAzureWorker=true func start\n", guide, StringComparison.Ordinal);

        using var sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")));
        var values = sample.RootElement.GetProperty("Values");
        Assert.Equal("dotnet-isolated", values.Text("FUNCTIONS_WORKER_RUNTIME"));
        // What the app and its triggers require at the start.
        Assert.All((string[])["AzureWebJobsStorage", "DataStorage"], name => Assert.Equal("UseDevelopmentStorage=true", values.Text(name)));
        Assert.Equal("decide", values.Text("StoragePrefix"));
        Assert.All(values.EnumerateObject(), value => Assert.Equal(JsonValueKind.String, value.Value.ValueKind));
    }
}
