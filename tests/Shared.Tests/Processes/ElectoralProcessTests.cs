using FsCheck.Fluent;
using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Processes;

public sealed class ElectoralProcessTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Theory]
    [InlineData("2021-05-11T04:59:59Z", "2021-05-10")]
    [InlineData("2021-05-11T05:00:00Z", "2021-05-11")]
    [InlineData("2021-12-01T05:59:59Z", "2021-11-30")]
    [InlineData("2021-12-01T06:00:00Z", "2021-12-01")]
    public void The_local_day_is_that_of_the_clocks_in_Mexico(string utc, string day) =>
        Assert.Equal(Day(day), Process().LocalDay(Utc(utc)));

    [Fact]
    public void The_local_time_is_the_same_moment_with_the_offset_of_the_process()
    {
        Assert.Equal("2021-06-02T23:59:59-05:00", Process().Local(Utc("2021-06-03T04:59:59Z")).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("2021-12-01T00:00:00-06:00", Process().Local(Utc("2021-12-01T06:00:00Z")).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    // The clocks of Mexico went forward on 4 April 2021 and back on 31 October.
    [InlineData("2021-04-03", "2021-04-04T06:00:00Z", 24)]
    [InlineData("2021-04-04", "2021-04-05T05:00:00Z", 23)]
    [InlineData("2021-10-30", "2021-10-31T05:00:00Z", 24)]
    [InlineData("2021-10-31", "2021-11-01T06:00:00Z", 25)]
    public void A_day_ends_when_the_next_one_begins_however_long_it_is(string day, string end, int hours)
    {
        var process = Process();
        Assert.Equal(Utc(end), process.EndOf(Day(day)));
        Assert.Equal(TimeSpan.FromHours(hours), process.EndOf(Day(day)) - process.EndOf(Day(day).AddDays(-1)));
    }

    [Theory]
    [InlineData("America/Mexico_City")]
    [InlineData("America/Tijuana")]
    [InlineData("America/Sao_Paulo")] // Clocks went forward at midnight.
    [InlineData("America/Havana")] // Clocks go back from one o'clock to midnight, so there are two midnights.
    [InlineData("America/Santiago")]
    [InlineData("Asia/Beirut")]
    [InlineData("Etc/UTC")]
    public void The_end_of_a_day_is_the_first_moment_of_the_next(string zone)
    {
        var process = Process() with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        for (var day = new DateOnly(2015, 1, 1); day.Year < 2023; day = day.AddDays(1))
        {
            var end = process.EndOf(day);
            Assert.True(process.LocalDay(end) == day.AddDays(1) && process.LocalDay(end - Tick) == day, $"{day:O} in {zone} ends at {end:O}");
        }
    }

    [Fact]
    public void Every_moment_lies_within_its_local_day()
    {
        var process = Process();
        Law.Holds(Gen.Choose(0, 31_536_000), second =>
        {
            var now = Utc("2021-01-01T00:00:00Z").AddSeconds(second);
            var day = process.LocalDay(now);
            return process.EndOf(day.AddDays(-1)) <= now && now < process.EndOf(day);
        });
    }

    [Fact]
    public void People_take_part_on_every_day_from_the_opening_until_today()
    {
        var process = Process();

        Assert.Equal([Day("2021-04-10"), Day("2021-04-11"), Day("2021-04-12")], process.ParticipationDays(At("2021-04-12T23:59:59")));
        Assert.Empty(process.ParticipationDays(At("2021-04-09T23:59:59")));
    }

    [Fact]
    public void Days_after_the_closing_are_no_participation_days()
    {
        var days = Process().ParticipationDays(At("2021-09-01")).ToList();

        Assert.Equal(Day("2021-04-10"), days[0]);
        // The time of an accepted reaction is before the closing, which here is midnight.
        Assert.Equal(Day("2021-06-02"), days[^1]);
        Assert.Equal(54, days.Count);
        Assert.All(days, day => Assert.True(Process().IsParticipationDay(day)));
        Assert.False(Process().IsParticipationDay(Day("2021-06-03")));
        Assert.False(Process().IsParticipationDay(Day("2021-04-09")));
    }

    [Fact]
    public void A_process_without_reactions_has_no_participation_days()
    {
        var process = Process() with { Calendar = Calendar((Activity.Platforms, Window("2021-04-10", "2021-05-01"))) };
        Assert.Empty(process.ParticipationDays(At("2021-04-20")));
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
