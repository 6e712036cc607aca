using System.Net;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Statistics;

public sealed class GetStatisticsTests(FinishedDay day) : IClassFixture<FinishedDay>, IDisposable
{
    private const string Address = $"processes/{FinishedDay.Process}/statistics";
    private const string OperatorAddress = $"processes/{FinishedDay.Process}/operator/statistics";

    private static readonly string[] Defined =
        ["rules", "days", "reactions", "comments", "consultations", "visits", "visitors", "hours", "sections", "views", "devices", "languages", "campaigns"];

    public void Dispose() => day.App.AssertNothingUnexpected();

    [Fact]
    public void Figures_of_a_day_that_is_not_over_are_not_shown()
    {
        Assert.Equal(JsonValueKind.Null, day.StatisticsBeforeItsEnd.GetProperty("updatedAt").ValueKind);
        Assert.Equal("[]", day.StatisticsBeforeItsEnd.GetProperty("days").GetRawText());
    }

    [Fact]
    public async Task Statistics_have_a_table_for_each_kind_of_use_and_definitions() => Assert.Equal(
        ["updatedAt", "withheld", "days", "totals", "hours", "sections", "views", "devices", "languages", "campaigns", "definitions"],
        (await day.App.Client.GetJsonAsync(Address)).Names());

    [Fact]
    public async Task Statistics_of_three_contenders_or_more_are_not_withheld() =>
        Assert.False((await day.App.Client.GetJsonAsync(Address)).GetProperty("withheld").GetBoolean());

    [Fact]
    public async Task Statistics_say_from_when_they_are() =>
        Assert.Equal("2021-05-11T00:10:00-05:00", (await day.App.Client.GetJsonAsync(Address)).Text("updatedAt"));

    [Theory]
    // Nine comments are below the minimum: shown as null, like none, and left out of the total.
    [InlineData("days", """[{"day":"2021-05-10","reactions":10,"comments":null,"consultations":20,"visits":20,"visitors":null}]""")]
    [InlineData("totals", """{"reactions":10,"comments":0,"consultations":20,"visits":20}""")]
    [InlineData("hours", """[{"hour":12,"consultations":20,"visits":20}]""")]
    [InlineData("sections", """[{"section":"glossary","consultations":20}]""")]
    [InlineData("views", """[{"view":"home","visits":20}]""")]
    [InlineData("devices", """[{"device":"mobile","consultations":20,"visits":20}]""")]
    [InlineData("languages", """[{"language":"es","visits":20}]""")]
    [InlineData("campaigns", """[{"campaign":"other","visits":20}]""")]
    public async Task Figures_of_a_finished_day_are_shown_in_tens(string table, string figures) =>
        Assert.Equal(figures, (await day.App.Client.GetJsonAsync(Address)).GetProperty(table).GetRawText());

    [Theory]
    [InlineData("\"sol\"")]
    [InlineData("sol-")]
    [InlineData("luna")]
    [InlineData("alianza")]
    [InlineData("ana-nunez")]
    [InlineData("legislatura")]
    public async Task Statistics_do_not_name_a_contender_or_a_platform(string name) =>
        Assert.DoesNotContain(name, (await day.App.Client.GetJsonAsync(Address)).GetRawText(), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("es")]
    [InlineData("en")]
    public async Task Definitions_are_in_the_language_of_the_answer(string language)
    {
        using var answer = await day.App.Client.GetAsync($"{Address}?lang={language}");
        Assert.Equal([language], answer.Content.Headers.ContentLanguage);
        Assert.Equal(Defined, (await answer.JsonAsync()).GetProperty("definitions").EnumerateArray().Select(d => d.Text("figure")));
    }

    [Fact]
    public async Task Every_definition_is_translated()
    {
        var spanish = (await day.App.Client.GetJsonAsync(Address)).GetProperty("definitions").EnumerateArray();
        var english = (await day.App.Client.GetJsonAsync($"{Address}?lang=en")).GetProperty("definitions").EnumerateArray();
        Assert.All(spanish.Zip(english), pair => Assert.NotEqual(pair.First.Text("definition"), pair.Second.Text("definition")));
    }

    [Fact]
    public async Task Every_figure_of_a_day_has_a_definition() =>
        Assert.Empty((await day.App.Client.GetJsonAsync(Address)).GetProperty("days")[0].Names().Except([.. Defined, "day"]));

    [Fact]
    public async Task The_table_has_the_same_figures_a_line_each()
    {
        using var csv = await day.App.Client.GetAsync($"{Address}.csv");
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
    public async Task A_reconciliation_needs_a_credential()
    {
        using var refused = await day.App.Client.GetAsync($"{OperatorAddress}/reconciliation");
        await refused.ProblemAsync(401, "credential_required");
    }

    [Fact]
    public async Task A_reconciliation_of_a_day_that_is_no_date_is_refused()
    {
        using var refused = await day.App.Operator.GetAsync($"{OperatorAddress}/reconciliation?day=ayer");
        Assert.Equal(["day"], await refused.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_reconciliation_says_how_a_published_figure_differs_from_the_stores_and_why() => Assert.Equal(
        """{"day":"2021-05-10","figure":"reactions","stored":14,"counted":14,"published":10,"difference":4,"reasons":["rounded"]}""",
        (await day.App.Operator.GetJsonAsync($"{OperatorAddress}/reconciliation?day=2021-05-10")).GetProperty("items")[0].GetRawText());

    [Fact]
    public async Task A_reconciliation_of_all_days_marks_the_day_that_is_not_over()
    {
        var all = await day.App.Operator.GetJsonAsync($"{OperatorAddress}/reconciliation");
        Assert.Equal("not_final", all.GetProperty("items").EnumerateArray().Last().GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task A_reconciliation_does_not_name_a_contender()
    {
        var all = await day.App.Operator.GetJsonAsync($"{OperatorAddress}/reconciliation");
        Assert.DoesNotContain("sol", all.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuilt_statistics_are_the_same_before_and_after_the_timer()
    {
        var before = await day.App.Client.GetByteArrayAsync(Address);

        using var asked = await day.App.Operator.PostAsync($"{OperatorAddress}/rebuild", null);

        Assert.Equal("""{"days":1}""", (await asked.JsonAsync(HttpStatusCode.Accepted)).GetRawText());
        Assert.Equal(before, await day.App.Client.GetByteArrayAsync(Address));
        await day.App.FireAsync("AggregateStatisticsTimer");
        Assert.Equal(before, await day.App.Client.GetByteArrayAsync(Address));
    }
}
