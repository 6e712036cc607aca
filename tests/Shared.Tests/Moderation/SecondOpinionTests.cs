using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

/// <summary>Tests against a local server that answers like Azure AI Content Safety.</summary>
public sealed class SecondOpinionTests
{
    private const string Nothing = """{"blocklistsMatch":[],"categoriesAnalysis":[{"category":"Hate","severity":0},{"category":"Sexual","severity":0},{"category":"Violence","severity":0}]}""";

    // The body follows: blanks, which JSON may begin with, one every tenth of a second.
    private static readonly byte[] SlowHead = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"u8.ToArray();

    [Fact]
    public async Task The_second_opinion_sends_a_valid_request_with_the_text_alone()
    {
        await using var server = await Server.StartAsync((_, _) => Answer(200, Nothing));
        using var asked = new Asked(server);

        Assert.Null(await asked.Opinion.AskAsync("¿Y el agua, señor \"alcalde\"? 😀", default));

        var (head, body) = Assert.Single(server.Requests);
        Assert.StartsWith("POST /contentsafety/text:analyze?api-version=2024-09-01 HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer token of https://cognitiveservices.azure.com/.default\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json\r\n", head, StringComparison.Ordinal);
        Assert.Equal(
            ["Authorization", "Content-Length", "Content-Type", "Host"],
            head.Split("\r\n").Skip(1).Where(l => l.Length > 0).Select(l => l.Split(':')[0]).Order(StringComparer.Ordinal));
        var sent = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal(["text", "categories", "outputType"], sent.EnumerateObject().Select(p => p.Name));
        Assert.Equal("¿Y el agua, señor \"alcalde\"? 😀", sent.GetProperty("text").GetString());
        Assert.Equal(["Hate", "Sexual", "Violence"], sent.GetProperty("categories").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("FourSeverityLevels", sent.GetProperty("outputType").GetString());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    [InlineData(6, true)]
    public async Task The_second_opinion_holds_a_text_from_the_configured_severity_on(int severity, bool held)
    {
        await using var server = await Server.StartAsync((_, _) => Answer(200, Nothing.Replace("\"Violence\",\"severity\":0", $"\"Violence\",\"severity\":{severity}", StringComparison.Ordinal)));
        using var asked = new Asked(server);

        Assert.Equal(held ? new RuleFinding("second_opinion", Severity.Hold, "violence", 0, 5) : null, await asked.Opinion.AskAsync("texto", default));
        Assert.DoesNotContain(asked.Logs.Entries, e => e.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task The_second_opinion_retries_429_and_500_within_its_budget()
    {
        await using var server = await Server.StartAsync((n, _) => n == 1 ? Answer(429, "", "Retry-After: 0") : n == 2 ? Answer(500, "") : Answer(200, Nothing.Replace("0}", "6}", StringComparison.Ordinal)));
        using var asked = new Asked(server, budget: 60_000);

        Assert.NotNull(await asked.AskAsync("texto"));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_Retry_After_of_zero_does_not_cause_endless_requests()
    {
        await using var server = await Server.StartAsync((_, _) => Answer(429, "", "Retry-After: 0"));
        using var asked = new Asked(server, budget: 2000);

        Assert.Null(await asked.AskAsync("texto"));

        // Requests at 0, 100, 300, 700 and 1,500 ms.
        Assert.InRange(server.Requests.Count, 1, 5);
    }

    [Theory]
    [InlineData("429 later")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("401")]
    [InlineData("302")]
    [InlineData("hang")]
    [InlineData("slow body")]
    [InlineData("garbage")]
    [InlineData("not json")]
    [InlineData("empty object")]
    [InlineData("null severity")]
    [InlineData("endless")]
    [InlineData("cut")]
    [InlineData("no server")]
    [InlineData("slow token")]
    [InlineData("no token")]
    public async Task A_failure_of_the_second_opinion_leaves_the_rules_verdict_and_stays_within_the_budget(string way)
    {
        await using var server = await Server.StartAsync((_, cancelled) => way switch
        {
            "429 later" => Answer(429, "", "Retry-After: 30"),
            "500" => Answer(500, "{}"),
            "503" => Answer(503, ""),
            "401" => Answer(401, """{"error":{"code":"401"}}"""),
            "302" => Answer(302, "", "Location: http://localhost/"),
            "hang" => Never(cancelled),
            "slow body" => Task.FromResult(SlowHead),
            "garbage" => Task.FromResult("esto no es HTTP\r\n\r\n"u8.ToArray()),
            "not json" => Answer(200, "<html>"),
            "empty object" => Answer(200, "{}"),
            "null severity" => Answer(200, """{"categoriesAnalysis":[{"category":"Hate"}]}"""),
            "endless" => Answer(200, Nothing + new string(' ', 100_000)),
            _ => Task.FromResult(Array.Empty<byte>()),
        });
        using var asked = new Asked(server, budget: 400, token: async cancellationToken =>
        {
            if (way == "slow token") await Task.Delay(Timeout.Infinite, CancellationToken.None);
            if (way == "no token") throw new Azure.Identity.CredentialUnavailableException("nobody");
            cancellationToken.ThrowIfCancellationRequested();
        });
        if (way == "no server") await server.DisposeAsync();

        Assert.Null(await asked.AskAsync("un texto que nadie debe ver en la bitácora"));

        var warning = Assert.Single(asked.Logs.Entries, e => e.Level >= LogLevel.Warning);
        Assert.DoesNotContain("nadie debe ver", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_costs_five_requests_then_one_each_half_minute_and_one_warning_a_minute()
    {
        var up = false;
        await using var server = await Server.StartAsync((_, _) => up ? Answer(200, Nothing.Replace("0}", "6}", StringComparison.Ordinal)) : Answer(400, "{}"));
        using var asked = new Asked(server);
        for (var i = 0; i < 50; i++) Assert.Null(await asked.Opinion.AskAsync("texto", default));
        Assert.Equal(SecondOpinion.FailuresToPause, server.Requests.Count);

        asked.Time.Advance(SecondOpinion.Pause);
        for (var i = 0; i < 50; i++) Assert.Null(await asked.Opinion.AskAsync("texto", default));
        Assert.Equal(SecondOpinion.FailuresToPause + 1, server.Requests.Count);
        Assert.Single(asked.Logs.Entries, e => e.Level >= LogLevel.Warning);

        up = true;
        asked.Time.Advance(SecondOpinion.Pause);
        for (var i = 0; i < 10; i++) Assert.NotNull(await asked.Opinion.AskAsync("texto", default));
        up = false;
        asked.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await asked.Opinion.AskAsync("texto", default));
        Assert.Equal(2, asked.Logs.Entries.Count(e => e.Level >= LogLevel.Warning));
    }

    [Theory]
    [InlineData("ok, fail", 6)]
    [InlineData("ok, ok, fail", 50)]
    [InlineData("fail, fail, fail, fail, ok, ok, ok", 8)]
    public async Task The_breaker_opens_at_the_failure_that_makes_half_of_at_least_five_questions_fail(string pattern, int asked)
    {
        var ways = pattern.Split(", ");
        await using var server = await Server.StartAsync((n, _) => ways[(n - 1) % ways.Length] == "ok" ? Answer(200, Nothing) : Answer(400, "{}"));
        using var opinion = new Asked(server);
        for (var i = 0; i < 50; i++) Assert.Null(await opinion.Opinion.AskAsync("texto", default));
        Assert.Equal(asked, server.Requests.Count);
    }

    [Fact]
    public async Task The_breaker_opens_after_five_questions_in_a_row_that_run_out_of_the_longest_budget()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var server = await Server.StartAsync((_, cancelled) =>
        {
            arrived.Release();
            return Never(cancelled);
        });
        using var asked = new Asked(server, budget: 20_000);
        for (var i = 0; i < SecondOpinion.FailuresToPause; i++)
        {
            var asking = asked.Opinion.AskAsync("texto", default);
            Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(30)));
            asked.Time.Advance(TimeSpan.FromSeconds(20));
            Assert.Null(await asking.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        Assert.Null(await asked.Opinion.AskAsync("texto", default));
        Assert.Equal(SecondOpinion.FailuresToPause, server.Requests.Count);
    }

    [Fact]
    public async Task The_second_opinion_is_not_asked_if_switched_off_and_cancelling_is_no_failure()
    {
        await using var server = await Server.StartAsync((_, cancelled) => Never(cancelled));
        using var off = new Asked(null);
        Assert.Null(await off.Opinion.AskAsync("texto", default));
        Assert.Empty(server.Requests);

        using var asked = new Asked(server, budget: 20_000);
        using var stop = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.Opinion.AskAsync("texto", stop.Token));
        Assert.Empty(asked.Logs.Entries);
    }

    [Fact]
    public async Task The_second_opinion_is_asked_only_about_accepted_texts_and_releases_none()
    {
        var severity = 6;
        await using var server = await Server.StartAsync((_, _) => Answer(200, Nothing.Replace("0}", severity + "}", StringComparison.Ordinal)));
        using var asked = new Asked(server);
        var world = await World.NewAsync();
        var moderation = new AutomaticModeration(world.Comments, world.ReviewQueue, asked.Opinion, new FloodMemory(), world.Time);

        var held = await ModerateAsync(world, moderation, "Más parques");
        Assert.Equal(CommentStatus.Held, held.Status);
        Assert.Equal(["second_opinion"], held.Reasons);
        Assert.Equal([held.Receipt], (await world.ReviewQueue.ReadAsync(Edomex, ReviewList.Held, null, 10, default)).Comments.Select(c => c.Comment.Receipt));
        Assert.Single(server.Requests);

        severity = 0;
        Assert.Equal(CommentStatus.Accepted, (await ModerateAsync(world, moderation, "Más parques")).Status);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(CommentStatus.Held, (await ModerateAsync(world, moderation, "son unos pendejos")).Status);
        Assert.Equal(CommentStatus.Quarantined, (await ModerateAsync(world, moderation, "te voy a matar")).Status);
        Assert.Equal(2, server.Requests.Count);

        await server.DisposeAsync();
        var alone = await ModerateAsync(world, moderation, "Más parques");
        Assert.Equal((CommentStatus.Accepted, 0), (alone.Status, alone.Reasons.Count));
    }

    private static async Task<Comment> ModerateAsync(World world, AutomaticModeration moderation, string text)
    {
        var comment = new Comment(
            Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
            CommentKind.Comment, text, At("2021-05-10T12:00"), CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(Edomex, comment, default);
        Assert.True(await moderation.ModerateAsync(Edomex, comment.Receipt, default));
        return (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment;
    }

    private static Task<byte[]> Answer(int status, string body, string? header = null) => Task.FromResult(Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{(header is null ? "" : header + "\r\n")}\r\n{body}"));

    private static async Task<byte[]> Never(CancellationToken cancelled)
    {
        await Task.Delay(Timeout.Infinite, cancelled);
        return [];
    }

    private sealed class Asked : IDisposable
    {
        private readonly int budget;

        public Asked(Server? server, int budget = 2000, Func<CancellationToken, Task>? token = null)
        {
            this.budget = budget;
            var options = new SecondOpinionOptions { Endpoint = server?.Address ?? "", Budget = TimeSpan.FromMilliseconds(budget) };
            Opinion = new SecondOpinion(Options.Create(options), new(() => new Credential(token)), Time, new Logger<SecondOpinion>(new LoggerFactory([Logs])));
        }

        public SecondOpinion Opinion { get; }

        public FakeTimeProvider Time { get; } = new(At("2021-05-10T12:00"));

        public CollectedLogs Logs { get; } = new();

        /// <summary>Asks while the clock advances by the budget and no further, so that a longer wait never ends.</summary>
        public async Task<RuleFinding?> AskAsync(string text)
        {
            var asking = Opinion.AskAsync(text, default);
            // Let everything run that does not wait for the clock.
            await Task.WhenAny(asking, Task.Delay(300));
            for (var passed = 0; passed < budget && !asking.IsCompleted; passed += 20)
            {
                Time.Advance(TimeSpan.FromMilliseconds(20));
                await Task.Delay(5);
            }

            return await asking.WaitAsync(TimeSpan.FromSeconds(30));
        }

        public void Dispose() => Opinion.Dispose();
    }

    private sealed class Credential(Func<CancellationToken, Task>? before) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            if (before is not null) await before(cancellationToken);
            return new AccessToken("token of " + requestContext.Scopes.Single(), DateTimeOffset.MaxValue);
        }
    }

    /// <summary>A socket that reads a request and answers any bytes, including those that no HTTP server would send.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource stop = new();
        private readonly List<(string Head, string Body)> requests = [];

        public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

        public IReadOnlyList<(string Head, string Body)> Requests
        {
            get
            {
                lock (requests) return [.. requests];
            }
        }

        public static Task<Server> StartAsync(Func<int, CancellationToken, Task<byte[]>> answer)
        {
            var server = new Server();
            server.listener.Start();
            _ = server.AcceptAsync(answer);
            return Task.FromResult(server);
        }

        public ValueTask DisposeAsync()
        {
            if (!stop.IsCancellationRequested) stop.Cancel();
            listener.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task AcceptAsync(Func<int, CancellationToken, Task<byte[]>> answer)
        {
            while (!stop.IsCancellationRequested)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = ServeAsync(client, answer);
            }
        }

        private async Task ServeAsync(TcpClient client, Func<int, CancellationToken, Task<byte[]>> answer)
        {
            using var _ = client;
            var stream = client.GetStream();
            while (await ReadAsync(stream) is { } request)
            {
                int n;
                lock (requests)
                {
                    requests.Add(request);
                    n = requests.Count;
                }

                var bytes = await answer(n, stop.Token);
                await stream.WriteAsync(bytes, stop.Token);
                if (bytes.Length == 0 || !bytes.AsSpan().StartsWith("HTTP"u8)) return;
                while (bytes == SlowHead)
                {
                    await Task.Delay(100, stop.Token);
                    await stream.WriteAsync(" "u8.ToArray(), stop.Token);
                }
            }
        }

        private async Task<(string Head, string Body)?> ReadAsync(NetworkStream stream)
        {
            var read = new List<byte>();
            var buffer = new byte[4096];
            while (true)
            {
                var text = Encoding.UTF8.GetString([.. read]);
                var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0)
                {
                    var head = text[..(end + 2)];
                    var length = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture);
                    if (read.Count >= Encoding.UTF8.GetByteCount(text[..(end + 4)]) + length) return (head, text[(end + 4)..]);
                }

                var count = await stream.ReadAsync(buffer, stop.Token);
                if (count == 0) return null;
                read.AddRange(buffer.AsSpan(0, count));
            }
        }
    }
}
