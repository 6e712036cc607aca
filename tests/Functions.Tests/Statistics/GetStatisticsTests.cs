using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Statistics;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Statistics;

public sealed class GetStatisticsTests
{
    private const string Process = "edomex-2021";
    private static readonly TestCalendar FromToday =
        SharedApp.AllOpen.With("react-to-platforms", ("2021-05-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00")).With("react-to-proposals");

    private static readonly DateTimeOffset NextDay = DateTimeOffset.Parse("2021-05-11T09:00:00-05:00", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_finished_day_is_shown_in_tens_with_definitions_and_without_any_contender()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process, FromToday);
        var visitors = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => app.NewVisitorAsync(Process)));
        await Task.WhenAll(visitors.Select(v => v.ReactAsync("sol-legislatura", "like")));
        await Task.WhenAll(visitors.Take(9).Select(v => v.CommentAsync("sol-legislatura", "Más árboles")));
        using var phone = app.NewPhone();
        for (var i = 0; i < 23; i++)
        {
            (await phone.GetAsync($"processes/{Process}/glossary")).Dispose();
            (await phone.PostAsync($"processes/{Process}/visits", Answers.Json("""{"view":"home","campaign":"x"}"""))).Dispose();
        }

        await app.UseAsync(Process, "consultations.section.glossary", 23);
        await app.FireAsync("AggregateStatisticsTimer");
        // The day is not over, so none of its figures is shown.
        var open = await app.Client.GetJsonAsync($"processes/{Process}/statistics");
        Assert.Equal(JsonValueKind.Null, open.GetProperty("updatedAt").ValueKind);
        Assert.Equal("[]", open.GetProperty("days").GetRawText());

        app.Time.SetUtcNow(NextDay);
        await app.FireAsync("AggregateStatisticsTimer");
        var statistics = await app.Client.GetJsonAsync($"processes/{Process}/statistics");

        Assert.Equal(
            ["updatedAt", "withheld", "days", "totals", "hours", "sections", "views", "devices", "languages", "campaigns", "definitions"], statistics.Names());
        Assert.Equal("2021-05-11T00:10:00-05:00", statistics.Text("updatedAt"));
        Assert.False(statistics.GetProperty("withheld").GetBoolean());
        // Nine comments are below the minimum: shown as null, like none, and left out of the total.
        Assert.Equal(
            """[{"day":"2021-05-10","reactions":10,"comments":null,"consultations":20,"visits":20,"visitors":null}]""", statistics.GetProperty("days").GetRawText());
        Assert.Equal("""{"reactions":10,"comments":0,"consultations":20,"visits":20}""", statistics.GetProperty("totals").GetRawText());
        Assert.Equal("""[{"hour":12,"consultations":20,"visits":20}]""", statistics.GetProperty("hours").GetRawText());
        Assert.Equal("""[{"section":"glossary","consultations":20}]""", statistics.GetProperty("sections").GetRawText());
        Assert.Equal("""[{"view":"home","visits":20}]""", statistics.GetProperty("views").GetRawText());
        Assert.Equal("""[{"device":"mobile","consultations":20,"visits":20}]""", statistics.GetProperty("devices").GetRawText());
        Assert.Equal("""[{"language":"es","visits":20}]""", statistics.GetProperty("languages").GetRawText());
        Assert.Equal("""[{"campaign":"other","visits":20}]""", statistics.GetProperty("campaigns").GetRawText());
        var text = statistics.GetRawText();
        foreach (var contender in (string[])["\"sol\"", "sol-", "luna", "alianza", "ana-nunez", "legislatura"]) Assert.DoesNotContain(contender, text, StringComparison.OrdinalIgnoreCase);
        await DefinitionsAreInBothLanguagesAsync(app, statistics);

        using var csv = await app.Client.GetAsync($"processes/{Process}/statistics.csv");
        Assert.Equal("text/csv; charset=utf-8", csv.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            """
            table,day,measure,dimension,value,count,unit
            days,2021-05-10,reactions,,,10,events
            days,2021-05-10,comments,,,,events
            days,2021-05-10,consultations,,,20,answers
            days,2021-05-10,visits,,,20,views
            days,2021-05-10,visitors,,,,visitors
            totals,,reactions,,,10,events
            totals,,comments,,,0,events
            totals,,consultations,,,20,answers
            totals,,visits,,,20,views
            use,2021-05-10,consultations,device,mobile,20,answers
            use,2021-05-10,consultations,hour,12,20,answers
            use,2021-05-10,consultations,section,glossary,20,answers
            use,2021-05-10,visits,campaign,other,20,views
            use,2021-05-10,visits,device,mobile,20,views
            use,2021-05-10,visits,hour,12,20,views
            use,2021-05-10,visits,language,es,20,views
            use,2021-05-10,visits,view,home,20,views

            """.ReplaceLineEndings("\r\n"),
            await csv.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Figures_of_fewer_than_three_contenders_are_withheld()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-04-10T12:00:00-05:00" });
        await app.CreateProcessAsync("dos-2021", SharedApp.AllOpen);
        await app.ImportedAsync("dos-2021", "contenders", Example.Contenders);
        var two = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(Example.Platforms).GetProperty("items").EnumerateArray().Take(3));
        await app.ImportedAsync("dos-2021", "platforms", two, "application/json");
        var visitors = await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => app.NewVisitorAsync("dos-2021")));
        await Task.WhenAll(visitors.Select(v => v.ReactAsync("sol-legislatura", "like")));
        await app.FireAsync("AggregateStatisticsTimer");
        app.Time.Advance(TimeSpan.FromDays(1));
        await app.FireAsync("AggregateStatisticsTimer");
        var statistics = await app.Client.GetJsonAsync("processes/dos-2021/statistics");
        Assert.True(statistics.GetProperty("withheld").GetBoolean());
        Assert.Equal(JsonValueKind.Null, Assert.Single(statistics.GetProperty("days").EnumerateArray()).GetProperty("reactions").ValueKind);
        Assert.Equal("""{"reactions":0,"comments":0,"consultations":0,"visits":0}""", statistics.GetProperty("totals").GetRawText());
    }

    [Fact]
    public async Task An_operator_sees_how_figures_differ_from_the_stores_and_can_rebuild_them()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process, FromToday);
        var visitors = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => app.NewVisitorAsync(Process)));
        await Task.WhenAll(visitors.Select(v => v.ReactAsync("sol-legislatura", "like")));
        await app.Services.GetRequiredService<UsageWriter>().WriteAsync(CancellationToken.None);
        app.Time.SetUtcNow(NextDay);
        await app.FireAsync("AggregateStatisticsTimer");
        const string Route = $"processes/{Process}/operator/statistics";
        using (var refused = await app.Client.GetAsync($"{Route}/reconciliation")) await refused.ProblemAsync(401, "credential_required");
        using (var refused = await app.Operator.GetAsync($"{Route}/reconciliation?day=ayer")) Assert.Equal(["day"], await refused.InvalidFieldsAsync());

        var day = await app.Operator.GetJsonAsync($"{Route}/reconciliation?day=2021-05-10");
        Assert.Equal(
            """{"day":"2021-05-10","figure":"reactions","stored":14,"counted":14,"published":10,"difference":4,"reasons":["rounded"]}""",
            day.GetProperty("items")[0].GetRawText());
        var all = await app.Operator.GetJsonAsync($"{Route}/reconciliation");
        Assert.Equal("not_final", all.GetProperty("items").EnumerateArray().Last().GetProperty("reasons")[0].GetString());
        Assert.DoesNotContain("sol", all.GetRawText(), StringComparison.Ordinal);

        var before = await BytesAsync(app);
        using (var asked = await app.Operator.PostAsync($"{Route}/rebuild", null)) Assert.Equal("""{"days":1}""", (await asked.JsonAsync(HttpStatusCode.Accepted)).GetRawText());
        Assert.Equal(before, await BytesAsync(app));
        await app.FireAsync("AggregateStatisticsTimer");
        Assert.Equal(before, await BytesAsync(app));
    }

    private static Task<byte[]> BytesAsync(TestApp app) => app.Client.GetByteArrayAsync($"processes/{Process}/statistics");

    private static async Task DefinitionsAreInBothLanguagesAsync(TestApp app, JsonElement spanish)
    {
        using var answer = await app.Client.GetAsync($"processes/{Process}/statistics?lang=en");
        var english = await answer.JsonAsync();
        Assert.Equal(["en"], answer.Content.Headers.ContentLanguage);
        string[] figures = ["rules", "days", "reactions", "comments", "consultations", "visits", "visitors", "hours", "sections", "views", "devices", "languages", "campaigns"];
        foreach (var document in (JsonElement[])[spanish, english])
        {
            Assert.Equal(figures, document.GetProperty("definitions").EnumerateArray().Select(d => d.Text("figure")));
        }

        // Every figure of a day has a definition.
        Assert.Empty(spanish.GetProperty("days")[0].Names().Except([.. figures, "day"]));
        Assert.All(
            spanish.GetProperty("definitions").EnumerateArray().Zip(english.GetProperty("definitions").EnumerateArray()),
            pair => Assert.NotEqual(pair.First.Text("definition"), pair.Second.Text("definition")));
    }
}
