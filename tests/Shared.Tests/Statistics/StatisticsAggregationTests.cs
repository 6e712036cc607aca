using ServerlessDecide.Content;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class StatisticsAggregationTests
{
    private static readonly Target Water = PlatformTarget("plataforma-maiz");

    [Fact]
    public async Task What_people_did_on_each_day_is_counted_and_published()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(ShortProcess(), Samples.Content);
        await TakePartAsync(world, reactions: 12, comments: 3);
        world.Time.Advance(TimeSpan.FromDays(1));
        await TakePartAsync(world, reactions: 4, comments: 11);

        var published = await RunAsync(world);

        Assert.Equal([new PublishedDay("2021-05-10", 12, null), new PublishedDay("2021-05-11", null, 11)], published.Statistics.Days);
        Assert.Equal(new PublishedTotals(12, 11), published.Statistics.Totals);
    }

    [Fact]
    public async Task Changes_of_mind_count_as_participation_and_withdrawals_do_not()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(ShortProcess(), Samples.Content);
        await TakePartAsync(world, reactions: 10, comments: 0);
        var visitor = world.NewVisitor();
        foreach (var stance in new[] { Stance.Like, Stance.Dislike, Stance.Withdrawn })
        {
            await world.Participation.ReactAsync(ShortProcess(), visitor, Water, stance, world.Time.GetUtcNow(), default);
        }

        Assert.Equal(12, Assert.Single((await RunAsync(world)).Statistics.Days).Reactions);
    }

    [Fact]
    public async Task Counting_anew_gives_the_same_and_publishes_nothing_new()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(ShortProcess(), Samples.Content);
        await TakePartAsync(world, reactions: 12, comments: 0);
        var first = await RunAsync(world);
        world.Time.Advance(TimeSpan.FromMinutes(5));

        var second = await RunAsync(world);

        Assert.Equal(first.Process.StatisticsVersion, second.Process.StatisticsVersion);
        Assert.NotNull(first.Process.StatisticsVersion);
        Assert.Equal(12, (await world.StatisticsStore.ReadDaysAsync(ShortProcess().Id, default))[Day("2021-05-10")].Reactions);
    }

    [Fact]
    public async Task A_day_that_is_over_is_counted_once_more_and_then_left_alone()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await world.PublishAsync(ShortProcess(), Samples.Content);
        await TakePartAsync(world, reactions: 10, comments: 0);
        await RunAsync(world);
        world.Time.SetUtcNow(At("2021-05-10T23:59:59"));
        await TakePartAsync(world, reactions: 1, comments: 0);

        world.Time.SetUtcNow(At("2021-05-11T00:05"));
        await RunAsync(world);
        Assert.False((await world.StatisticsStore.ReadDaysAsync(ShortProcess().Id, default))[Day("2021-05-10")].Final);
        world.Time.SetUtcNow(At("2021-05-11T00:11"));
        var published = await RunAsync(world);
        Assert.Equal(11, published.Statistics.Days[0].Reactions);
        Assert.True((await world.StatisticsStore.ReadDaysAsync(ShortProcess().Id, default))[Day("2021-05-10")].Final);

        proxy.Forget();
        await RunAsync(world);
        Assert.DoesNotContain(proxy.Requests, r => r.Target.Contains("atlautla202120210510", StringComparison.Ordinal));
        Assert.Contains(proxy.Requests, r => r.Target.Contains("atlautla202120210511", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Before_anybody_could_take_part_nothing_is_published()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(
            ShortProcess() with { Calendar = Calendar((Activity.ReactToPlatforms, Window("2021-06-01", "2021-06-02"))) }, Samples.Content);

        var published = await RunAsync(world);

        Assert.Null(published.Process.StatisticsVersion);
        Assert.Null(published.Statistics.UpdatedAt);
    }

    [Fact]
    public async Task Where_only_two_contenders_can_be_reacted_to_figures_are_withheld()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(ShortProcess(), Samples.Content with { Platforms = [Platform("maiz"), Platform("lluvia"), Platform("maiz", "otra")] });
        await TakePartAsync(world, reactions: 30, comments: 0);

        var published = await RunAsync(world);

        Assert.True(published.Statistics.Withheld);
        Assert.Empty(published.Statistics.Days);
    }

    [Fact]
    public async Task The_figures_of_one_process_are_not_those_of_another()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        await world.PublishAsync(ShortProcess(), Samples.Content);
        await TakePartAsync(world, reactions: 12, comments: 0);

        await world.Statistics.RunAsync((await world.Published.FindAsync("edomex-2021", default))!, default);
        await world.Published.RefreshAsync(default);

        Assert.All((await world.Published.FindAsync("edomex-2021", default))!.Statistics.Days, d => Assert.Equal((0, 0), (d.Reactions, d.Comments)));
        Assert.Equal(12, Assert.Single((await RunAsync(world)).Statistics.Days).Reactions);
    }

    private static async Task TakePartAsync(World world, int reactions, int comments)
    {
        for (var i = 0; i < reactions; i++) await world.Participation.ReactAsync(ShortProcess(), world.NewVisitor(), Water, Stance.Like, world.Time.GetUtcNow(), default);
        for (var i = 0; i < comments; i++)
        {
            await world.Participation.CommentAsync(ShortProcess(), world.NewVisitor(), Water, "maiz", CommentKind.Idea, "Más parques", null, world.Time.GetUtcNow(), default);
        }
    }

    private static async Task<PublishedProcess> RunAsync(World world)
    {
        await world.Statistics.RunAsync((await world.Published.FindAsync("atlautla-2021", default))!, default);
        await world.Published.RefreshAsync(default);
        return (await world.Published.FindAsync("atlautla-2021", default))!;
    }
}
