using System.Net;
using System.Text;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Visitors;

public sealed class JoinEntryQueueTests
{
    private const string Process = "processes/edomex-2021";

    [Fact]
    public async Task A_ticket_earns_one_credential_after_a_minute()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, "edomex-2021", SharedApp.AllOpen);
        using var entered = await app.Client.PostAsync(Process + "/visitors/waiting", null);
        var ticket = await entered.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(["ticket", "readyAt"], ticket.Names());
        Assert.Equal("2021-05-10T12:01:00-05:00", ticket.Text("readyAt"));
        Assert.Equal(TimeSpan.FromMinutes(1), entered.Headers.RetryAfter?.Delta);
        Assert.Equal("no-store", entered.Headers.CacheControl?.ToString());

        app.Time.Advance(TimeSpan.FromSeconds(59));
        using var early = await RedeemAsync(app, ticket.Text("ticket"));
        Assert.Equal("2021-05-10T12:01:00-05:00", (await early.ProblemAsync(409, "ticket_early")).Text("readyAt"));
        Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter?.Delta);

        app.Time.Advance(TimeSpan.FromSeconds(1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RedeemAsync(app, ticket.Text("ticket"))));
        var issued = await Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created).JsonAsync(HttpStatusCode.Created);
        foreach (var again in answers.Where(a => a.StatusCode != HttpStatusCode.Created)) await again.ProblemAsync(400, "bad_ticket");

        // A visitor from the queue can react like any other.
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", issued.Text("token"));
        using var reaction = await client.PutAsync(Process + "/platforms/sol-legislatura/reaction", Answers.Json(new { value = "like" }));
        await reaction.JsonAsync();
    }

    [Fact]
    public async Task A_ticket_that_is_forged_or_too_old_or_of_another_process_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync("edomex-2021");
        await app.CreateProcessAsync("atlautla-2021");
        var ticket = await EnterAsync(app);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var visitor = await app.NewVisitorAsync("edomex-2021");

        var changed = ticket[..^2] + (ticket[^2] == 'A' ? 'B' : 'A') + ticket[^1];
        foreach (var forged in new[] { changed, ticket[1..], "AAAA", "!", visitor.Token, new string('A', 5000) })
        {
            using var refused = await RedeemAsync(app, forged);
            await refused.ProblemAsync(400, "bad_ticket");
        }

        using var elsewhere = await RedeemAsync(app, ticket, "processes/atlautla-2021");
        await elsewhere.ProblemAsync(400, "bad_ticket");
        app.Time.Advance(TimeSpan.FromHours(24));
        using var old = await RedeemAsync(app, ticket);
        await old.ProblemAsync(400, "bad_ticket");
    }

    [Fact]
    public async Task The_entry_queue_of_a_network_grows_without_delaying_other_networks()
    {
        await using var app = await TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { ["TrustedProxies"] = "1", ["SharedNetworks"] = "" } });
        await app.CreateProcessAsync("edomex-2021");
        var waits = new List<int>();
        for (var i = 0; i < 8; i++) waits.Add(await WaitAsync("203.0.113.7"));

        Assert.Equal([60, 60, 60, 60, 60, 60, 90, 120], waits);
        Assert.Equal(60, await WaitAsync("203.0.113.8"));
        // A forged entry in the header does not move the caller to another network.
        Assert.Equal(150, await WaitAsync("198.51.100.1, 203.0.113.7"));

        async Task<int> WaitAsync(string forwardedFor)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Process + "/visitors/waiting");
            request.Headers.Add("X-Forwarded-For", forwardedFor);
            using var answer = await app.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            return (int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"altcha\":\"\",\"ticket\":\"\"}")]
    [InlineData("{\"altcha\":\"AAAA\",\"ticket\":\"AAAA\"}")]
    public async Task A_visitor_must_send_either_a_proof_or_a_ticket(string body)
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync("edomex-2021");
        using var answer = await app.Client.PostAsync(Process + "/visitors", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(["altcha"], await answer.InvalidFieldsAsync());
    }

    private static async Task<string> EnterAsync(TestApp app)
    {
        using var entered = await app.Client.PostAsync(Process + "/visitors/waiting", null);
        return (await entered.JsonAsync(HttpStatusCode.Accepted)).Text("ticket");
    }

    private static Task<HttpResponseMessage> RedeemAsync(TestApp app, string ticket, string process = Process) =>
        app.Client.PostAsync(process + "/visitors", Answers.Json(new { ticket }));
}
