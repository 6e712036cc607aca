using System.Globalization;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Statistics;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class StatisticsReconciliationTests
{
    [Fact]
    public async Task The_reconciliation_says_how_much_published_figures_differ_from_the_stores_and_why()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(ShortProcess(), Samples.Content);
        await ReactAsync(world, 12);
        Assert.Equal("12 0 - NotFinal", Told(await ReactionsAsync(world, "2021-05-10")));

        world.Time.SetUtcNow(At("2021-05-11T12:00"));
        await RunAsync(world);
        Assert.Equal("12 12 10 Rounded", Told(await ReactionsAsync(world, "2021-05-10")));

        // A late write that belongs to the day before.
        await world.Reactions.RecordAsync(
            ShortProcess().Id, world.NewVisitor(), PlatformTarget("plataforma-cerro"), Stance.Like, QualityClass.A, Day("2021-05-10"), At("2021-05-10T23:59:59"), default);
        Assert.Equal("13 12 10 CameLate Rounded", Told(await ReactionsAsync(world, "2021-05-10")));
        var comments = (await AllAsync(world, Day("2021-05-10"))).Single(f => f.Figure == "comments");
        Assert.Equal("0 0 - BelowMinimum", Told(comments));

        await world.Statistics.ReopenAsync(ShortProcess().Id, default);
        await RunAsync(world);
        Assert.Equal("13 13 10 Rounded", Told(await ReactionsAsync(world, "2021-05-10")));
        Assert.Equal([Day("2021-05-10"), Day("2021-05-11")], (await AllAsync(world, null)).Select(f => f.Day).Distinct());
    }

    [Theory]
    [InlineData(20, 20, 2, 20L, "")]
    [InlineData(20, 25, 2, 20L, "Missing Rounded")]
    [InlineData(20, 20, 1, null, "Withheld")]
    [InlineData(9, 9, 2, null, "BelowMinimum")]
    [InlineData(20, 20, 2, null, "NotPublished")]
    public void Each_reason_is_reported(int stored, int counted, int unknown, long? shown, string reasons)
    {
        var figures = DailyFigures.Open(Day("2021-05-10"), unknown) with { Reactions = counted, Final = true };
        var published = PublishedStatistics.None with { Days = [new("2021-05-10", shown, null, null, null, null)] };

        var told = StatisticsReconciliation.Compare(figures with { Reactions = stored }, figures, published).First();

        Assert.Equal(reasons, string.Join(' ', told.Reasons));
    }

    private static string Told(ReconciledFigure figure) => string.Create(
        CultureInfo.InvariantCulture, $"{figure.Stored} {figure.Counted} {figure.Published?.ToString(CultureInfo.InvariantCulture) ?? "-"} {string.Join(' ', figure.Reasons)}");

    private static async Task<ReconciledFigure> ReactionsAsync(World world, string day) =>
        (await AllAsync(world, Day(day))).Single(f => f.Figure == "reactions");

    private static async Task<IReadOnlyList<ReconciledFigure>> AllAsync(World world, DateOnly? day) =>
        await world.Reconciliation.RunAsync((await world.Published.FindAsync("atlautla-2021", default))!, day, default);

    private static async Task ReactAsync(World world, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var open = new OpenTarget(ShortProcess(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"), world.Time.GetUtcNow());
            await world.Participation.ReactAsync(open, world.NewVisitor(), Stance.Like, default);
        }
    }

    private static async Task RunAsync(World world)
    {
        await world.Statistics.RunAsync((await world.Published.FindAsync("atlautla-2021", default))!, default);
        await world.Published.RefreshAsync(default);
    }
}
