using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Processes;

[Collection(SharedApp.Name)]
public sealed class GetProcessTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_process_shows_its_calendar_in_its_own_time_zone()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Between}");
        var process = await answer.JsonAsync();
        Assert.Equal(
            ["id", "name", "shortName", "territory", "institute", "demonstration", "draft", "timeZone", "electionDay", "phase", "removalAskedAt", "calendarChangedAt", "pending", "activities"],
            process.Names());
        Assert.Equal("information", process.Text("phase"));
        Assert.Equal("null false false null", $"{process.GetProperty("institute").GetRawText()} {process.GetProperty("demonstration").GetRawText()} {process.GetProperty("draft").GetRawText()} {process.GetProperty("removalAskedAt").GetRawText()}");
        Assert.Equal(SharedApp.Between, process.Text("id"));
        Assert.Equal($"Elecciones {SharedApp.Between}", process.Text("name"));
        Assert.Equal("America/Mexico_City", process.Text("timeZone"));
        Assert.Equal("2021-06-06", process.Text("electionDay"));
        Assert.Equal("2021-05-10T12:00:00-05:00", Assert.Single(answer.Headers.GetValues("Decide-Now")));
        Assert.Contains("Decide-Now", Assert.Single(answer.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.Equal("2021-05-10T12:00:00-05:00", process.Text("calendarChangedAt"));
        Assert.Equal("[]", process.GetProperty("pending").GetRawText());
        var activities = process.GetProperty("activities").EnumerateArray().ToList();
        Assert.Equal(
            ["information", "platforms", "react-to-platforms", "blocks", "react-to-blocks", "candidates", "publish-profiles", "profiles", "react-to-proposals", "results", "statistics", "deliveries"],
            activities.Select(a => a.Text("activity")));
        Assert.All(activities, a => Assert.Equal(["activity", "windows", "open"], a.Names()));
        Assert.All(activities, a => Assert.False(a.GetProperty("open").GetBoolean()));
        Assert.Equal(
            """[{"opens":"2021-04-10T00:00:00-05:00","closes":"2021-05-01T00:00:00-05:00"},{"opens":"2021-05-20T00:00:00-05:00","closes":"2021-06-01T00:00:00-05:00"}]""",
            activities[0].GetProperty("windows").GetRawText());
        Assert.Equal("[]", activities[6].GetProperty("windows").GetRawText());

        var open = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}");
        Assert.True(open.GetProperty("activities")[0].GetProperty("open").GetBoolean());
    }

    [Fact]
    public async Task A_process_keeps_its_ETag_while_nothing_opens_closes_or_changes()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync("edomex-2021");
        var tag = await app.TagOfAsync("edomex-2021");
        app.Time.Advance(TimeSpan.FromHours(11));
        Assert.Equal(tag, await app.TagOfAsync("edomex-2021"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "processes/edomex-2021");
        request.Headers.IfNoneMatch.Add(tag);
        using var unchanged = await app.Client.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal("2021-05-10T23:00:00-05:00", Assert.Single(unchanged.Headers.GetValues("Decide-Now")));
    }

    [Fact]
    public async Task A_window_includes_its_opening_moment_and_excludes_its_closing_moment()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-04-09T23:59:59-05:00" });
        await app.CreateProcessAsync("edomex-2021", SharedApp.AllOpen);
        Assert.False(await IsOpenAsync());
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await IsOpenAsync());
        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-02T23:59:59.999-05:00", System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(await IsOpenAsync());
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await IsOpenAsync());

        async Task<bool> IsOpenAsync() => (await app.Client.GetJsonAsync("processes/edomex-2021")).GetProperty("activities")[0].GetProperty("open").GetBoolean();
    }
}
