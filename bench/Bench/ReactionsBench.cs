using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServerlessDecide.Bench.Load;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Bench;

/// <summary>
/// Measures PUT of reactions over 32 connections. The baseline is the same generator upserting the same rows straight into Azurite. Each
/// phase has an Azurite of its own, because Azurite's speed depends on what it holds.
/// </summary>
internal static class ReactionsBench
{
    private const int Connections = 32;

    // All platforms of the demonstration; a visitor reacts once to each.
    private const int Targets = 13;

    // Visitors for warm-up, whose reactions are not counted: hot code is recompiled while it runs, in Azurite too.
    private const int Warming = 400;

    public static async Task RunAsync(Published published, Figures figures, bool quick, CancellationToken cancellation)
    {
        var (rounds, requests) = quick ? (2, 5_200) : (5, 20_800);
        figures.Say($"reactions: {requests:N0} by {requests / Targets:N0} visitors over {Connections} connections, {rounds} rounds, a fresh Azurite for each phase");
        List<double> raw = [], bare = [], app = [], appCpu = [], waline = [];
        for (var round = 0; round < rounds; round++)
        {
            raw.Add(await RawAsync(requests, cancellation));
            bare.Add(await BareAsync(published, requests, cancellation));
            var (perSecond, cpu) = await AppAsync(published, requests, cancellation);
            app.Add(perSecond);
            appCpu.Add(cpu);
            if (published.HasWaline) waline.Add(await WalineAsync(published, quick ? 1_000 : 3_000, cancellation));
        }

        figures.Tell("raw upserts", raw, "/s");
        figures.Tell("bare Kestrel endpoint", bare, "/s");
        figures.Tell("app", app, "/s");
        figures.Tell("app, processor", appCpu, "us/reaction");
        figures.Tell("reactions bare endpoint / raw", Figures.Ratios(bare, raw), "");
        figures.Judge("reactions app / raw", Figures.Ratios(app, raw), Goal.AtLeast(0.65));
        if (waline.Count == 0) figures.Say("    Waline: not installed, not compared");
        else
        {
            figures.Tell("Waline, SQLite", waline, "/s");
            figures.Judge("reactions app / Waline", Figures.Ratios(app, waline), Goal.AtLeast(5));
        }

        await MemoryAsync(published, figures, quick, cancellation);
    }

    private static async Task<double> RawAsync(int requests, CancellationToken cancellation)
    {
        await using var azurite = await Azurite.StartAsync();
        var tables = await TablesAsync(azurite, cancellation);
        var head = $"Host: {azurite.Tables.Authority}\r\nx-ms-version: {TableRequests.Version}\r\nAccept: application/json;odata=nometadata\r\nContent-Type: application/json\r\n";
        (await PutAsync(Warming * Targets, 1)).Whole(Warming * Targets);
        return (await PutAsync(requests, 0)).Whole(requests).PerSecond;

        Task<LoadResult> PutAsync(int count, int run) => HttpLoad.RunAsync(
            new(IPAddress.Loopback, azurite.Tables.Port), Connections, count,
            (number, buffer) =>
            {
                var (partition, row) = Keys((run * 10_000_000) + number);
                var table = tables[Shard(partition)];
                var body = TableRequests.Row(partition, row, "like");
                var (date, authorization) = table.Sign(partition, row);
                var text = $"PUT {table.Table.AbsolutePath}(PartitionKey='{partition}',RowKey='{row}') HTTP/1.1\r\n{head}x-ms-date: {date}\r\nAuthorization: {authorization}\r\nContent-Length: {body.Length}\r\n\r\n";
                var length = Encoding.ASCII.GetBytes(text, buffer);
                body.CopyTo(buffer[length..]);
                return length + body.Length;
            },
            null, cancellation);
    }

    private static async Task<double> BareAsync(Published published, int requests, CancellationToken cancellation)
    {
        await using var azurite = await Azurite.StartAsync();
        var tables = await TablesAsync(azurite, cancellation);
        var port = Child.FreePort();
        string[] arguments =
        [
            published.Bare, $"{port}", tables[0].Table.AbsoluteUri[..^1],
            ConnectionStrings.Part(azurite.ConnectionString, "AccountName"), ConnectionStrings.Part(azurite.ConnectionString, "AccountKey"),
        ];
        await using var bare = Child.Start("dotnet", arguments);
        await bare.WaitForAsync(new($"http://127.0.0.1:{port}/health"), TimeSpan.FromSeconds(20), cancellation);
        (await PutAsync(Warming * Targets, 1)).Whole(Warming * Targets);
        return (await PutAsync(requests, 0)).Whole(requests).PerSecond;

        Task<LoadResult> PutAsync(int count, int run) => HttpLoad.RunAsync(
            new(IPAddress.Loopback, port), Connections, count,
            (number, buffer) =>
            {
                var (partition, row) = Keys((run * 10_000_000) + number);
                return Encoding.ASCII.GetBytes($"PUT /{Shard(partition):x1}/{partition}/{row} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{{\"value\":\"like\"}}", buffer);
            },
            null, cancellation);
    }

    private static async Task<double> WalineAsync(Published published, int requests, CancellationToken cancellation)
    {
        await using var waline = await Waline.StartAsync(published, cancellation);
        await PostAsync(Targets * 20);
        return (await PostAsync(requests)).PerSecond;

        Task<LoadResult> PostAsync(int count) => waline.PostAsync(
            Connections, count, "/api/article", number => $"{{\"path\":\"/plataforma-{number % Targets}\",\"type\":\"reaction0\",\"action\":\"inc\"}}", cancellation);
    }

    private static async Task<(double PerSecond, double CpuMicroseconds)> AppAsync(Published published, int requests, CancellationToken cancellation)
    {
        await using var azurite = await Azurite.StartAsync();
        await using var app = await App.StartAsync(published, azurite, cancellation);
        var before = 0d;
        var perSecond = await RateAsync(app, requests, cancellation, () => before = app.Process.CpuSeconds());
        return (perSecond, (app.Process.CpuSeconds() - before) / requests * 1e6);
    }

    /// <summary>Returns how many reactions of new visitors are acknowledged in a second.</summary>
    /// <param name="warm">Called after the warm-up.</param>
    public static async Task<double> RateAsync(App app, int requests, CancellationToken cancellation, Action? warm = null)
    {
        var tokens = await Visitors.TokensAsync(app, (requests / Targets) + Warming, cancellation);
        await PutAsync(app, tokens[..Warming], cancellation);
        warm?.Invoke();
        return (await PutAsync(app, tokens[Warming..], cancellation)).PerSecond;
    }

    /// <summary>Reacts once to every target with every token.</summary>
    private static async Task<LoadResult> PutAsync(App app, string[] tokens, CancellationToken cancellation)
    {
        var targets = await PlatformsAsync(app, cancellation);
        var requests = tokens.Length * Targets;
        var result = await HttpLoad.RunAsync(
            new(IPAddress.Loopback, app.Port), Connections, requests,
            (number, buffer) => Requests.Put(buffer, targets[number / tokens.Length], tokens[number % tokens.Length]),
            null, cancellation);
        return result.Whole(requests);
    }

    public static async Task<string[]> PlatformsAsync(App app, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        using var answer = JsonDocument.Parse(await client.GetStringAsync(app.At(App.Api + "/platforms"), cancellation));
        string[] ids = [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
        return ids.Length == Targets ? ids : throw new InvalidOperationException($"The demonstration has {ids.Length} platforms, not {Targets}.");
    }

    /// <summary>
    /// Measures memory over 200,000 reactions: the live heap after a full collection must not grow with what is stored, except for the paces
    /// of recent visitors, which are bounded.
    /// </summary>
    private static async Task MemoryAsync(Published published, Figures figures, bool quick, CancellationToken cancellation)
    {
        var steps = quick ? 4 : 20;
        const int Step = 10_400;
        figures.Say($"memory: {steps * Step:N0} reactions, looked at every {Step:N0}");
        var watch = new HeapWatch(published);
        await using var azurite = await Azurite.StartAsync();
        await using var app = await App.StartAsync(published, azurite, cancellation, watch.Settings);

        List<double> thousands = [], resident = [], heap = [];
        for (var step = 0; step < steps; step++)
        {
            await PutAsync(app, await Visitors.TokensAsync(app, Step / Targets, cancellation), cancellation);
            resident.Add(app.Process.ResidentMiB());
            heap.Add(await watch.ReadMiBAsync(cancellation));
            thousands.Add((step + 1) * Step / 1000d);
            if (!quick && (step + 1) % 5 == 0) figures.Say($"    after {(step + 1) * Step:N0}: {resident[^1]:F1} MiB resident, {heap[^1]:F2} MiB live");
        }

        // The first fifth warms up: code is compiled, pools fill.
        var skip = steps / 5;
        figures.Judge(
            string.Create(CultureInfo.InvariantCulture, $"memory live bytes for each new visitor, of whom at most {VisitorPaceTracker.Most:N0} are remembered"),
            [Slope(thousands[skip..], heap[skip..]) * 1024 * 1024 / 1000 * Targets],
            Goal.AtMost(256));
        figures.Judge("memory resident bytes for each reaction", [Slope(thousands[skip..], resident[skip..]) * 1024 * 1024 / 1000], Goal.AtMost(50));
        figures.Say($"    largest resident: {resident.Max():F1} MiB");
    }

    /// <summary>Returns the slope of the least-squares line.</summary>
    private static double Slope(List<double> x, List<double> y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    /// <summary>Returns sixteen tables: the app spreads its visitors over as many.</summary>
    private static async Task<TableRequests[]> TablesAsync(Azurite azurite, CancellationToken cancellation)
    {
        var account = ConnectionStrings.Part(azurite.ConnectionString, "AccountName");
        var key = ConnectionStrings.Part(azurite.ConnectionString, "AccountKey");
        var service = new Azure.Data.Tables.TableServiceClient(azurite.ConnectionString);
        var tables = new TableRequests[16];
        for (var shard = 0; shard < tables.Length; shard++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"reactions{shard:x1}");
            await service.CreateTableAsync(name, cancellation);
            tables[shard] = new(new($"{azurite.Tables}{account}/{name}"), account, key);
        }

        return tables;
    }

    /// <summary>Returns keys as long as the app's: for each target, one visitor after another.</summary>
    private static (string Partition, string Row) Keys(int number)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(BitConverter.GetBytes(number / Targets), hash);
        return (Convert.ToHexStringLower(hash[..16]), string.Create(CultureInfo.InvariantCulture, $"platform.plataforma-{number % Targets:D2}-legislatura.99998"));
    }

    private static int Shard(string partition) => Convert.ToInt32(partition[..1], 16);
}
