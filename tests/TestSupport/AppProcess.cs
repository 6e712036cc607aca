using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ServerlessDecide.TestSupport;

/// <summary>Runs the app as a process of its own, for tests that kill it or stop it as an operating system would.</summary>
public sealed partial class AppProcess : IAsyncDisposable
{
    private const int Sigterm = 15;

    private readonly Process process;
    private readonly ConcurrentQueue<string> output;

    private AppProcess(Process process, ConcurrentQueue<string> output, Uri address)
    {
        this.process = process;
        this.output = output;
        Address = address;
    }

    /// <summary>The app's URL: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; }

    public int Id => process.Id;

    /// <summary>The output so far, of standard output and standard error.</summary>
    public IReadOnlyList<string> Output => [.. output];

    public bool HasExited => process.HasExited;

    /// <summary>Starts the app in the test's output folder on a free port and waits until it listens.</summary>
    /// <param name="settings">Environment variables in addition to the test's own.</param>
    public static async Task<AppProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var app = Path.Combine(AppContext.BaseDirectory, "ServerlessDecide.Functions.dll");
        if (!File.Exists(app)) throw new FileNotFoundException("The test project does not reference the app.", app);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [app, "--port", "0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;

        var output = new ConcurrentQueue<string>();
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The app did not start.");
        void Read(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            output.Enqueue(line.Data);
            var match = Listening().Match(line.Data);
            if (match.Success) listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = process.WaitForExitAsync().ContinueWith(
            _ => listening.TrySetException(new InvalidOperationException($"The app ended before it listened:\n{string.Join('\n', output)}")),
            TaskScheduler.Default);
        try
        {
            return new AppProcess(process, output, await listening.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        }
        catch (TimeoutException late)
        {
            process.Kill();
            throw new TimeoutException($"The app does not listen after a minute:\n{string.Join('\n', output)}", late);
        }
    }

    /// <summary>Kills the process at once, as a failing machine would (SIGKILL), and waits until it has ended.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Asks the process to end (SIGTERM) and waits.</summary>
    /// <param name="patience">How long that may take, by default 40 seconds. After that the process is killed and the test fails.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(TimeSpan? patience = null)
    {
        if (!process.HasExited && SendSignal(process.Id, Sigterm) != 0)
        {
            throw new InvalidOperationException($"The app cannot be signalled: error {Marshal.GetLastPInvokeError()}");
        }

        try
        {
            using var timeout = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(40));
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            Kill();
            throw new TimeoutException($"The app did not end when asked to:\n{string.Join('\n', output)}", late);
        }

        return process.ExitCode;
    }

    /// <summary>Kills the process if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    [GeneratedRegex("Now listening on: (?<address>http://[^ ]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();
}
