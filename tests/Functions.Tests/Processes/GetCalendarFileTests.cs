using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Processes;

[Collection(SharedApp.Name)]
public sealed class GetCalendarFileTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task It_is_the_calendar_as_RFC_5545_wants_it()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Between}/calendar.ics");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Approved.Matches(text);
    }

    [Fact]
    public async Task Long_names_are_folded_between_characters_and_escaped()
    {
        var name = "Elección; ñandú, \\ 🌵 " + new string('ñ', 120);
        using var answer = await Shared.App.Operator.PostAsync("processes", Answers.Json(new
        {
            id = "plegado-2021",
            name,
            timeZone = "America/Mexico_City",
            electionDay = "2021-06-06",
            activities = SharedApp.AllOpen.Activities,
        }));
        await answer.JsonAsync(System.Net.HttpStatusCode.Created);
        var text = await Shared.App.Client.GetStringAsync("processes/plegado-2021/calendar.ics");
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Contains("NAME:Elección\\; ñandú\\, \\\\ 🌵 " + new string('ñ', 120) + "\r\n", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(Ical.Net.Calendar.Load(text)!.Events, e => Assert.EndsWith(" · " + name, e.Summary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ical_Net_reads_every_window_from_the_calendar_file()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Between}/calendar.ics");
        var calendar = Ical.Net.Calendar.Load(await answer.Content.ReadAsStringAsync());
        var process = (await Shared.App.Services.GetRequiredService<PublishedProcessCache>().FindAsync(SharedApp.Between, default))!.Process;

        var windows = Enum.GetValues<Activity>().SelectMany(activity => process.InForce(Shared.App.Time.GetUtcNow())[activity]);
        Assert.Equal(
            windows.Select(window => (window.Opens.UtcDateTime, window.Closes.UtcDateTime)).Order(),
            calendar!.Events.Select(e => (e.Start!.AsUtc, e.End!.AsUtc)).Order());
        // A phone shows only the beginning: it tells the events apart.
        Assert.All(calendar.Events, e => Assert.EndsWith(" · " + process.Name, e.Summary, StringComparison.Ordinal));
        Assert.Equal(
            Enum.GetValues<Activity>().Count(activity => process.InForce(Shared.App.Time.GetUtcNow())[activity].Count > 0),
            calendar.Events.Select(e => e.Summary!.Split(" · ")[0]).Distinct().Count());
    }
}
