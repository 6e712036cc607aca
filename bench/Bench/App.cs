using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>The folder into which <c>bench/run</c> published.</summary>
/// <param name="Folder">An absolute path.</param>
internal sealed record Published(string Folder)
{
    public string App => Path.Combine(Folder, "app", "ServerlessDecide.Functions.dll");

    public string Bare => Path.Combine(Folder, "bare", "ServerlessDecide.Bench.Bare.dll");

    /// <summary>The folder into which npm installed Waline.</summary>
    public string Waline => Path.Combine(Folder, "waline");

    public bool HasWaline => Directory.Exists(Path.Combine(Waline, "node_modules", "@waline", "vercel"));

    /// <summary>Returns an empty folder for the files of one run.</summary>
    public string Work(string name)
    {
        var path = Path.Combine(Folder, "work", name);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        return Directory.CreateDirectory(path).FullName;
    }
}

/// <summary>The app on an Azurite, with the demonstration process loaded.</summary>
internal sealed class App : IAsyncDisposable
{
    public const string OperatorKey = "bench-operator-key-0123456789";

    /// <summary>About 20 KB.</summary>
    public const string Platform = Api + "/platforms/telar-legislatura";

    public const string Prefix = "bench";

    public const string Api = "/api/v1/processes/demo-edomex";

    private App(Child process, int port)
    {
        Process = process;
        Port = port;
    }

    public Child Process { get; }

    public int Port { get; }

    public Uri At(string path) => new($"http://127.0.0.1:{Port}{path}");

    public static Child Begin(Published published, string storage, int port, IReadOnlyDictionary<string, string>? more = null)
    {
        // On this day the demonstration's calendar is open.
        var settings = new Dictionary<string, string>(more ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            ["DataStorage"] = storage,
            ["AzureWebJobsStorage"] = storage,
            ["StoragePrefix"] = Prefix,
            ["OperatorKey"] = OperatorKey,
            ["At"] = "2021-05-10T12:00",
            ["AtTimeZone"] = "America/Mexico_City",
            ["ProofCost"] = "1",
            // All visitors of a benchmark come from here; the price of a proof must not rise for them.
            ["SharedNetworks"] = "127.0.0.0/8",
        };
        return Child.Start("dotnet", [published.App, "--port", $"{port}"], settings);
    }

    public static async Task<App> StartAsync(
        Published published, Azurite azurite, CancellationToken cancellation, IReadOnlyDictionary<string, string>? more = null)
    {
        var port = Child.FreePort();
        var app = new App(Begin(published, azurite.ConnectionString, port, more), port);
        await app.Process.WaitForAsync(app.At("/api/v1/health"), TimeSpan.FromSeconds(60), cancellation);
        string[] load =
        [
            Path.Combine(Repository.Root, "samples", "load.mjs"), "--url", $"http://127.0.0.1:{port}", "--key", OperatorKey,
            "--folder", Path.Combine(Repository.Root, "samples", "demo"), "--as-is",
        ];
        await Child.RunAsync("node", load, cancellation);
        await app.Process.WaitForAsync(app.At(Platform), TimeSpan.FromSeconds(60), cancellation);
        return app;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

/// <summary>Reads parts of a connection string.</summary>
internal static partial class ConnectionStrings
{
    public static string Part(string connection, string name) =>
        Parts().Matches(connection).First(part => part.Groups["name"].Value == name).Groups["value"].Value;

    [GeneratedRegex("(?<name>[A-Za-z]+)=(?<value>[^;]*);?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parts();
}
