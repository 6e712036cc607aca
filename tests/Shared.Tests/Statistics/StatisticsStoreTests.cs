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
        await world.StatisticsStore.SaveDayAsync(Edomex, new(Day("2021-05-10"), 1, 2, false), default);
        await world.StatisticsStore.SaveDayAsync(Edomex, new(Day("2021-05-10"), 3, 4, true), default);
        await world.StatisticsStore.SaveDayAsync(Edomex, new(Day("2021-05-11"), 5, 6, false), default);
        await world.StatisticsStore.SaveDayAsync(ProcessId.Parse("atlautla-2022"), new(Day("2021-05-12"), 7, 8, false), default);

        var days = await world.StatisticsStore.ReadDaysAsync(Edomex, default);

        Assert.Equal([new(Day("2021-05-10"), 3, 4, true), new(Day("2021-05-11"), 5, 6, false)], days.Values.OrderBy(d => d.Day));
    }

    [Fact]
    public async Task What_is_published_is_what_is_read_and_the_same_is_the_same_version()
    {
        var world = await World.NewAsync();
        var statistics = PublishedStatistics.From([new(Day("2021-05-10"), 10, 9, true)], 3, At("2021-05-11"));

        var version = await world.StatisticsStore.WritePublishedAsync(Edomex, statistics, default);
        var read = await world.StatisticsStore.ReadPublishedAsync(Edomex, version, default);

        Assert.Equal(version, await world.StatisticsStore.WritePublishedAsync(Edomex, statistics, default));
        Assert.Equal(statistics.Days, read.Days);
        Assert.Equal(statistics with { Days = read.Days }, read);
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
}
