using System.Net;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Processes;

[Collection(SharedApp.Name)]
public sealed class PutCalendarTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Fact]
    public async Task A_changed_calendar_applies_at_once_and_the_change_is_audited()
    {
        await Example.LoadAsync(app, "cambio-2021", SharedApp.AllOpen);
        Assert.NotEmpty((await app.Client.GetJsonAsync("processes/cambio-2021/districts")).Items());

        var closed = SharedApp.AllOpen.With("information", ("2021-06-10T00:00:00-05:00", "2021-06-11T00:00:00-05:00"));
        using var answer = await PutAsync("cambio-2021", closed);
        var changed = await answer.JsonAsync();
        Assert.False(changed.GetProperty("activities")[0].GetProperty("open").GetBoolean());
        using var districts = await app.Client.GetAsync("processes/cambio-2021/districts");
        await districts.ProblemAsync(403, "activity_closed");

        var row = Assert.Single(await AuditAsync("cambio-2021"), r => r.GetString("Action") == "calendar.change");
        Assert.Equal("operator-key", row.GetString("Actor"));
        var detail = row.GetString("Detail").Split(" => ");
        Assert.Contains("2021-04-10T00:00:00", detail[0], StringComparison.Ordinal);
        Assert.Contains("2021-06-10T00:00:00", detail[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_error_in_a_calendar_names_its_place()
    {
        using var answer = await app.Operator.PutAsync($"processes/{SharedApp.Open}/operator/calendar", Answers.Json(
            """
            {"activities": [
              {"activity": "fiestas", "windows": []},
              {"activity": "information"},
              {"activity": "platforms", "windows": [
                {"opens": "2021-04-10", "closes": "2021-04-11T00:00"},
                null,
                {"opens": "2021-13-10T00:00:00Z", "closes": "2021-04-10T00:00:00+25:00"},
                {"opens": "0001-01-01T00:00:00+14:00", "closes": "9999-12-31T23:59:59-12:00"}]},
              {"activity": "platforms", "windows": []},
              null
            ]}
            """));
        Assert.Equal(
            [
                "activities[0].activity", "activities[1].windows", "activities[2].windows[0].opens", "activities[2].windows[0].closes",
                "activities[2].windows[1].opens", "activities[2].windows[1].closes", "activities[2].windows[2].opens", "activities[2].windows[2].closes",
                "activities[2].windows[3].opens", "activities[2].windows[3].closes", "activities[3].activity", "activities[4].activity",
            ],
            await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_window_closes_after_it_opens_and_no_two_overlap_and_deliveries_wait_for_the_last_reaction()
    {
        (string, string) window = ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00");
        await ExpectAsync(SharedApp.AllOpen.With("results", ("2021-06-10T00:00:00-05:00", "2021-06-10T00:00:00-05:00")), "activities[8].windows");
        await ExpectAsync(SharedApp.AllOpen.With("results", window, ("2021-06-02T23:59:59-05:00", "2021-06-04T00:00:00-05:00")), "activities[8].windows");
        await ExpectAsync(SharedApp.AllOpen.With("deliveries", ("2021-06-02T23:59:59-05:00", "2021-12-31T00:00:00-06:00")), "activities[10].windows");
        await ExpectAsync(SharedApp.AllOpen.With("deliveries", ("2021-06-03T00:59:59-05:00", "2021-12-31T00:00:00-06:00")), "activities[10].windows");
        var hours = Enumerable.Range(0, 21).Select(h => ($"2021-05-{h + 1:D2}T00:00:00-05:00", $"2021-05-{h + 1:D2}T01:00:00-05:00")).ToArray();
        await ExpectAsync(SharedApp.AllOpen.With("results", hours), "activities[8].windows");
        await ExpectAsync(
            SharedApp.AllOpen.With("deliveries", ("2021-06-03T01:00:00-05:00", "2021-12-31T00:00:00-06:00")).With("react-to-proposals", ("2021-06-03T00:00:00-05:00", "2021-06-04T00:00:00-05:00")),
            "activities[10].windows");

        // The refused calendars left nothing behind.
        var process = await app.Client.GetJsonAsync($"processes/{SharedApp.Open}");
        Assert.Equal("[]", process.GetProperty("activities")[11].GetProperty("windows").GetRawText());

        async Task ExpectAsync(TestCalendar calendar, string field)
        {
            using var answer = await PutAsync(SharedApp.Open, calendar);
            Assert.Equal([field], await answer.InvalidFieldsAsync());
        }
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00-05:00", "-06:00")]
    [InlineData("2026-07-01T00:00:00-05:00", "-06:00")]
    [InlineData("2021-07-01T00:00:00-06:00", "-05:00")]
    [InlineData("2021-12-01T00:00:00-05:00", "-06:00")]
    [InlineData("2021-12-01T06:00:00Z", "-06:00")]
    [InlineData("2021-04-04T02:30:00", "no existe")]
    [InlineData("2021-10-31T01:30:00", "dos veces")]
    [InlineData("1989-12-31T00:00:00-06:00", "1990")]
    [InlineData("2101-01-01T00:00:00-06:00", "2100")]
    public async Task A_moment_that_is_not_one_of_the_zones_is_refused_with_the_right_offset_or_the_reason(string moment, string said)
    {
        using var answer = await PutAsync(SharedApp.After, TestCalendar.Empty.With("results", (moment, "2100-12-31T00:00:00-06:00")));
        var errors = (await answer.ProblemAsync(400, "invalid_input")).GetProperty("errors");
        Assert.Contains(said, Assert.Single(errors.GetProperty("activities[0].windows[0].opens").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_time_without_an_offset_is_read_in_the_zone_of_the_process()
    {
        await app.CreateProcessAsync("local-2026", TestCalendar.Empty.With("results", ("2021-06-10T00:00:00", "2026-06-10T00:00:00")));
        var windows = (await app.Client.GetJsonAsync("processes/local-2026")).GetProperty("activities")[9].GetProperty("windows");
        Assert.Equal("""[{"opens":"2021-06-10T00:00:00-05:00","closes":"2026-06-10T00:00:00-06:00"}]""", windows.GetRawText());

        // The later of two equal local times needs its offset, and is taken with either.
        using var twice = await PutAsync("local-2026", TestCalendar.Empty.With("results", ("2021-10-31T01:30:00-05:00", "2021-10-31T01:30:00-06:00")));
        Assert.Equal(HttpStatusCode.OK, twice.StatusCode);
    }

    [Fact]
    public async Task Two_windows_that_touch_are_two_windows()
    {
        await app.CreateProcessAsync("toca-2021", TestCalendar.Empty);
        using var answer = await PutAsync("toca-2021", TestCalendar.Empty.With(
            "information", ("2021-05-11T00:00:00-05:00", "2021-05-12T00:00:00-05:00"), ("2021-05-10T00:00:00-05:00", "2021-05-11T00:00:00-05:00")));
        var windows = (await answer.JsonAsync()).GetProperty("activities")[0].GetProperty("windows");
        Assert.Equal("2021-05-10T00:00:00-05:00", windows[0].Text("opens"));
        Assert.Equal(2, windows.GetArrayLength());
    }

    [Fact]
    public async Task Days_on_which_people_could_take_part_stay_in_the_calendar()
    {
        var platformsOnly = SharedApp.AllOpen.With("react-to-blocks").With("react-to-proposals");
        await app.CreateProcessAsync("dias-2021", platformsOnly);
        (string, string)[] leavesOut =
        [
            ("2021-04-11T00:00:00-05:00", "2021-06-03T00:00:00-05:00"),
            ("2021-04-10T00:00:00-05:00", "2021-05-10T00:00:00-05:00"),
            ("2021-05-11T00:00:00-05:00", "2021-06-03T00:00:00-05:00"),
        ];
        foreach (var window in leavesOut)
        {
            using var refused = await PutAsync("dias-2021", platformsOnly.With("react-to-platforms", window));
            Assert.Equal(["activities"], await refused.InvalidFieldsAsync());
        }

        using var empty = await PutAsync("dias-2021", TestCalendar.Empty);
        Assert.Equal(["activities"], await empty.InvalidFieldsAsync());
        // Today began open, so closing early drops no day. It does take time away, so the change stays pending.
        using var closed = await PutAsync("dias-2021", platformsOnly.With("react-to-platforms", ("2021-04-10T00:00:00-05:00", "2021-05-10T11:00:00-05:00")));
        Assert.Equal(HttpStatusCode.Accepted, closed.StatusCode);
    }

    [Fact]
    public async Task An_empty_calendar_closes_everything()
    {
        await app.CreateProcessAsync("vacio-2021", SharedApp.AllOpen.With("react-to-platforms").With("react-to-blocks").With("react-to-proposals"));
        using var answer = await PutAsync("vacio-2021", TestCalendar.Empty);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var closed = await app.Client.GetAsync("processes/vacio-2021/districts");
        var problem = await closed.ProblemAsync(403, "activity_closed");
        Assert.Null(problem.GetProperty("opensAt").GetString());
    }

    private Task<HttpResponseMessage> PutAsync(string process, TestCalendar calendar) =>
        app.PutCalendarAsync(process, calendar);

    private async Task<List<TableEntity>> AuditAsync(string process)
    {
        var rows = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {process + ".202105"}");
        var names = app.Services.GetRequiredService<StorageNames>();
        await foreach (var row in app.Services.GetRequiredService<Tables>().QueryAsync(names.Audit, filter, null, CancellationToken.None)) rows.Add(row);
        return rows;
    }
}
