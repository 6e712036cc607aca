using FsCheck.Fluent;
using ServerlessDecide.Statistics;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class PublishedStatisticsTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(9, null)]
    [InlineData(10, 10L)]
    [InlineData(19, 10L)]
    [InlineData(12_345, 12_340L)]
    public void A_figure_is_shown_in_tens_and_a_small_one_as_little_as_none(long figure, long? shown) => Assert.Equal(shown, PublishedStatistics.Shown(figure));

    [Fact]
    public void Totals_are_of_what_is_shown_so_that_nothing_hidden_follows_by_subtraction()
    {
        var published = From(Figures("2021-05-10", 19, 9), Figures("2021-05-11", 9, 11), Figures("2021-05-12", 100, 0));

        Assert.Equal(
            [new("2021-05-10", 10, null, null, null, null), new("2021-05-11", null, 10, null, null, null), new("2021-05-12", 100, null, null, null, null)],
            published.Days);
        Assert.Equal(new PublishedTotals(110, 10, 0, 0), published.Totals);
        Assert.False(published.Withheld);
    }

    [Fact]
    public void A_day_that_goes_on_is_not_there_and_the_moment_is_that_of_the_last_day_that_is()
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
    public void Where_one_could_compute_the_others_figures_none_are_shown(int? unknown)
    {
        var published = From(Figures("2021-05-10", 1000, 1000) with { OthersUnknown = unknown });

        Assert.True(published.Withheld);
        Assert.Equal([new PublishedDay("2021-05-10", null, null, null, null, null)], published.Days);
        Assert.Equal(new PublishedTotals(0, 0, 0, 0), published.Totals);
    }

    [Fact]
    public void Only_the_days_are_withheld_on_which_there_were_too_few()
    {
        var published = From(Figures("2021-05-10", 1000, 1000) with { OthersUnknown = 1 }, Figures("2021-05-11", 20, 30));

        Assert.False(published.Withheld);
        Assert.Equal([null, 20L], published.Days.Select(d => d.Reactions));
    }

    [Fact]
    public void Use_is_shown_cell_by_cell_and_of_a_day_with_too_few_contenders_not_by_section()
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
    public void Whatever_was_counted_every_figure_is_a_ten_and_totals_add_up() => Law.Holds(
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
        PublishedStatistics.From(days, day => Process().EndOf(day) + StatisticsAggregation.Settled);

    private static DailyFigures Figures(string day, int reactions, int comments) =>
        new(Day(day), reactions, comments, 2, new Dictionary<string, long>(), 0, Final: true);
}
