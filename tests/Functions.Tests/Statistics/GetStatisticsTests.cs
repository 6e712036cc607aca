using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Statistics;

public sealed class GetStatisticsTests
{
    [Fact]
    public async Task The_timer_counts_the_days_and_what_is_shown_tells_nothing_of_any_contender()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-05-10T12:00:00-05:00" });
        var calendar = SharedApp.AllOpen.With("react-to-platforms", ("2021-05-09T00:00:00-05:00", "2021-06-03T00:00:00-05:00"));
        await Example.LoadAsync(app, "edomex-2021", calendar);
        Assert.Equal(
            """{"updatedAt":null,"withheld":false,"days":[],"totals":{"reactions":0,"comments":0}}""",
            (await app.Client.GetJsonAsync("processes/edomex-2021/statistics")).GetRawText());

        var visitors = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.NewVisitorAsync("edomex-2021")));
        await Task.WhenAll(visitors.Select(v => v.ReactAsync("sol-legislatura", "like")));
        await Task.WhenAll(visitors.Take(9).Select(v => v.CommentAsync("sol-legislatura", "Más árboles")));
        await app.FireAsync("AggregateStatisticsTimer");
        var statistics = await app.Client.GetJsonAsync("processes/edomex-2021/statistics");
        // Nine comments are too few to be shown, and are not in the sum either.
        Assert.Equal(
            """[{"day":"2021-05-09","reactions":0,"comments":0},{"day":"2021-05-10","reactions":12,"comments":null}]""",
            statistics.GetProperty("days").GetRawText());
        Assert.Equal("""{"reactions":12,"comments":0}""", statistics.GetProperty("totals").GetRawText());
        Assert.Equal(["updatedAt", "withheld", "days", "totals"], statistics.Names());

        await visitors[10].CommentAsync("luna-legislatura", "Más árboles");
        await app.FireAsync("AggregateStatisticsTimer");
        statistics = await app.Client.GetJsonAsync("processes/edomex-2021/statistics");
        Assert.Equal(10, statistics.GetProperty("totals").GetProperty("comments").GetInt32());
        var text = statistics.GetRawText();
        foreach (var contender in new[] { "sol", "luna", "mar", "alianza", "ana-nunez", "contender", "platform" }) Assert.DoesNotContain(contender, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task With_fewer_than_three_contenders_nothing_is_shown()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-04-10T12:00:00-05:00" });
        await app.CreateProcessAsync("dos-2021", SharedApp.AllOpen);
        await app.ImportedAsync("dos-2021", "contenders", Example.Contenders);
        var two = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(Example.Platforms).GetProperty("items").EnumerateArray().Take(3));
        await app.ImportedAsync("dos-2021", "platforms", two, "application/json");
        var visitors = await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => app.NewVisitorAsync("dos-2021")));
        await Task.WhenAll(visitors.Select(v => v.ReactAsync("sol-legislatura", "like")));
        await app.FireAsync("AggregateStatisticsTimer");
        var statistics = await app.Client.GetJsonAsync("processes/dos-2021/statistics");
        Assert.True(statistics.GetProperty("withheld").GetBoolean());
        Assert.Equal("[]", statistics.GetProperty("days").GetRawText());
        Assert.Equal("""{"reactions":0,"comments":0}""", statistics.GetProperty("totals").GetRawText());
    }
}
