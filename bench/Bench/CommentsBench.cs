using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ServerlessDecide.Bench.Load;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>
/// Measures POST of comments over 32 connections, acknowledged after the row and the message are written. The baseline is the same generator
/// inserting the same row and then the same message straight into Azurite. It runs once with moderation in the app, which shares the two
/// cores and the Azurite, and once without.
/// </summary>
internal static class CommentsBench
{
    private const int Connections = 32;

    // Few enough to stay below the limits of one visitor.
    private const int EachVisitor = 5;

    private const int Warming = 500;

    public static async Task RunAsync(Published published, Figures figures, bool quick, CancellationToken cancellation)
    {
        var (rounds, requests) = quick ? (2, 1_000) : (5, 5_000);
        figures.Say($"comments: {requests:N0} by {requests / EachVisitor:N0} visitors over {Connections} connections, {rounds} rounds, a fresh Azurite for each phase");
        List<double> raw = [], moderated = [], alone = [], decided = [], waline = [];
        for (var round = 0; round < rounds; round++)
        {
            raw.Add(await RawAsync(requests, cancellation));
            alone.Add((await AppAsync(published, requests, moderates: false, cancellation)).PerSecond);
            var (perSecond, decidedPerSecond) = await AppAsync(published, requests, moderates: true, cancellation);
            moderated.Add(perSecond);
            decided.Add(decidedPerSecond);
            if (published.HasWaline) waline.Add(await WalineAsync(published, quick ? 500 : 1_500, cancellation));
        }

        figures.Tell("raw insert and message", raw, "/s");
        figures.Tell("app, moderation switched off", alone, "/s");
        figures.Tell("app, moderation running", moderated, "/s");
        figures.Tell("app, comments moderated meanwhile", decided, "/s");
        figures.Judge("comments app / raw, moderation switched off", Figures.Ratios(alone, raw), Goal.AtLeast(0.65));
        figures.Judge("comments app / raw, moderation running", Figures.Ratios(moderated, raw), Goal.AtLeast(0.65));
        if (waline.Count == 0)
        {
            figures.Say("    Waline: not installed, not compared");
            return;
        }

        figures.Tell("Waline, SQLite", waline, "/s");
        figures.Judge("comments app / Waline, moderation switched off", Figures.Ratios(alone, waline), Goal.AtLeast(6));
        figures.Judge("comments app / Waline, moderation running", Figures.Ratios(moderated, waline), Goal.AtLeast(6));
    }

    private static async Task<double> RawAsync(int requests, CancellationToken cancellation)
    {
        await using var azurite = await Azurite.StartAsync();
        var account = ConnectionStrings.Part(azurite.ConnectionString, "AccountName");
        var key = ConnectionStrings.Part(azurite.ConnectionString, "AccountKey");
        await new Azure.Data.Tables.TableServiceClient(azurite.ConnectionString).CreateTableAsync("comments", cancellation);
        await new Azure.Storage.Queues.QueueServiceClient(azurite.ConnectionString).CreateQueueAsync("comments", cancellationToken: cancellation);
        var table = new TableRequests(new($"{azurite.Tables}{account}/comments"), account, key);
        var queue = new QueueRequests(new($"{azurite.Queues}{account}/comments/messages"), account, key);
        await SendAsync(Warming, 1);
        return (await SendAsync(requests, 0)).PerSecond;

        async Task<LoadResult> SendAsync(int count, int run)
        {
            var receipts = Enumerable.Range(0, count).Select(_ => Convert.ToHexString(RandomNumberGenerator.GetBytes(10))).ToArray();
            var result = await HttpLoad.RunAsync(
                [
                    new(new(IPAddress.Loopback, azurite.Tables.Port), (number, buffer) => Insert(buffer, receipts[number], (run * 10_000_000) + number)),
                    new(new(IPAddress.Loopback, azurite.Queues.Port), (number, buffer) =>
                        queue.Write(buffer, $"{{\"process\":\"demo-edomex\",\"receipt\":\"210510-{receipts[number]}\"}}")),
                ],
                Connections, count, null, cancellation);
            return result.Whole(count);
        }

        int Insert(Span<byte> buffer, string receipt, int number)
        {
            var body = TableRequests.CommentRow(receipt, CommentTexts.Of(number));
            var (date, authorization) = table.Sign("");
            var length = Encoding.ASCII.GetBytes(
                $"POST {table.Table.AbsolutePath} HTTP/1.1\r\nHost: {azurite.Tables.Authority}\r\nx-ms-version: {TableRequests.Version}\r\nAccept: application/json;odata=nometadata\r\nPrefer: return-no-content\r\nContent-Type: application/json\r\nx-ms-date: {date}\r\nAuthorization: {authorization}\r\nContent-Length: {body.Length}\r\n\r\n",
                buffer);
            body.CopyTo(buffer[length..]);
            return length + body.Length;
        }
    }

    private static async Task<(double PerSecond, double DecidedPerSecond)> AppAsync(Published published, int requests, bool moderates, CancellationToken cancellation)
    {
        await using var azurite = await Azurite.StartAsync();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AzureWebJobs.CommentProcessor.Disabled"] = moderates ? "false" : "true",
        };
        await using var app = await App.StartAsync(published, azurite, cancellation, settings);
        var targets = await ReactionsBench.PlatformsAsync(app, cancellation);
        var tokens = await Visitors.TokensAsync(app, (requests + Warming) / EachVisitor, cancellation);
        var stored = new BenchStorage(azurite.ConnectionString);
        await SendAsync(Warming, requests);
        // With moderation running, wait until the warm-up comments have left the queue.
        var watch = Stopwatch.StartNew();
        while (moderates && await stored.UndecidedAsync(cancellation) > 0 && watch.Elapsed < TimeSpan.FromSeconds(60)) await Task.Delay(200, cancellation);
        var result = await SendAsync(requests, 0);
        var undecided = await stored.UndecidedAsync(cancellation);
        var kept = await stored.Comments.CountDayAsync(BenchStorage.Process, BenchStorage.Today, cancellation);
        if (kept != requests + Warming) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{kept} comments are stored of {requests + Warming} that were acknowledged."));
        return (result.PerSecond, moderates ? (requests - undecided) / result.Took.TotalSeconds : 0);

        async Task<LoadResult> SendAsync(int count, int first)
        {
            var sent = await HttpLoad.RunAsync(
                new(IPAddress.Loopback, app.Port), Connections, count,
                (number, buffer) => Requests.Comment(buffer, targets[number % targets.Length], tokens[(first + number) / EachVisitor], first + number),
                null, cancellation);
            return sent.Whole(count);
        }
    }

    private static async Task<double> WalineAsync(Published published, int requests, CancellationToken cancellation)
    {
        await using var waline = await Waline.StartAsync(published, cancellation);
        await PostAsync(100, requests);
        return (await PostAsync(requests, 0)).PerSecond;

        Task<LoadResult> PostAsync(int count, int first) => waline.PostAsync(
            Connections, count, "/api/comment",
            number => $"{{\"url\":\"/plataforma-{number % 13}\",\"nick\":\"Persona {(first + number) / EachVisitor}\",\"mail\":\"\",\"link\":\"\",\"ua\":\"bench\",\"comment\":\"{CommentTexts.Of(first + number)}\"}}",
            cancellation);
    }
}
