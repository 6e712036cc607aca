using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Statistics;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Tests.Statistics;

public sealed class PostVisitTests
{
    private const string Process = "edomex-2021";

    [Fact]
    public async Task A_visit_is_counted_by_view_and_by_declared_campaign()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "contenders", Example.Contenders);
        await app.ImportedAsync(Process, "campaigns", "id,name\nradio,Anuncios de radio\nmetro,Carteles del metro\n");
        using var phone = app.NewPhone("en-US,en;q=0.5");
        await SendAsync(phone, """{"view":"home","campaign":"radio"}""", "application/json");
        await SendAsync(phone, """{"view":"home","campaign":"radio"}""", "application/json; charset=utf-8");
        // A page of another origin can send text/plain without a preflight.
        await SendAsync(phone, """{"view":"glossary","campaign":"metro"}""", "text/plain;charset=UTF-8");
        // Undeclared codes count as "other": a code could carry a name, and there is no limit to their number.
        await SendAsync(phone, """{"view":"glossary","campaign":"vota-por-sol"}""", "application/json");
        await SendAsync(phone, """{"view":"glossary","campaign":"¡sol! . / #"}""", "application/json");
        await SendAsync(phone, """{"view":"candidates","campaign":""}""", "application/json");
        await SendAsync(phone, """{"view":"candidates"}""", "application/json");

        var use = await app.UseAsync(Process, "visits.hour.12", 7);

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["visits.campaign.metro"] = 1,
                ["visits.campaign.other"] = 2,
                ["visits.campaign.radio"] = 2,
                ["visits.device.mobile"] = 7,
                ["visits.hour.12"] = 7,
                ["visits.language.en"] = 7,
                ["visits.view.candidates"] = 2,
                ["visits.view.glossary"] = 3,
                ["visits.view.home"] = 2,
            },
            use.Counts);
    }

    [Fact]
    public async Task A_visit_counts_in_the_language_of_its_page_or_else_of_its_browser()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        using var phone = app.NewPhone("en-US,en;q=0.5");
        foreach (var (query, status) in ((string, HttpStatusCode)[])[
            ("", HttpStatusCode.NoContent), ("?lang=", HttpStatusCode.NoContent), ("?lang=es", HttpStatusCode.NoContent), ("?lang=nah", HttpStatusCode.BadRequest)])
        {
            using var answer = await phone.PostAsync($"processes/{Process}/visits{query}", Answers.Json("""{"view":"home"}"""));
            Assert.Equal(status, answer.StatusCode);
        }

        var use = await app.UseAsync(Process, "visits.view.home", 3);
        Assert.Equal((2, 1), (use.Counts["visits.language.en"], use.Counts["visits.language.es"]));
        Assert.DoesNotContain("visits.language.other", use.Counts.Keys);
    }

    [Theory]
    [InlineData("""{"view":"sol-legislatura"}""", "application/json", 400, "invalid_input")]
    [InlineData("""{"view":"Home"}""", "application/json", 400, "invalid_input")]
    [InlineData("""{"view":"platforms/sol"}""", "text/plain", 400, "invalid_input")]
    [InlineData("""{"view":7}""", "application/json", 400, "invalid_input")]
    [InlineData("""{}""", "application/json", 400, "invalid_input")]
    [InlineData("""{"view":"home","campaign":7}""", "application/json", 400, "invalid_input")]
    [InlineData("home", "text/plain", 400, "malformed_json")]
    [InlineData("view=home", "application/x-www-form-urlencoded", 415, "unsupported_media_type")]
    public async Task A_malformed_visit_is_refused(string body, string type, int status, string code)
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        using var answer = await app.Client.PostAsync($"processes/{Process}/visits", Content(body, type));
        await answer.ProblemAsync(status, code);
        using var large = await app.Client.PostAsync($"processes/{Process}/visits", Content("{\"view\":\"home\",\"campaign\":\"" + new string('a', 1024) + "\"}", "text/plain"));
        await large.ProblemAsync(413, "body_too_large");
        using var nowhere = await app.Client.PostAsync("processes/nada-2021/visits", Content("""{"view":"home"}""", "text/plain"));
        await nowhere.ProblemAsync(404, "process_not_found");
        Assert.Empty((await app.StoredAsync(Process)).Counts);
    }

    [Theory]
    [InlineData("other,Los demás")]
    [InlineData("sol,Anuncios del partido")]
    [InlineData("Radio,Mayúscula")]
    [InlineData("radio,")]
    [InlineData("radio,Uno\nradio,Dos")]
    public async Task Campaigns_with_a_reserved_invalid_or_duplicate_row_are_refused(string rows)
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "contenders", Example.Contenders);
        Assert.Equal("failed", (await app.ImportAsync(Process, "campaigns", "id,name\n" + rows)).Text("status"));
    }

    [Fact]
    public async Task A_process_has_at_most_two_hundred_campaigns()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "campaigns", "id,name\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"c{i},Campaña\n")));
        var state = await app.ImportAsync(Process, "campaigns", "id,name\n" + string.Concat(Enumerable.Range(0, 201).Select(i => $"c{i},Campaña\n")));
        Assert.Equal("too_many_rows", state.GetProperty("errors")[0].Text("code"));
    }

    [Fact]
    public async Task A_flood_of_visits_is_refused_without_affecting_other_networks()
    {
        await using var app = await TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { ["TrustedProxies"] = "1", ["SharedNetworks"] = "203.0.113.128/28" } });
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        // As many visits as a school sends in half an hour, all at once.
        using var phone = app.NewPhone();
        foreach (var address in new[] { "203.0.113.7", "203.0.113.130" }) Press(app, address, VisitPaceTracker.Limit.Burst);

        using var refused = await VisitAsync("203.0.113.7");
        await refused.ProblemAsync(429, "too_many_requests");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("\"visits\";q=6000;w=300", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
        Assert.Equal("\"visits\";r=0;t=1", Assert.Single(refused.Headers.GetValues("RateLimit")));
        foreach (var other in new[] { "203.0.113.8", "203.0.113.130" })
        {
            using var counted = await VisitAsync(other);
            Assert.Equal(HttpStatusCode.NoContent, counted.StatusCode);
        }

        app.Time.Advance(TimeSpan.FromMilliseconds(50));
        using var later = await VisitAsync("203.0.113.7");
        Assert.Equal(HttpStatusCode.NoContent, later.StatusCode);
        await app.UseAsync(Process, "visits.hour.12", 3);

        async Task<HttpResponseMessage> VisitAsync(string forwardedFor)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"processes/{Process}/visits") { Content = Content("""{"view":"home"}""", "text/plain") };
            request.Headers.Add("X-Forwarded-For", forwardedFor);
            return await phone.SendAsync(request);
        }
    }

    [Fact]
    public void Visits_from_a_million_networks_are_all_accepted()
    {
        var paces = new VisitPaceTracker();
        var now = DateTimeOffset.UnixEpoch;
        var bytes = new byte[16];
        for (var i = 0; i < 1_000_000; i++)
        {
            RandomNumberGenerator.Fill(bytes);
            var network = new NetworkHash(BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes, 8));
            Assert.Null(paces.Take(network, now + TimeSpan.FromMilliseconds(i)));
        }
    }

    private static void Press(TestApp app, string address, int visits)
    {
        var network = app.Services.GetRequiredService<CallerNetworks>().Here(IPAddress.Parse(address));
        for (var i = 0; i < visits; i++) Assert.Null(app.Services.GetRequiredService<VisitPaceTracker>().Take(network, app.Time.GetUtcNow()));
    }

    private static async Task SendAsync(HttpClient client, string body, string type)
    {
        using var answer = await client.PostAsync($"processes/{Process}/visits", Content(body, type));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    private static ByteArrayContent Content(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
