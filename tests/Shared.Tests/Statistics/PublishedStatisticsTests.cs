using FsCheck.Fluent;
using ServerlessDecide.Statistics;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class PublishedStatisticsTests
{
    private static readonly DateTimeOffset Now = At("2021-05-12T09:00");

    [Fact]
    public void A_figure_smaller_than_the_minimum_cell_is_not_shown_and_nothing_is_zero_for_all_to_see()
    {
        var published = PublishedStatistics.From(
            [new(Day("2021-05-10"), 10, 9, true), new(Day("2021-05-11"), 0, 1, true), new(Day("2021-05-12"), 12345, 0, false)], 3, Now);

        Assert.Equal(
            [new PublishedDay("2021-05-10", 10, null), new PublishedDay("2021-05-11", 0, null), new PublishedDay("2021-05-12", 12345, 0)],
            published.Days);
        Assert.Equal((Now, false), (published.UpdatedAt, published.Withheld));
    }

    [Fact]
    public void Totals_are_of_what_is_shown_so_that_nothing_hidden_follows_by_subtraction()
    {
        var published = PublishedStatistics.From(
            [new(Day("2021-05-10"), 10, 9, true), new(Day("2021-05-11"), 9, 11, true), new(Day("2021-05-12"), 100, 0, false)], 3, Now);

        Assert.Equal(new PublishedTotals(110, 11), published.Totals);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void With_two_contenders_one_could_compute_the_others_figures_so_none_are_shown(int contenders)
    {
        var published = PublishedStatistics.From([new(Day("2021-05-10"), 1000, 1000, true)], contenders, Now);

        Assert.True(published.Withheld);
        Assert.Empty(published.Days);
        Assert.Equal(new PublishedTotals(0, 0), published.Totals);
        Assert.Equal(Now, published.UpdatedAt);
    }

    [Fact]
    public void Days_come_in_their_order() => Assert.Equal(
        ["2021-05-10", "2021-05-11"],
        PublishedStatistics.From([new(Day("2021-05-11"), 10, 10, false), new(Day("2021-05-10"), 10, 10, true)], 3, Now).Days.Select(d => d.Day));

    [Fact]
    public void Whatever_was_counted_no_small_figure_is_shown_and_totals_add_up() => Law.Holds(
        Gen.Zip(Gen.Choose(0, 30), Gen.Choose(0, 30)).ArrayOf(),
        figures =>
        {
            var published = PublishedStatistics.From(
                figures.Select((f, i) => new DailyFigures(Day("2021-04-10").AddDays(i), f.Item1, f.Item2, true)), 3, Now);
            return published.Days.All(d => d.Reactions is null or 0 or >= PublishedStatistics.MinimumCell && d.Comments is null or 0 or >= PublishedStatistics.MinimumCell)
                && published.Totals.Reactions == published.Days.Sum(d => d.Reactions ?? 0)
                && published.Totals.Comments == published.Days.Sum(d => d.Comments ?? 0);
        });
}
