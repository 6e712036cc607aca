using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Functions.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Processes;

public sealed partial class GetStartTests
{
    private static readonly string[] Files = ["calendar.ics", "candidates.csv", "candidates.json", "candidates.xlsx", "data-dictionary.csv", "datapackage.json", "popolo.json", "results.csv", "sections.csv", "statistics.csv"];

    [Fact]
    public async Task The_front_page_follows_the_calendar_of_each_process_and_links_only_to_what_can_be_read()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-04-20T12:00:00-05:00", Settings = new Dictionary<string, string?> { ["Standalone:Home"] = "start" } });
        var (empty, _) = await PageAsync(app, "start");
        Assert.Contains("Todavía no hay ningún proceso electoral.", empty, StringComparison.Ordinal);
        await app.CreateProcessAsync("edomex-2021", TestCalendar.Of2021());

        var (april, answer) = await PageAsync(app, "start");
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        foreach (var text in (string[])[
            "<html lang=\"es\">", "<h2 id=\"edomex-2021\">Elecciones edomex-2021</h2>", "Día de la elección: 6 de junio de 2021.",
            "<li>Reacciones y comentarios a las plataformas (hasta el 3 de junio de 2021, 00:00)</li>",
            "<p>30 de abril de 2021, 00:00:</p>\n<ul>\n<li>abre: Lista de candidaturas</li>", "<a href=\"/api/v1/docs\">",
        ])
        {
            Assert.Contains(text, april, StringComparison.Ordinal);
        }

        Assert.Empty(await AssertLinksWorkAsync(app, april, "data-dictionary.csv", "datapackage.json", "popolo.json", "sections.csv", "calendar.ics"));

        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-11T12:00:00-05:00", CultureInfo.InvariantCulture));
        var (june, _) = await PageAsync(app, "start?lang=en");
        foreach (var text in (string[])["<html lang=\"en\">", "Election day: 6 June 2021.", "<li>Results (until 31 December 2021, 00:00)</li>", "href=\"/api/v1/docs?lang=en\"", "<a href=\"?lang=es\""])
        {
            Assert.Contains(text, june, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<li>Reactions and comments", june, StringComparison.Ordinal);
        Assert.Empty(await AssertLinksWorkAsync(app, june, Files));

        // Standalone the same page answers at the root.
        using var root = await app.Client.GetAsync(new Uri(app.Root, "/?lang=en"));
        Assert.Equal(june, await root.Content.ReadAsStringAsync());
        Assert.Equal(StartPage.ContentSecurityPolicy, Assert.Single(root.Headers.GetValues("Content-Security-Policy")));
        using var robots = await app.Client.GetAsync(new Uri(app.Root, "/robots.txt"));
        Assert.Equal(HttpStatusCode.OK, robots.StatusCode);
    }

    [Fact]
    public async Task The_front_page_is_kept_by_caches_until_something_opens_or_closes_and_changes_then()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-02T23:58:00-05:00" });
        await app.CreateProcessAsync("edomex-2021", TestCalendar.Of2021());
        var (_, first) = await PageAsync(app, "start");
        app.Time.Advance(TimeSpan.FromSeconds(90));
        var (_, later) = await PageAsync(app, "start");
        Assert.Equal(first.Headers.ETag, later.Headers.ETag);
        Assert.Equal((60, 30), (first.Headers.CacheControl!.MaxAge!.Value.TotalSeconds, later.Headers.CacheControl!.MaxAge!.Value.TotalSeconds));
        app.Time.Advance(TimeSpan.FromSeconds(30));
        var (closed, after) = await PageAsync(app, "start");
        Assert.NotEqual(first.Headers.ETag, after.Headers.ETag);
        Assert.DoesNotContain("<li>Reacciones y comentarios a las plataformas (hasta", closed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_front_page_loads_nothing_writes_names_as_text_and_tells_a_change_that_waits()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-04-20T12:00:00-05:00" });
        var asked = new { id = "edomex-2021", name = "Elección <b>&</b> \"más\"", timeZone = "America/Mexico_City", electionDay = "2021-06-06", activities = TestCalendar.Of2021().Activities };
        using var created = await app.Operator.PostAsJsonAsync("processes", asked);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        // Less time to react waits for a second person, and the page says so.
        var before = TestCalendar.Of2021().With("react-to-platforms", ("2021-04-10T00:00:00-05:00", "2021-06-02T00:00:00-05:00"));
        using var waiting = await app.PutCalendarAsync("edomex-2021", before);
        Assert.Equal(HttpStatusCode.Accepted, waiting.StatusCode);
        app.Time.Advance(TimeSpan.FromSeconds(3));
        await app.Services.GetRequiredService<PublishedProcessCache>().RefreshAsync(CancellationToken.None);
        var (page, answer) = await PageAsync(app, "start");
        Assert.Contains("Hay un cambio al calendario en espera: entra en vigor a más tardar el 21 de abril de 2021, 12:00, salvo que se retire.", page, StringComparison.Ordinal);
        Assert.Contains("Elección &lt;b&gt;&amp;&lt;/b&gt; &quot;más&quot;", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script|<img|<link|<iframe|style=|src=|href=\"https?:| on[a-z]+=", page);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style().Match(page).Groups["style"].Value)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    private static async Task<(string Page, HttpResponseMessage Answer)> PageAsync(TestApp app, string address)
    {
        var answer = await app.Client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync(), answer);
    }

    /// <summary>Returns the links of the page that do not answer, and fails unless its files are these.</summary>
    private static async Task<List<string>> AssertLinksWorkAsync(TestApp app, string page, params string[] files)
    {
        var links = Link().Matches(page).Select(m => m.Groups["address"].Value).ToList();
        Assert.Equal(
            files.Order(StringComparer.Ordinal),
            links.Select(l => l.Split('?')[0]).Where(l => l.StartsWith("/api/v1/processes/edomex-2021/", StringComparison.Ordinal)).Select(l => l.Split('/')[^1]).Order(StringComparer.Ordinal));
        var broken = new List<string>();
        foreach (var link in links)
        {
            using var answer = await app.Client.GetAsync(new Uri(app.Root, link));
            if (answer.StatusCode != HttpStatusCode.OK) broken.Add($"{link}: {answer.StatusCode}");
        }

        return broken;
    }

    [GeneratedRegex(" href=\"(?<address>/[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("<style>(?<style>[^<]*)</style>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Style();
}
