using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessDecide.TestSupport;

/// <summary>
/// An Azurite process on free ports with a folder of its own. Tests share one: either <c>./test</c> started it and set
/// <c>SERVERLESSDECIDE_TEST_STORAGE</c>, or each test process starts one. A test that stops or slows storage starts its own.
/// </summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SharedOne = new(StartSharedAsync);

    private readonly Process process;
    private readonly string folder;

    private Azurite(Process process, string folder, Uri blobs, Uri queues, Uri tables)
    {
        this.process = process;
        this.folder = folder;
        Blobs = blobs;
        Queues = queues;
        Tables = tables;
    }

    public Uri Blobs { get; }

    public Uri Queues { get; }

    public Uri Tables { get; }

    public string ConnectionString => ConnectionStringFor(Blobs, Queues, Tables);

    /// <summary>Returns the connection string of the Azurite that all tests of this process share, each with a prefix of its own.</summary>
    public static Task<string> SharedConnectionStringAsync() => SharedOne.Value;

    /// <summary>Returns a prefix that no other test uses: only letters, as the app requires.</summary>
    public static string NewPrefix() =>
        "t" + string.Concat(Guid.NewGuid().ToByteArray().Take(9).Select(b => (char)('a' + (b % 26))));

    /// <summary>Returns a connection string for Azurite's well-known account at any three addresses, such as a proxy's.</summary>
    public static string ConnectionStringFor(Uri blobs, Uri queues, Uri tables) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={WellKnownKey};BlobEndpoint={blobs}devstoreaccount1;QueueEndpoint={queues}devstoreaccount1;TableEndpoint={tables}devstoreaccount1;");

    // Published in Azurite's documentation; it opens only emulators.
    private const string WellKnownKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Starts an Azurite and waits until its three services listen.</summary>
    /// <param name="ports">Blob, queue and table port; zero for free ones.</param>
    /// <param name="dataFolder">A folder that keeps the data across restarts; null for a temporary one, deleted with the process.</param>
    /// <param name="inMemory">Whether to keep all data in memory, for more rows than its file could hold.</param>
    public static async Task<Azurite> StartAsync((int Blob, int Queue, int Table) ports = default, string? dataFolder = null, bool inMemory = false)
    {
        var script = Path.Combine(Repository.Root, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
        {
            throw new FileNotFoundException("Azurite is not installed: run 'npm ci' in the root of the repository (./test does).", script);
        }

        var location = dataFolder ?? Directory.CreateTempSubdirectory("azurite-").FullName;
        var start = new ProcessStartInfo("node") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            script, "--disableTelemetry", "--skipApiVersionCheck", "--silent", .. inMemory ? (string[])["--inMemoryPersistence"] : ["--location", location],
            "--blobPort", $"{ports.Blob}", "--queuePort", $"{ports.Queue}", "--tablePort", $"{ports.Table}",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        var found = new Dictionary<string, Uri>(StringComparer.Ordinal);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        void Read(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (found)
            {
                said.Add(line.Data);
                var match = Listening().Match(line.Data);
                if (match.Success) found[match.Groups["service"].Value] = new Uri(match.Groups["address"].Value + "/");
                if (found.Count == 3) ready.TrySetResult();
            }
        }

        node.OutputDataReceived += Read;
        node.ErrorDataReceived += Read;
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        _ = node.WaitForExitAsync().ContinueWith(
            _ => ready.TrySetException(new InvalidOperationException("Azurite ended: " + string.Join('\n', said))), TaskScheduler.Default);
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return new Azurite(node, dataFolder is null ? location : "", found["Blob"], found["Queue"], found["Table"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        if (folder.Length > 0) Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> StartSharedAsync()
    {
        var given = Environment.GetEnvironmentVariable("SERVERLESSDECIDE_TEST_STORAGE");
        if (given == "none") throw new InvalidOperationException("./test --quick has no storage, and selected a test that needs it: extend its quick_classes.");
        if (given is { Length: > 0 }) return given;
        var azurite = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => azurite.process.Kill();
        return azurite.ConnectionString;
    }

    [GeneratedRegex("Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://[0-9.:]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();
}
