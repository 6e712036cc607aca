using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServerlessDecide.Bench;

/// <summary>A process that the benchmark starts and that ends with it.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly Queue<string> said = new();

    private Child(Process process) => this.process = process;

    public int Id => process.Id;

    public static Child Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        var child = new Child(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start"));
        child.process.OutputDataReceived += child.Keep;
        child.process.ErrorDataReceived += child.Keep;
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end and returns its output.</summary>
    /// <exception cref="InvalidOperationException">The program failed; the message holds its output.</exception>
    public static async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}{await errors}");
    }

    /// <summary>Returns the time from a process's start to its first 200, and its resident memory then. Ends the process.</summary>
    public static async Task<(double Milliseconds, double MiB)> TimeToServeAsync(Func<int, Child> start, string path, CancellationToken cancellation)
    {
        var port = FreePort();
        var watch = Stopwatch.StartNew();
        await using var child = start(port);
        await child.WaitForAsync(new($"http://127.0.0.1:{port}{path}"), TimeSpan.FromSeconds(60), cancellation);
        return (watch.Elapsed.TotalMilliseconds, child.ResidentMiB());
    }

    /// <summary>Returns a port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the URL answers 200, polling every two milliseconds.</summary>
    public async Task WaitForAsync(Uri address, TimeSpan patience, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(address, cancellation);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (process.HasExited || watch.Elapsed > patience) throw new InvalidOperationException($"{address} does not answer:\n{Said()}");
            await Task.Delay(2, cancellation);
        }
    }

    /// <summary>Returns the resident memory in MiB (<c>VmRSS</c>).</summary>
    public double ResidentMiB() => Status("VmRSS:") / 1024d;

    /// <summary>Returns the peak resident memory in MiB (<c>VmHWM</c>).</summary>
    public double PeakMiB() => Status("VmHWM:") / 1024d;

    /// <summary>Resets <see cref="PeakMiB"/>. Source: proc(5), clear_refs.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{Id}/clear_refs", "5");

    /// <summary>Returns the processor time used so far, user and system, in seconds. Source: proc(5), fields 14 and 15 of stat.</summary>
    public double CpuSeconds() => CpuSeconds(Id);

    /// <inheritdoc cref="CpuSeconds()"/>
    public static double CpuSeconds(int process)
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
        const double TicksASecond = 100;
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksASecond;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // The whole tree: killed alone, nginx leaves its workers behind, and they keep its output open.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private string Said()
    {
        lock (said) return string.Join('\n', said);
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (said)
        {
            if (line.Data is not null) said.Enqueue(line.Data);
            if (said.Count > 40) said.Dequeue();
        }
    }
}
