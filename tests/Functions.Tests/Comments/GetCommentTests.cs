using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Tests.Comments;

[Collection(SharedApp.Name)]
public sealed class GetCommentTests(SharedApp shared) : SharedAppTest(shared)
{
    [Theory]
    [InlineData("Más árboles en las avenidas", "accepted", "")]
    [InlineData("Mira https://example.org", "held", "link")]
    [InlineData("Escríbeme a alguien@example.org", "quarantined", "personal_data")]
    public async Task A_receipt_tells_the_status_of_a_comment_and_never_its_text(string text, string status, string reasons)
    {
        var receipt = await Shared.Visitor.CommentAsync("sol-legislatura", text, "idea");
        await TestApp.WaitUntilAsync(async () => await Shared.Visitor.StatusOfAsync(receipt) != "received", "the comment is moderated");
        var state = await Shared.Visitor.Client.GetJsonAsync($"processes/{SharedApp.Open}/comments/{receipt}");
        Assert.Equal(["receipt", "kind", "status", "reasons", "receivedAt", "decidedAt", "review"], state.Names());
        Assert.Equal((receipt, "idea", status), (state.Text("receipt"), state.Text("kind"), state.Text("status")));
        Assert.Equal(reasons, string.Join(',', state.GetProperty("reasons").EnumerateArray().Select(r => r.GetString())));
        Assert.Equal("2021-05-10T12:00:00-05:00", state.Text("receivedAt"));
        Assert.Equal("2021-05-10T12:00:00-05:00", state.Text("decidedAt"));
    }

    [Fact]
    public async Task A_receipt_works_from_another_device_and_in_every_spelling_that_people_type()
    {
        var receipt = await Shared.Visitor.CommentAsync("sol-legislatura", "Una banca en cada parada");
        var other = await Shared.App.NewVisitorAsync(SharedApp.Open);
        foreach (var typed in new[] { receipt.ToLowerInvariant(), receipt.Replace("-", "", StringComparison.Ordinal), receipt.Replace('0', 'o').Replace('1', 'l') })
        {
            Assert.Equal(receipt, (await other.Client.GetJsonAsync($"processes/{SharedApp.Open}/comments/{typed}")).Text("receipt"));
        }
    }

    [Fact]
    public async Task A_person_with_the_receipt_on_paper_needs_no_credential_and_no_cache_keeps_the_answer()
    {
        var receipt = await Shared.Visitor.CommentAsync("sol-legislatura", "Un parque con sombra");
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/comments/{receipt}");
        Assert.Equal(receipt, (await answer.JsonAsync()).Text("receipt"));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("210510-00000-00000-00000-00000")]
    [InlineData("991231-00000-00000-00000-00000")]
    [InlineData("210230-00000-00000-00000-00000")]
    [InlineData("210510-UUUUU-00000-00000-00000")]
    [InlineData("210510-%2F%5C%23%3F0-00000-00000-00000")]
    [InlineData("%D9%A2%D9%A1%D9%A0%D9%A5%D9%A1%D9%A0-00000-00000-00000-00000")]
    public async Task An_unknown_or_malformed_receipt_is_not_found(string receipt)
    {
        using var answer = await Shared.Visitor.Client.GetAsync($"processes/{SharedApp.Open}/comments/{receipt}");
        await answer.ProblemAsync(404, "not_found");
    }
}

public sealed class ReceiptLimitTests
{
    private const string Comments = "processes/edomex-2021/comments";

    [Fact]
    public async Task Guessing_receipts_is_refused_with_the_limit_and_shuts_out_neither_neighbours_nor_other_networks()
    {
        await using var app = await TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { ["TrustedProxies"] = "1", ["SharedNetworks"] = "" } });
        await Example.LoadAsync(app, "edomex-2021", SharedApp.AllOpen);
        var visitor = await app.NewVisitorAsync("edomex-2021");
        var receipt = await visitor.CommentAsync("sol-legislatura", "Mira https://example.org");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "held", "it is held");
        var unseen = await visitor.CommentAsync("sol-legislatura", "Una banca en cada parada");
        var network = app.Services.GetRequiredService<CallerNetworks>().Here(IPAddress.Parse("203.0.113.7"));
        var gate = app.Services.GetRequiredService<ReceiptGate>();
        for (var i = 0; i < ReceiptGate.Unknown.Burst - 1; i++) gate.Note(default, exists: false, network, app.Time.GetUtcNow());

        using var last = await AskAsync("203.0.113.7", "GET", Guess());
        await last.ProblemAsync(404, "not_found");
        // What networks past their limit share.
        for (var i = 0; i < ReceiptGate.Spare.Burst; i++) Assert.Null(gate.TakeLook(Receipt.New(new DateOnly(2021, 5, 10)), network, app.Time.GetUtcNow()));
        foreach (var (method, address) in ((string, string)[])[("GET", Guess()), ("POST", Guess() + "/review")])
        {
            using var refused = await AskAsync("203.0.113.7", method, address);
            await refused.ProblemAsync(429, "too_many_requests");
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            Assert.Equal("\"unknown-receipts\";q=1200;w=120", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
        }

        using var neighbour = await AskAsync("203.0.113.7", "GET", receipt);
        Assert.Equal("held", (await neighbour.JsonAsync()).Text("status"));
        // This instance has given it out, and nobody has looked at it yet.
        using var first = await AskAsync("203.0.113.7", "GET", unseen);
        Assert.Equal(unseen, (await first.JsonAsync()).Text("receipt"));
        using var elsewhere = await AskAsync("203.0.113.8", "GET", Guess());
        await elsewhere.ProblemAsync(404, "not_found");
        for (var i = 0; i < ReceiptGate.Reviews.Burst; i++)
        {
            using var asked = await AskAsync("203.0.113.7", "POST", receipt + "/review");
            await asked.JsonAsync(HttpStatusCode.Accepted);
        }

        using var often = await AskAsync("203.0.113.8", "POST", receipt + "/review");
        await often.ProblemAsync(429, "too_many_requests");
        Assert.Equal(TimeSpan.FromMinutes(1), often.Headers.RetryAfter?.Delta);

        static string Guess() => Receipt.New(new DateOnly(2021, 5, 10)).ToString();

        async Task<HttpResponseMessage> AskAsync(string forwardedFor, string method, string what)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{Comments}/{what}");
            request.Headers.Add("X-Forwarded-For", forwardedFor);
            return await app.Client.SendAsync(request);
        }
    }
}
