using System.Diagnostics;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.OpenApi;

/// <summary>One app with the demonstration, loaded as <c>./run</c> loads it, at noon of 10 May 2021.</summary>
public sealed class Demonstration : IAsyncLifetime
{
    public const string Name = "demonstration";

    public const string Process = "demo-edomex";

    public TestApp App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await TestApp.StartAsync();
        var (code, output) = await NodeAsync(
            Path.Combine(Repository.Root, "samples", "load.mjs"), "--url", App.Root.ToString(), "--key", TestApp.Key, "--as-is");
        Assert.True(code == 0, output);
    }

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    /// <summary>Runs Node and returns its exit code and all that it said.</summary>
    internal static Task<(int Code, string Output)> NodeAsync(params IEnumerable<string> arguments) => RunAsync("node", arguments);

    internal static async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No look for updates of Kiota, no first words of dotnet.
        start.Environment["KIOTA_OFFLINE_ENABLED"] = "true";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = System.Diagnostics.Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }
}

[CollectionDefinition(Demonstration.Name)]
public sealed class UsesDemonstration : ICollectionFixture<Demonstration>;
