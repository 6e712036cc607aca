using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class StatisticsStoreTests
{
    [Fact]
    public async Task The_figures_of_a_day_are_the_last_that_were_counted()
    {
        var world = await World.NewAsync();
        var last = Figures("2021-05-10", 3) with { OthersUnknown = 2, Use = new Dictionary<string, long> { ["visits.hour.03"] = 5 }, Visitors = 7, Final = true };
        await world.StatisticsStore.SaveDayAsync(Edomex, Figures("2021-05-10", 1), default);
        await world.StatisticsStore.SaveDayAsync(Edomex, last, default);
        await world.StatisticsStore.SaveDayAsync(Edomex, Figures("2021-05-11", 5), default);
        await world.StatisticsStore.SaveDayAsync(ProcessId.Parse("atlautla-2022"), Figures("2021-05-12", 7), default);

        var days = await world.StatisticsStore.ReadDaysAsync(Edomex, default);

        Assert.Equal([Day("2021-05-10"), Day("2021-05-11")], days.Keys.Order());
        Assert.Equal(last.Use, days[last.Day].Use);
        Assert.Equal(last, days[last.Day] with { Use = last.Use });
        Assert.Equal((5, null, false), (days[Day("2021-05-11")].Reactions, days[Day("2021-05-11")].OthersUnknown, days[Day("2021-05-11")].Final));
    }

    [Fact]
    public async Task What_is_published_is_what_is_read_and_the_same_is_the_same_version()
    {
        var world = await World.NewAsync();
        var statistics = PublishedStatistics.From(
            [Figures("2021-05-10", 10) with { OthersUnknown = 2, Use = new Dictionary<string, long> { ["visits.hour.03"] = 50 }, Final = true }], day => At("2021-05-11"));

        var version = await world.StatisticsStore.WritePublishedAsync(Edomex, statistics, default);
        var read = await world.StatisticsStore.ReadPublishedAsync(Edomex, version, default);

        Assert.Equal(version, await world.StatisticsStore.WritePublishedAsync(Edomex, statistics, default));
        Assert.Equal(version, StatisticsStore.VersionOf(read));
        Assert.Equal(statistics.Days, read.Days);
        Assert.Equal(statistics.Use, read.Use);
        Assert.Equal(statistics with { Days = read.Days, Use = read.Use }, read);
        Assert.NotEqual(version, await world.StatisticsStore.WritePublishedAsync(Edomex, statistics with { Withheld = true }, default));
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task What_is_missing_or_broken_is_told_apart_from_storage_that_fails(string text)
    {
        var world = await World.NewAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() => world.StatisticsStore.ReadPublishedAsync(Edomex, "x", default));
        await world.Blobs.PutAsync(world.Names.ContentContainer, "edomex-2021/statistics/x.json", BinaryData.FromString(text), default);
        await Assert.ThrowsAsync<InvalidDataException>(() => world.StatisticsStore.ReadPublishedAsync(Edomex, "x", default));
    }

    private static DailyFigures Figures(string day, int reactions) => DailyFigures.Open(Day(day), null) with { Reactions = reactions };
}
