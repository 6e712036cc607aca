using ServerlessDecide.Candidacies;
using ServerlessDecide.Comments;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Statistics;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class StatisticsAggregationTests
{
    private static readonly Target Water = PlatformTarget("plataforma-maiz");
    private static readonly DateTimeOffset AllOver = At("2021-05-12T00:11");

    [Fact]
    public async Task The_participation_of_each_day_is_counted_and_published()
    {
        var world = await NewAsync();
        await TakePartAsync(world, reactions: 12, comments: 3);
        world.Time.Advance(TimeSpan.FromDays(1));
        await TakePartAsync(world, reactions: 4, comments: 21);
        world.Time.SetUtcNow(AllOver);

        var published = await RunAsync(world);

        Assert.Equal([(10L, null), (null, 20L)], published.Statistics.Days.Select(d => (d.Reactions, d.Comments)));
        Assert.Equal((10, 20), (published.Statistics.Totals.Reactions, published.Statistics.Totals.Comments));
    }

    [Fact]
    public async Task Changes_of_mind_count_as_participation_and_withdrawals_do_not()
    {
        var world = await NewAsync();
        await TakePartAsync(world, reactions: 3, comments: 0);
        var visitor = world.NewVisitor();
        foreach (var stance in new[] { Stance.Like, Stance.Dislike, Stance.Withdrawn })
        {
            await world.Participation.ReactAsync(Open(world), visitor, stance, default);
        }

        world.Time.SetUtcNow(AllOver);
        await RunAsync(world);
        Assert.Equal(5, (await FiguresAsync(world, "2021-05-10")).Reactions);
    }

    [Fact]
    public async Task A_day_that_is_not_over_is_not_published_and_none_of_its_rows_is_read()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await NewAsync(proxy.ConnectionString);
        await TakePartAsync(world, reactions: 12, comments: 12);
        proxy.Forget();

        Assert.Null((await RunAsync(world)).Statistics.UpdatedAt);
        Assert.DoesNotContain(proxy.Requests, r => r.Target.Contains("atlautla202120210510", StringComparison.Ordinal));
        world.Time.SetUtcNow(At("2021-05-11T00:10"));
        Assert.Empty((await RunAsync(world)).Statistics.Days);
        world.Time.SetUtcNow(At("2021-05-11T00:10").AddTicks(1));
        Assert.Equal(10, Assert.Single((await RunAsync(world)).Statistics.Days).Reactions);
    }

    [Fact]
    public async Task A_counted_day_is_not_read_again()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await NewAsync(proxy.ConnectionString);
        await TakePartAsync(world, reactions: 10, comments: 0);
        world.Time.SetUtcNow(At("2021-05-11T00:11"));
        await RunAsync(world);
        proxy.Forget();

        world.Time.SetUtcNow(AllOver);
        await RunAsync(world);
        Assert.DoesNotContain(proxy.Requests, r => IsAbout(r, Day("2021-05-10")));
        Assert.Contains(proxy.Requests, r => IsAbout(r, Day("2021-05-11")));

        // Looks at the table of comments; reactions of one day are in tables of several days.
        static bool IsAbout(StorageRequest request, DateOnly day) =>
            request.Target.Contains($"0commentsatlautla2021{day:yyyyMMdd}", StringComparison.Ordinal)
            || Uri.UnescapeDataString(request.Target).Contains($"Day eq '{day:yyyy-MM-dd}'", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_run_completes_a_crashed_one_and_catches_up_on_missed_days()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await NewAsync(proxy.ConnectionString);
        await TakePartAsync(world, reactions: 12, comments: 0);
        Use(world, 30);
        await world.UsageWriter.WriteAsync(default);
        world.Time.SetUtcNow(At("2021-05-11T12:00"));
        await TakePartAsync(world, reactions: 25, comments: 0);
        world.Time.SetUtcNow(At("2021-05-20T12:00"));

        // The second day cannot be saved. The first one is saved and not counted again.
        proxy.BeforeForward = r => Task.FromResult(
            r.Target.Contains("0dailyfigures", StringComparison.Ordinal) && r.Target.Contains("2021-05-11", StringComparison.Ordinal) ? ProxyAction.Answer(400) : ProxyAction.Continue);
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(world));
        Assert.True((await FiguresAsync(world, "2021-05-10")).Final);
        Assert.Null((await world.Published.FindAsync("atlautla-2021", default))!.Statistics.UpdatedAt);
        proxy.BeforeForward = null;
        var published = await RunAsync(world.AnotherInstance(proxy.ConnectionString));

        Assert.Equal([(10L, 30L), (20L, null)], published.Statistics.Days.Select(d => (d.Reactions, d.Consultations)));
    }

    [Fact]
    public async Task Counting_every_day_again_publishes_the_same_bytes()
    {
        var world = await NewAsync();
        await TakePartAsync(world, reactions: 14, comments: 11);
        Use(world, 25);
        await world.UsageWriter.WriteAsync(default);
        world.Time.SetUtcNow(AllOver);
        var first = (await RunAsync(world)).Process.StatisticsVersion;
        Assert.NotNull(first);

        Assert.Equal(2, await world.Statistics.ReopenAsync(ShortProcess().Id, default));
        Assert.False((await FiguresAsync(world, "2021-05-10")).Final);
        world.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(first, (await RunAsync(world)).Process.StatisticsVersion);

        // Only from reactions, comments and the counts of instances.
        await world.Tables.DropAsync(world.Names.DailyFigures, default);
        Assert.Equal(first, (await RunAsync(world)).Process.StatisticsVersion);
        Assert.True((await FiguresAsync(world, "2021-05-10")).Final);
    }

    [Fact]
    public async Task Nothing_is_published_before_anybody_could_take_part()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(
            ShortProcess() with { Calendar = Calendar((Activity.ReactToPlatforms, Window("2021-06-01", "2021-06-02"))) }, Samples.Content);

        var published = await RunAsync(world);

        Assert.Null(published.Process.StatisticsVersion);
        Assert.Null(published.Statistics.UpdatedAt);
    }

    [Fact]
    public async Task Usage_is_also_counted_on_days_on_which_nobody_can_take_part()
    {
        var world = await NewAsync();
        world.Time.SetUtcNow(At("2021-07-01T12:00"));
        Use(world, 20);
        await world.UsageWriter.WriteAsync(default);
        world.Time.SetUtcNow(At("2021-07-02T12:00"));

        var day = (await RunAsync(world)).Statistics.Days[^1];

        Assert.Equal(("2021-07-01", 20L), (day.Day, day.Consultations));
    }

    [Fact]
    public async Task A_day_is_withheld_when_one_contender_could_compute_anothers_figures()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(ShortProcess(), Samples.Content with { Platforms = [Platform("maiz"), Platform("lluvia"), Platform("maiz", "otra")] });
        await TakePartAsync(world, reactions: 30, comments: 30);
        await RunAsync(world);
        // From the second day on there are enough; the observation of the first day stays.
        await world.PublishAsync(ShortProcess(), Samples.Content);
        await RunAsync(world);
        world.Time.SetUtcNow(At("2021-05-11T12:00"));
        await RunAsync(world);
        await TakePartAsync(world, reactions: 30, comments: 30);
        world.Time.SetUtcNow(AllOver);

        var published = await RunAsync(world);

        Assert.Equal([(null, null), (30L, 30L)], published.Statistics.Days.Select(d => (d.Reactions, d.Comments)));
    }

    [Fact]
    public async Task The_lowest_value_of_a_day_also_counts_while_nobody_can_react()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(ShortProcess(), Samples.Content with { Platforms = [Platform("maiz")] });
        world.Time.SetUtcNow(At("2021-07-01T12:00"));
        Use(world, 20);
        await world.UsageWriter.WriteAsync(default);
        await RunAsync(world);
        // The others' platforms appear late in the evening.
        await world.PublishAsync(ShortProcess(), Samples.Content);
        world.Time.SetUtcNow(At("2021-07-02T12:00"));
        await RunAsync(world);

        Assert.False(DisclosureControl.IsSafe(await FiguresAsync(world, "2021-07-01")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_section_of_platforms_is_withheld_where_one_has_them_and_all_have_something_open(bool timerRan)
    {
        var world = await World.NewAsync();
        await world.PublishAsync(
            ShortProcess() with { Calendar = Calendar((Activity.ReactToProposals, Window("2021-05-10", "2021-05-12"))) },
            Samples.Content with
            {
                Platforms = [Platform("maiz")],
                Proposals = [.. ((string[])["maiz", "lluvia", "cerro"]).Select(c => new Proposal("agua-" + c, "quien", c, "agua", "Agua", "Más agua.", At("2021-05-01"), 1))],
            });
        var (day, hour) = world.Counters.At(ShortProcess(), world.Time.GetUtcNow());
        for (var i = 0; i < 20; i++) day.Consulted(ToolSection.Platforms, hour, DeviceClass.Mobile);
        await world.UsageWriter.WriteAsync(default);
        if (timerRan) await RunAsync(world);
        world.Time.SetUtcNow(AllOver);

        var published = (await RunAsync(world)).Statistics;

        Assert.Equal(20, published.Days[0].Consultations);
        Assert.DoesNotContain(published.Use, u => u.Dimension == UsageCell.Section);
    }

    [Fact]
    public async Task The_value_that_an_instance_recorded_with_a_reaction_counts_when_the_timer_did_not_run()
    {
        var world = await NewAsync();
        world.Counters.At(ShortProcess(), world.Time.GetUtcNow()).Day.TookPart(1);
        world.Counters.At(ShortProcess(), world.Time.GetUtcNow()).Day.TookPart(2);
        await world.UsageWriter.WriteAsync(default);
        await TakePartAsync(world, reactions: 30, comments: 0);
        world.Time.SetUtcNow(AllOver);

        Assert.Null((await RunAsync(world)).Statistics.Days[0].Reactions);
        Assert.Equal(1, (await FiguresAsync(world, "2021-05-10")).OthersUnknown);
    }

    [Fact]
    public async Task The_figures_of_one_process_are_not_those_of_another()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        await world.PublishAsync(ShortProcess(), Samples.Content);
        await TakePartAsync(world, reactions: 12, comments: 0);
        Use(world, 12);
        await world.UsageWriter.WriteAsync(default);
        world.Time.SetUtcNow(AllOver);

        await world.Statistics.RunAsync((await world.Published.FindAsync("edomex-2021", default))!, default);
        await world.Published.RefreshAsync(default);

        Assert.All((await world.Published.FindAsync("edomex-2021", default))!.Statistics.Days, d => Assert.Equal((null, null), (d.Reactions, d.Consultations)));
        Assert.Equal((10L, 10L), (await RunAsync(world)).Statistics.Days.Select(d => (d.Reactions, d.Consultations)).First());
    }

    [Fact]
    public async Task The_key_of_a_day_is_destroyed_when_the_day_is_counted()
    {
        var world = await NewAsync();
        Use(world, 3);
        await world.UsageWriter.WriteAsync(default);
        Assert.NotNull(await world.Tables.FindAsync(world.Names.DayKeys, UsageWriter.KeyPurpose(ShortProcess().Id), "20210510", default));
        world.Time.SetUtcNow(AllOver);

        await RunAsync(world);

        Assert.Null(await world.Tables.FindAsync(world.Names.DayKeys, UsageWriter.KeyPurpose(ShortProcess().Id), "20210510", default));
        Assert.Equal(3, (await FiguresAsync(world, "2021-05-10")).Visitors);
    }

    private static async Task<World> NewAsync(string? storage = null)
    {
        var world = await World.NewAsync(storage);
        await world.PublishAsync(ShortProcess(), Samples.Content);
        return world;
    }

    private static void Use(World world, int consultations)
    {
        var (day, hour) = world.Counters.At(ShortProcess(), world.Time.GetUtcNow());
        for (var i = 0; i < consultations; i++)
        {
            day.Consulted(ToolSection.Glossary, hour, DeviceClass.Mobile);
            day.Seen([10, 0, 0, (byte)i], "a browser");
        }
    }

    private static async Task<DailyFigures> FiguresAsync(World world, string day) =>
        (await world.StatisticsStore.ReadDaysAsync(ShortProcess().Id, default))[Day(day)];

    private static OpenTarget Open(World world) => new(ShortProcess(), Water, Slug.Parse("maiz"), world.Time.GetUtcNow());

    private static async Task TakePartAsync(World world, int reactions, int comments)
    {
        for (var i = 0; i < reactions; i++) await world.Participation.ReactAsync(Open(world), world.NewVisitor(), Stance.Like, default);
        for (var i = 0; i < comments; i++)
        {
            await world.Participation.CommentAsync(Open(world), world.NewVisitor(), new(CommentKind.Idea, "Más parques", null), default);
        }
    }

    private static async Task<PublishedProcess> RunAsync(World world)
    {
        await world.Statistics.RunAsync((await world.Published.FindAsync("atlautla-2021", default))!, default);
        await world.Published.RefreshAsync(default);
        return (await world.Published.FindAsync("atlautla-2021", default))!;
    }
}
