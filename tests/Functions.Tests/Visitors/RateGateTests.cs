using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Comments;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Tests.Visitors;

/// <summary>Tests the price, the class and the limits end to end, with and without proxies.</summary>
public sealed class RateGateTests
{
    private const string Process = "processes/edomex-2021";
    private const string Pressed = "203.0.113.7";
    private const string Quiet = "198.51.100.9";

    [Theory]
    // No proxy: the connection is the caller's, and the header proves nothing.
    [InlineData(0, "127.0.0.1", null, true)]
    [InlineData(0, "127.0.0.1", Quiet, true)]
    [InlineData(0, Pressed, null, false)]
    [InlineData(0, Pressed, Pressed, false)]
    // One proxy: the last entry is the caller that it saw.
    [InlineData(1, Pressed, Pressed, true)]
    [InlineData(1, Pressed, Quiet + ", " + Pressed, true)]
    [InlineData(1, Pressed, Pressed + ", " + Quiet, false)]
    // Two proxies.
    [InlineData(2, Pressed, Pressed + ", 192.0.2.1", true)]
    [InlineData(2, Pressed, Quiet + ", " + Pressed + ", 192.0.2.1", true)]
    [InlineData(2, Pressed, Pressed + ", " + Quiet + ", 192.0.2.1", false)]
    public async Task Price_and_class_follow_the_network_that_our_proxies_saw(int proxies, string pressed, string? forwardedFor, bool isPressed)
    {
        await using var app = await StartAsync(proxies);
        await PressAsync(app, pressed, QualityRules.VisitorsAnHour);

        var challenge = await ChallengeAsync(app, forwardedFor);
        Assert.Equal("00", challenge.GetProperty("parameters").Text("keyPrefix"));
        // One more visitor makes it a burst.
        await PressAsync(app, pressed, 1);
        challenge = await ChallengeAsync(app, forwardedFor);
        Assert.Equal(isPressed ? "000" : "00", challenge.GetProperty("parameters").Text("keyPrefix"));

        var visitor = await ArriveAsync(app, challenge, forwardedFor);
        Assert.Equal(isPressed ? QualityClass.B : QualityClass.A, await ReactAndReadClassAsync(app, visitor));
    }

    [Fact]
    public async Task A_burst_of_acts_puts_later_acts_from_that_network_into_class_B_and_refuses_none()
    {
        await using var app = await StartAsync(1);
        var here = await ArriveAsync(app, await ChallengeAsync(app, Pressed), Pressed);
        var elsewhere = await ArriveAsync(app, await ChallengeAsync(app, Quiet), Quiet);
        Assert.Equal(QualityClass.A, await ReactAndReadClassAsync(app, here));

        var network = await NetworkAsync(app, Pressed);
        for (var i = 0; i < QualityRules.ActsAnHour; i++) Of<NetworkPressure>(app).CountAct(network, Other(0), app.Time.GetUtcNow());

        Assert.Equal(QualityClass.B, await ReactAndReadClassAsync(app, here, "luna-legislatura"));
        Assert.Equal(QualityClass.B, await CommentAndReadClassAsync(app, here));
        Assert.Equal(QualityClass.A, await ReactAndReadClassAsync(app, elsewhere));
        Assert.Equal(QualityClass.A, await CommentAndReadClassAsync(app, elsewhere));

        // Two hours later the burst is over.
        app.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(QualityClass.A, await ReactAndReadClassAsync(app, here, "mar-legislatura"));
    }

    [Fact]
    public async Task Farmed_credentials_that_act_from_one_network_are_class_B_beyond_the_limit_of_credentials()
    {
        await using var app = await StartAsync(1);
        // Issued days ago to any network: only the acts reveal how many there are.
        var farmed = Visitor(app, Of<VisitorTokenProtector>(app).Issue(ProcessId.Parse("edomex-2021"), app.Time.GetUtcNow().AddDays(-3)).Token, Pressed);
        Assert.Equal(QualityClass.A, await ReactAndReadClassAsync(app, farmed));

        var network = await NetworkAsync(app, Pressed);
        for (var i = 0; i < QualityRules.VisitorsAnHour + 30; i++) Of<NetworkPressure>(app).CountAct(network, Other(i), app.Time.GetUtcNow());

        Assert.Equal(QualityClass.B, await ReactAndReadClassAsync(app, farmed, "luna-legislatura"));
        Assert.Equal("00", (await ChallengeAsync(app, Pressed)).GetProperty("parameters").Text("keyPrefix"));
        Assert.Equal(QualityClass.A, await ReactAndReadClassAsync(app, Visitor(app, farmed.Token, Quiet), "mar-legislatura"));
    }

    [Fact]
    public async Task Tickets_of_the_entry_queue_neither_raise_the_price_nor_lower_the_class_of_a_network()
    {
        await using var app = await StartAsync(1);
        var process = ProcessId.Parse("edomex-2021");
        for (var i = 0; i <= QualityRules.VisitorsAnHour; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Process + "/visitors")
            {
                Content = Answers.Json(new { ticket = Of<EntryTicketProtector>(app).Issue(process, app.Time.GetUtcNow()).Ticket }),
            };
            request.Headers.Add("X-Forwarded-For", Pressed);
            using var answer = await app.Client.SendAsync(request);
            var queued = Visitor(app, (await answer.JsonAsync(HttpStatusCode.Created)).Text("token"), Pressed);
            await queued.ReactAsync("sol-legislatura", "like");
        }

        Assert.Equal(default, Of<NetworkPressure>(app).Of(await NetworkAsync(app, Pressed), app.Time.GetUtcNow()));
        var challenge = await ChallengeAsync(app, Pressed);
        Assert.Equal("00", challenge.GetProperty("parameters").Text("keyPrefix"));
        Assert.Equal(QualityClass.A, await ReactAndReadClassAsync(app, await ArriveAsync(app, challenge, Pressed)));
    }

    [Fact]
    public async Task A_network_configured_as_shared_keeps_the_base_price_and_class_A()
    {
        await using var app = await StartAsync(1, shared: "203.0.113.0/28");
        await PressAsync(app, Pressed, 5000);

        var challenge = await ChallengeAsync(app, Pressed);
        Assert.Equal("00", challenge.GetProperty("parameters").Text("keyPrefix"));
        Assert.Equal(QualityClass.A, await ReactAndReadClassAsync(app, await ArriveAsync(app, challenge, Pressed)));
    }

    [Fact]
    public async Task A_credential_keeps_the_class_that_it_was_issued_with()
    {
        await using var app = await StartAsync(1);
        using var entered = await app.Client.PostAsync(Process + "/visitors/waiting", null);
        var ticket = (await entered.JsonAsync(HttpStatusCode.Accepted)).Text("ticket");
        app.Time.Advance(TimeSpan.FromMinutes(2));
        using var issued = await app.Client.PostAsync(Process + "/visitors", Answers.Json(new { ticket }));
        var queued = Visitor(app, (await issued.JsonAsync(HttpStatusCode.Created)).Text("token"), Quiet);

        await PressAsync(app, Pressed, QualityRules.VisitorsAnHour + 1);
        var burst = await ArriveAsync(app, await ChallengeAsync(app, Pressed), Pressed);
        app.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(QualityClass.B, await ReactAndReadClassAsync(app, queued));
        Assert.Equal(QualityClass.B, await ReactAndReadClassAsync(app, burst));
    }

    [Fact]
    public async Task Issued_credentials_count_towards_the_price_and_requested_challenges_do_not()
    {
        await using var app = await StartAsync(1);
        for (var i = 0; i < 2 * QualityRules.VisitorsAnHour; i++) await ChallengeAsync(app, Pressed);
        Assert.Equal("00", (await ChallengeAsync(app, Pressed)).GetProperty("parameters").Text("keyPrefix"));
        Assert.Equal(default, Of<NetworkPressure>(app).Of(await NetworkAsync(app, Pressed), app.Time.GetUtcNow()));

        await ArriveAsync(app, await ChallengeAsync(app, Pressed), Pressed);
        Assert.Equal(new Pressure(1, 1, 0), Of<NetworkPressure>(app).Of(await NetworkAsync(app, Pressed), app.Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_storm_of_reactions_is_class_C_and_reaches_only_its_own_visitors_limit()
    {
        await using var app = await StartAsync(0);
        var storm = await ArriveAsync(app, await ChallengeAsync(app, null), null);
        var other = await ArriveAsync(app, await ChallengeAsync(app, null), null);
        for (var i = 0; i < VisitorLimit.Reactions.Burst; i++)
        {
            using var answer = await PutAsync(storm, i % 2 == 0 ? "like" : "dislike");
            await answer.JsonAsync();
        }

        using var refused = await PutAsync(storm, "like");
        await refused.ProblemAsync(429, "too_many_requests");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("\"reactions\";q=120;w=120", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
        Assert.Equal("\"reactions\";r=0;t=1", Assert.Single(refused.Headers.GetValues("RateLimit")));
        using var withdrawn = await storm.Client.DeleteAsync(Process + "/platforms/sol-legislatura/reaction");
        await withdrawn.ProblemAsync(429, "too_many_requests");
        Assert.Equal(QualityClass.C, await ReadClassAsync(app, storm, "sol-legislatura"));

        Assert.Equal(QualityClass.A, await ReactAndReadClassAsync(app, other));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        using var later = await PutAsync(storm, "like");
        await later.JsonAsync();
    }

    [Fact]
    public async Task A_visitor_may_send_twenty_comments_at_once_and_the_next_waits_and_is_class_C()
    {
        await using var app = await StartAsync(0);
        var flood = await ArriveAsync(app, await ChallengeAsync(app, null), null);
        for (var i = 0; i < VisitorLimit.Comments.Burst; i++) await flood.CommentAsync("sol-legislatura", $"Más árboles {i}");

        using var refused = await flood.Client.PostAsync(Process + "/platforms/sol-legislatura/comments", Answers.Json(new { kind = "idea", text = "Más" }));
        await refused.ProblemAsync(429, "too_many_requests");
        Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("\"comments\";q=20;w=400", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
        app.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(QualityClass.C, await CommentAndReadClassAsync(app, flood));
    }

    [Fact]
    public async Task The_key_of_networks_and_the_tables_under_it_are_deleted_after_their_day()
    {
        await using var app = await StartAsync(1);
        await PressAsync(app, Pressed, 100);
        await Of<NetworkPressureSync>(app).ExchangeAsync(CancellationToken.None);
        var (names, tables) = (Of<StorageNames>(app), Of<Tables>(app));
        Assert.Equal(["20210510"], await KeysAsync());
        Assert.Single(await tables.ListAsync(names.NetworksPrefix, default));

        await app.FireAsync("ForgetNetworksTimer");
        Assert.Single(await KeysAsync());
        app.Time.Advance(TimeSpan.FromHours(17));
        await app.FireAsync("ForgetNetworksTimer");

        Assert.Empty(await KeysAsync());
        Assert.Empty(await tables.ListAsync(names.NetworksPrefix, default));
        // The app continues with the key of the new day.
        await ChallengeAsync(app, Pressed);
        Assert.Equal(["20210511"], await KeysAsync());

        ValueTask<List<string>> KeysAsync() =>
            tables.QueryAsync(names.DayKeys, "PartitionKey eq 'networks'", null, default).Select(row => row.RowKey).ToListAsync();
    }

    [Fact]
    public async Task No_log_contains_an_address_or_a_network()
    {
        await using var app = await StartAsync(1);
        await PressAsync(app, Pressed, 300);
        await ReactAndReadClassAsync(app, await ArriveAsync(app, await ChallengeAsync(app, Pressed), Pressed));
        await Of<NetworkPressureSync>(app).ExchangeAsync(CancellationToken.None);
        var network = await NetworkAsync(app, Pressed);

        string[] secrets = [Pressed, $"{network.High:x16}", $"{network.High}", $"{network.Low:x16}"];
        Assert.All(app.Logs.Entries, entry => Assert.DoesNotContain(secrets, secret => CollectedLogs.Text(entry).Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("203.0.113.0/33")]
    [InlineData("203.0.113.0")]
    [InlineData("203.0.113.0/28, the kiosks")]
    public async Task A_malformed_network_prefix_stops_the_start(string prefixes)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(0, shared: prefixes));
        Assert.Contains("SharedNetworks", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<TestApp> StartAsync(int proxies, string shared = "")
    {
        var app = await TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { ["TrustedProxies"] = $"{proxies}", ["SharedNetworks"] = shared } });
        await Example.LoadAsync(app, "edomex-2021", SharedApp.AllOpen);
        return app;
    }

    private static T Of<T>(TestApp app)
        where T : notnull => app.Services.GetRequiredService<T>();

    private static Task<NetworkHash> NetworkAsync(TestApp app, string address) =>
        Of<NetworkHasher>(app).OfAsync(IPAddress.Parse(address), app.Time.GetUtcNow(), default).AsTask();

    private static VisitorHash Other(int number) => VisitorHash.Compute("another"u8, BitConverter.GetBytes(number));

    private static async Task PressAsync(TestApp app, string address, int visitors)
    {
        var network = await NetworkAsync(app, address);
        for (var i = 0; i < visitors; i++) Of<NetworkPressure>(app).CountVisitor(network, app.Time.GetUtcNow());
    }

    private static async Task<JsonElement> ChallengeAsync(TestApp app, string? forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Process + "/challenge");
        if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var answer = await app.Client.SendAsync(request);
        return await answer.JsonAsync();
    }

    private static async Task<TestVisitor> ArriveAsync(TestApp app, JsonElement challenge, string? forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Process + "/visitors") { Content = Answers.Json(new { altcha = Altcha.Solve(challenge) }) };
        if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var answer = await app.Client.SendAsync(request);
        return Visitor(app, (await answer.JsonAsync(HttpStatusCode.Created)).Text("token"), forwardedFor);
    }

    private static TestVisitor Visitor(TestApp app, string token, string? forwardedFor)
    {
        var client = app.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        if (forwardedFor is not null) client.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        return new TestVisitor("edomex-2021", token, client);
    }

    private static Task<HttpResponseMessage> PutAsync(TestVisitor visitor, string value) =>
        visitor.Client.PutAsync(Process + "/platforms/sol-legislatura/reaction", Answers.Json(new { value }));

    private static async Task<QualityClass> ReactAndReadClassAsync(TestApp app, TestVisitor visitor, string platform = "sol-legislatura")
    {
        await visitor.ReactAsync(platform, "like");
        return await ReadClassAsync(app, visitor, platform);
    }

    private static async Task<QualityClass> ReadClassAsync(TestApp app, TestVisitor visitor, string platform)
    {
        var process = ProcessId.Parse("edomex-2021");
        var read = Of<VisitorTokenProtector>(app).Read(visitor.Token, process, app.Time.GetUtcNow());
        var known = await Of<ParticipationService>(app).IdentifyAsync(process, read, default);
        var table = Of<StorageNames>(app).Reactions(process, known.IssuedOn, known.Hash.Shard);
        var rows = new List<TableEntity>();
        await foreach (var row in Of<Tables>(app).QueryAsync(table, TableClient.CreateQueryFilter($"PartitionKey eq {known.Hash.Value}"), null, default)) rows.Add(row);
        return Enum.Parse<QualityClass>(rows.First(r => r.RowKey.StartsWith($"platform.{platform}.", StringComparison.Ordinal)).GetString("Class"));
    }

    private static async Task<QualityClass> CommentAndReadClassAsync(TestApp app, TestVisitor visitor)
    {
        Assert.True(Receipt.TryParse(await visitor.CommentAsync("sol-legislatura", "Más parques"), out var receipt));
        return (await Of<CommentStore>(app).FindAsync(ProcessId.Parse("edomex-2021"), receipt, default))!.Comment.Class;
    }
}
