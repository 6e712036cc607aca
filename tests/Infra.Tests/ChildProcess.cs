using System.Diagnostics;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>Runs programs to their end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a script of this project on Node.js.</summary>
    public static Task<(int Code, string Output)> NodeAsync(string script, params string[] arguments) =>
        RunAsync("node", Repository.Root, [Path.Combine("tests", "Infra.Tests", "Checks", script), .. arguments]);

    public static Task<(int Code, string Output)> RunAsync(string program, string folder, params string[] arguments) =>
        RunAsync(program, folder, [], arguments);

    /// <returns>The exit code and the output of both streams.</returns>
    public static async Task<(int Code, string Output)> RunAsync(
        string program, string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }
}
