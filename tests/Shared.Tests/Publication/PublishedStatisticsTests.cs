using FsCheck.Fluent;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Publication;

public sealed class PublishedStatisticsTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(9, null)]
    [InlineData(10, 10L)]
    [InlineData(19, 10L)]
    [InlineData(12_345, 12_340L)]
    public void A_figure_is_shown_in_tens_and_a_small_one_is_hidden(long figure, long? shown) => Assert.Equal(shown, PublishedStatistics.Shown(figure));

    [Fact]
    public void Totals_sum_the_shown_figures_so_that_nothing_hidden_follows_by_subtraction()
    {
        var published = From(Figures("2021-05-10", 19, 9), Figures("2021-05-11", 9, 11), Figures("2021-05-12", 100, 0));

        Assert.Equal(
            [new("2021-05-10", 10, null, null, null, null), new("2021-05-11", null, 10, null, null, null), new("2021-05-12", 100, null, null, null, null)],
            published.Days);
        Assert.Equal(new PublishedTotals(110, 10, 0, 0), published.Totals);
        Assert.False(published.Withheld);
    }

    [Fact]
    public void A_day_that_is_not_over_is_left_out_and_the_timestamp_is_that_of_the_last_published_day()
    {
        var published = From(Figures("2021-05-11", 50, 50), Figures("2021-05-10", 30, 30), Figures("2021-05-12", 1000, 1000) with { Final = false });

        Assert.Equal(["2021-05-10", "2021-05-11"], published.Days.Select(d => d.Day));
        Assert.Equal(At("2021-05-12T00:10"), published.UpdatedAt);
        Assert.Equal(PublishedStatistics.None, From(Figures("2021-05-12", 1000, 1000) with { Final = false }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    public void Figures_are_withheld_when_one_contender_could_compute_anothers(int? unknown)
    {
        var published = From(Figures("2021-05-10", 1000, 1000) with { OthersUnknown = unknown });

        Assert.True(published.Withheld);
        Assert.Equal([new PublishedDay("2021-05-10", null, null, null, null, null)], published.Days);
        Assert.Equal(new PublishedTotals(0, 0, 0, 0), published.Totals);
    }

    [Fact]
    public void Only_days_with_too_few_contenders_are_withheld()
    {
        var published = From(Figures("2021-05-10", 1000, 1000) with { OthersUnknown = 1 }, Figures("2021-05-11", 20, 30));

        Assert.False(published.Withheld);
        Assert.Equal([null, 20L], published.Days.Select(d => d.Reactions));
    }

    [Fact]
    public void Usage_is_shown_by_cell_but_not_by_section_on_a_day_with_too_few_contenders()
    {
        var use = new Dictionary<string, long>
        {
            ["consultations.hour.09"] = 31,
            ["consultations.hour.10"] = 9,
            ["consultations.section.platforms"] = 40,
            ["consultations.device.bot"] = 77,
            ["visits.hour.09"] = 12,
            ["visits.campaign.radio"] = 12,
            ["visits.view.home"] = 12,
        };
        var published = From(
            Figures("2021-05-10", 0, 0) with { Use = use, Visitors = 25 }, Figures("2021-05-11", 0, 0) with { Use = use, OthersUnknown = 1 });

        Assert.Equal(new PublishedDay("2021-05-10", null, null, 40, 10, 20), published.Days[0]);
        Assert.Equal(new PublishedTotals(0, 0, 80, 20), published.Totals);
        Assert.Equal(
            [
                new("2021-05-10", "consultations", "device", "bot", 70), new("2021-05-10", "consultations", "hour", "09", 30),
                new("2021-05-10", "consultations", "section", "platforms", 40), new("2021-05-10", "visits", "campaign", "radio", 10),
                new("2021-05-10", "visits", "hour", "09", 10), new("2021-05-10", "visits", "view", "home", 10),
                new("2021-05-11", "consultations", "device", "bot", 70), new("2021-05-11", "consultations", "hour", "09", 30),
                new("2021-05-11", "visits", "campaign", "radio", 10), new("2021-05-11", "visits", "hour", "09", 10),
            ],
            published.Use);
    }

    [Fact]
    public void The_language_of_consultations_that_earlier_versions_counted_is_not_shown()
    {
        var use = new Dictionary<string, long> { ["consultations.language.none"] = 5000, ["visits.language.es"] = 20 };
        Assert.Equal([new("2021-05-10", "visits", "language", "es", 20)], From(Figures("2021-05-10", 0, 0) with { Use = use }).Use);
    }

    [Fact]
    public void Every_published_figure_is_a_multiple_of_ten_and_totals_add_up() => Law.Holds(
        Gen.Zip(Gen.Choose(0, 30), Gen.Choose(0, 30)).ArrayOf(),
        figures =>
        {
            var published = From([.. figures.Select((f, i) => Figures("2021-04-10", f.Item1, f.Item2) with { Day = Day("2021-04-10").AddDays(i) })]);
            return published.Days.All(d => IsTen(d.Reactions) && IsTen(d.Comments))
                && published.Totals.Reactions == published.Days.Sum(d => d.Reactions ?? 0)
                && published.Totals.Comments == published.Days.Sum(d => d.Comments ?? 0);
        });

    private static bool IsTen(long? figure) => figure is null || (figure >= 10 && figure % 10 == 0);

    private static PublishedStatistics From(params DailyFigures[] days) =>
        DisclosureControl.Publish(days, day => Process().EndOf(day) + StatisticsAggregation.SettleDelay);

    private static DailyFigures Figures(string day, int reactions, int comments) =>
        new(Day(day), reactions, comments, 2, new Dictionary<string, long>(), 0, Final: true);
}
