using System.Diagnostics;
using System.Globalization;

namespace ServerlessDecide.Bench;

/// <summary>Asks an app for its live heap after a full collection. The app must be started with <see cref="Settings"/>.</summary>
internal sealed class HeapWatch
{
    private readonly string file;

    public HeapWatch(Published published)
    {
        file = Path.Combine(published.Work("memory"), "heap");
        File.WriteAllText(file, "");
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_STARTUP_HOOKS"] = published.Bare,
            ["BENCH_HEAP_FILE"] = file,
        };
    }

    /// <summary>The settings the app must be started with.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public async Task<double> ReadMiBAsync(CancellationToken cancellation)
    {
        File.Delete(file);
        var watch = Stopwatch.StartNew();
        while (!File.Exists(file))
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(30)) throw new InvalidOperationException("The app does not tell its heap.");
            await Task.Delay(50, cancellation);
        }

        return double.Parse(await File.ReadAllTextAsync(file, cancellation), CultureInfo.InvariantCulture) / 1024 / 1024;
    }
}
