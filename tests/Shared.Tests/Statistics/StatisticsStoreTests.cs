using ServerlessDecide.Statistics;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class StatisticsStoreTests
{
    [Fact]
    public async Task The_last_count_of_a_day_wins()
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

    private static DailyFigures Figures(string day, int reactions) => DailyFigures.Open(Day(day), null) with { Reactions = reactions };
}
