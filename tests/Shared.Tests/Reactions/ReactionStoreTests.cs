using Azure;
using Azure.Data.Tables;
using FsCheck.Fluent;
using ServerlessDecide.Reactions;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Reactions;

public sealed class ReactionStoreTests
{
    private static readonly DateOnly Today = Day("2021-05-10");
    private static readonly DateOnly Tomorrow = Today.AddDays(1);
    private static readonly Target Water = PlatformTarget("agua");

    [Fact]
    public async Task A_reaction_comes_back_as_it_was_recorded()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var target = new Target("proposal", Slug.Parse("agua-2"));

        var recorded = (await world.Reactions.RecordAsync(Edomex, visitor, target, Stance.Dislike, QualityClass.A, Today, At("2021-05-10T12:00").AddTicks(7), default))!;
        var found = (await world.Reactions.FindAsync(Edomex, visitor, target, default))!;

        Assert.Equal(recorded with { Opening = default }, found with { Opening = default });
        Assert.Equal(recorded.Opening.ToArray(), found.Opening.ToArray());
        Assert.Equal(32, found.Opening.Length);
        Assert.Equal((Stance.Dislike, 1, Today, visitor.Hash), (found.Stance, found.Sequence, found.Day, found.Visitor));
        Assert.Equal(Today, found.Receipt.Day);
    }

    [Fact]
    public async Task A_reaction_keeps_its_class_and_each_target_is_tallied_by_class()
    {
        var world = await World.NewAsync();
        QualityClass[] classes = [QualityClass.A, QualityClass.B, QualityClass.B, QualityClass.C];
        foreach (var quality in classes)
        {
            var visitor = world.NewVisitor();
            await world.Reactions.RecordAsync(Edomex, visitor, Water, quality == QualityClass.C ? Stance.Dislike : Stance.Like, quality, Today, At("2021-05-10T12:00"), default);
            Assert.Equal(quality, (await world.Reactions.FindAsync(Edomex, visitor, Water, default))!.Class);
        }

        // A visitor who changes their stance is counted once, with the class of the last reaction.
        var changed = world.NewVisitor();
        await world.Reactions.RecordAsync(Edomex, changed, Water, Stance.Like, QualityClass.A, Today, At("2021-05-10T12:00"), default);
        await world.Reactions.RecordAsync(Edomex, changed, Water, Stance.Dislike, QualityClass.C, Today, At("2021-05-10T12:00"), default);

        var tally = (await CountAsync(world, Edomex))[Water];
        Assert.Equal(new Tally(1, 0, 2, 0, 0, 2), tally);
        Assert.Equal((3, 2), (tally.Likes, tally.Dislikes));
    }

    [Fact]
    public async Task Repeating_a_stance_changes_nothing_not_even_the_receipt()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var first = await LikeAsync(world, visitor);

        var again = await LikeAsync(world, visitor);

        Assert.Equal(first.Receipt, again.Receipt);
        Assert.Equal(1, await world.Reactions.CountDayAsync(Edomex, Today, default));
    }

    [Fact]
    public async Task A_stance_can_be_changed_withdrawn_and_taken_again_and_the_last_one_counts()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        Stance[] stances = [Stance.Like, Stance.Dislike, Stance.Withdrawn, Stance.Like];
        foreach (var (stance, i) in stances.Select((s, i) => (s, i)))
        {
            var reaction = await world.Reactions.RecordAsync(Edomex, visitor, Water, stance, QualityClass.A, Today, At("2021-05-10T12:00").AddMinutes(i), default);
            Assert.Equal((stance, i + 1), (reaction!.Stance, reaction.Sequence));
            var standing = await world.Reactions.FindAsync(Edomex, visitor, Water, default);
            Assert.Equal(stance == Stance.Withdrawn ? null : stance, standing?.Stance);
            Assert.Equal(stance == Stance.Withdrawn ? 0 : 1, (await world.Reactions.ListAsync(Edomex, visitor, default)).Count);
            Assert.Equal(Tally.Of(stance), (await CountAsync(world, Edomex)).GetValueOrDefault(Water));
        }
    }

    [Fact]
    public async Task The_stance_of_the_last_day_wins()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        await RecordAsync(world, visitor, Stance.Like, Today);
        await RecordAsync(world, visitor, Stance.Dislike, Tomorrow);

        Assert.Equal(Stance.Dislike, (await world.Reactions.FindAsync(Edomex, visitor, Water, default))!.Stance);
        Assert.Equal(Stance.Dislike, Assert.Single(await world.Reactions.ListAsync(Edomex, visitor, default)).Stance);
        Assert.Equal(new Tally(0, 1), (await CountAsync(world, Edomex))[Water]);
        Assert.Equal((1, 1), (await world.Reactions.CountDayAsync(Edomex, Today, default), await world.Reactions.CountDayAsync(Edomex, Tomorrow, default)));
    }

    [Fact]
    public async Task A_stance_withdrawn_on_a_later_day_no_longer_counts()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        await RecordAsync(world, visitor, Stance.Like, Today);
        await RecordAsync(world, visitor, Stance.Withdrawn, Tomorrow);

        Assert.Null(await world.Reactions.FindAsync(Edomex, visitor, Water, default));
        Assert.Empty(await world.Reactions.ListAsync(Edomex, visitor, default));
        Assert.Equal(default, (await CountAsync(world, Edomex)).GetValueOrDefault(Water));
    }

    [Fact]
    public async Task Sixty_four_concurrent_visitors_of_one_target_are_all_counted()
    {
        var world = await World.NewAsync();
        var visitors = Enumerable.Range(0, 64).Select(_ => world.NewVisitor()).ToList();

        var recorded = await Task.WhenAll(visitors.Select((v, i) => RecordAsync(world, v, i % 4 == 0 ? Stance.Dislike : Stance.Like, Today)));

        Assert.Equal(64, recorded.Select(r => r.Receipt).Distinct().Count());
        Assert.Equal(new Tally(48, 16), (await CountAsync(world, Edomex))[Water]);
    }

    [Fact]
    public async Task Sixty_four_concurrent_likes_of_one_visitor_are_one_like_with_one_receipt()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();

        var recorded = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => LikeAsync(world, visitor)));

        Assert.Single(recorded.Select(r => r.Receipt).Distinct());
        Assert.Equal(new Tally(1, 0), (await CountAsync(world, Edomex))[Water]);
        Assert.Equal(1, await world.Reactions.CountDayAsync(Edomex, Today, default));
    }

    [Fact]
    public async Task A_visitor_who_likes_and_dislikes_concurrently_ends_with_one_stance()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => RecordAsync(world, visitor, i % 2 == 0 ? Stance.Like : Stance.Dislike, Today)));

        var standing = (await world.Reactions.FindAsync(Edomex, visitor, Water, default))!;
        Assert.Equal(Tally.Of(standing.Stance), (await CountAsync(world, Edomex))[Water]);
    }

    [Fact]
    public async Task A_retried_reaction_whose_answer_was_lost_is_the_one_that_was_written()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await LikeAsync(world, new(VisitorOf(3, 1), At("2021-05-10")));
        var lost = 0;
        // The row is written, the answer is lost, and the client retries.
        proxy.AfterForward = request => Task.FromResult(
            request.Method == "POST" && Interlocked.Increment(ref lost) == 1 ? ProxyAction.Answer(500) : ProxyAction.Continue);
        var visitor = new Visitor(VisitorOf(3, 2), At("2021-05-10"));

        var recorded = await LikeAsync(world, visitor);

        Assert.Equal(2, lost);
        Assert.Equal(recorded.Receipt, (await world.Reactions.FindAsync(Edomex, visitor, Water, default))!.Receipt);
        Assert.Equal(new Tally(2, 0), (await CountAsync(world, Edomex))[Water]);
    }

    [Fact]
    public async Task The_first_reaction_of_a_day_costs_one_storage_operation()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await RecordAsync(world, new(VisitorOf(3, 1), At("2021-05-10")), Stance.Like, Today);
        var visitor = new Visitor(VisitorOf(3, 2), At("2021-05-10"));

        Assert.Equal((1, 2, 3), (
            await CostAsync(() => RecordAsync(world, visitor, Stance.Like, Today)),
            await CostAsync(() => RecordAsync(world, visitor, Stance.Like, Today)),
            await CostAsync(() => RecordAsync(world, visitor, Stance.Dislike, Today))));

        async Task<int> CostAsync(Func<Task> deed)
        {
            proxy.Forget();
            await deed();
            return proxy.Requests.Count;
        }
    }

    [Fact]
    public async Task A_target_is_not_confused_with_one_whose_name_begins_with_its_own()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        Target[] targets = [PlatformTarget("a"), PlatformTarget("a-b"), PlatformTarget("a0"), PlatformTarget("aa"), PlatformTarget("a-1"), new("proposal", Slug.Parse("a"))];
        foreach (var (target, i) in targets.Select((t, i) => (t, i)))
        {
            Assert.Null(await world.Reactions.FindAsync(Edomex, visitor, target, default));
            await world.Reactions.RecordAsync(Edomex, visitor, target, i % 2 == 0 ? Stance.Like : Stance.Dislike, QualityClass.A, Today, At("2021-05-10"), default);
        }

        var listed = await world.Reactions.ListAsync(Edomex, visitor, default);
        Assert.Equal(targets.Select(t => t.ToString()).Order(StringComparer.Ordinal), listed.Select(r => r.Target.ToString()));
        foreach (var (target, i) in targets.Select((t, i) => (t, i)))
        {
            var expected = i % 2 == 0 ? Stance.Like : Stance.Dislike;
            Assert.Equal(expected, (await world.Reactions.FindAsync(Edomex, visitor, target, default))!.Stance);
            Assert.Equal(Tally.Of(expected), (await CountAsync(world, Edomex))[target]);
        }
    }

    [Fact]
    public async Task No_process_sees_the_rows_of_another_even_one_whose_name_begins_with_its_own()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        await RecordAsync(world, visitor, Stance.Like, Today);

        foreach (var other in (ProcessId[])[ProcessId.Parse("atlautla-2022"), ProcessId.Parse("edomex-20"), ProcessId.Parse("edomex-20212021")])
        {
            Assert.Null(await world.Reactions.FindAsync(other, visitor, Water, default));
            Assert.Empty(await world.Reactions.ListAsync(other, visitor, default));
            Assert.Empty(await CountAsync(world, other));
            Assert.Equal(0, await world.Reactions.CountDayAsync(other, Today, default));
            Assert.Empty(await world.Reactions.ReadShardAsync(other, Today, visitor.Hash.Shard, default).ToListAsync());
        }

        Assert.Equal(0, await world.Reactions.CountDayAsync(Edomex, Tomorrow, default));
        Assert.Equal([world.Names.Reactions(Edomex, Today, visitor.Hash.Shard)], await world.Tables.ListAsync(world.Prefix, default));
    }

    [Fact]
    public async Task Own_stances_of_every_day_since_the_credential_was_issued_cost_one_storage_operation()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var visitor = world.NewVisitor();
        for (var day = 0; day < 24; day++) await RecordAsync(world, visitor, day % 2 == 0 ? Stance.Like : Stance.Dislike, Today.AddDays(day));
        await world.Reactions.RecordAsync(Edomex, visitor, PlatformTarget("otra"), Stance.Like, QualityClass.A, Today, At("2021-05-10"), default);

        proxy.Forget();
        Assert.Equal([Stance.Dislike, Stance.Like], (await world.Reactions.ListAsync(Edomex, visitor, default)).Select(r => r.Stance));
        Assert.Single(proxy.Requests);

        proxy.Forget();
        Assert.Equal(Today.AddDays(23), (await world.Reactions.FindAsync(Edomex, visitor, Water, default))!.Day);
        Assert.Single(proxy.Requests);

        proxy.Forget();
        Assert.True(await world.Reactions.WithdrawAsync(Edomex, visitor, Water, QualityClass.A, Today.AddDays(24), At("2021-06-03"), default));
        Assert.Equal(["GET", "POST"], proxy.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task A_stance_given_at_a_slower_instance_after_one_at_a_faster_one_past_midnight_is_the_last()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        // The clock of the faster instance already shows tomorrow.
        await RecordAsync(world, visitor, Stance.Like, Tomorrow);

        var last = await RecordAsync(world.AnotherInstance(), visitor, Stance.Dislike, Today);

        Assert.Equal((Tomorrow, 2, Tomorrow), (last.Day, last.Sequence, last.Receipt.Day));
        Assert.Equal(Stance.Dislike, (await world.Reactions.FindAsync(Edomex, visitor, Water, default))!.Stance);
        Assert.Equal(Stance.Dislike, Assert.Single(await world.Reactions.ListAsync(Edomex, visitor, default)).Stance);
        Assert.Equal(new Tally(0, 1), (await CountAsync(world, Edomex))[Water]);

        Assert.True(await world.Reactions.WithdrawAsync(Edomex, visitor, Water, QualityClass.A, Today, At("2021-05-10T23:59:59"), default));
        Assert.Empty(await world.Reactions.ListAsync(Edomex, visitor, default));
    }

    [Fact]
    public async Task Stored_reactions_are_counted_whatever_days_the_calendar_has()
    {
        var world = await World.NewAsync();
        // Issued in a year outside the calendar.
        await RecordAsync(world, new(VisitorOf(3, 1), At("2019-12-31T23:00")), Stance.Like, Today);

        Assert.Equal(new Tally(1, 0), (await CountAsync(world, Edomex))[Water]);
        Assert.Equal(1, await world.Reactions.CountDayAsync(Edomex, Today, default));
    }

    [Theory]
    [InlineData("TableBeingDeleted")]
    [InlineData("SomethingElse")]
    public async Task A_conflict_that_is_not_an_existing_row_fails_at_once_without_endless_retries(string code)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.BeforeForward = request => Task.FromResult(request.Method == "POST" ? ProxyAction.Answer(409, code) : ProxyAction.Continue);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => LikeAsync(world, world.NewVisitor()));

        Assert.Equal((409, code), (refused.Status, refused.ErrorCode));
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task The_insert_of_a_row_that_conflicts_but_is_never_found_is_tried_three_times()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.BeforeForward = request => Task.FromResult(request.Method == "POST" ? ProxyAction.Answer(409, "EntityAlreadyExists") : ProxyAction.Continue);

        await Assert.ThrowsAsync<IOException>(() => LikeAsync(world, world.NewVisitor()));

        Assert.Equal(3, proxy.Requests.Count(r => r.Method == "POST"));
    }

    [Theory]
    [InlineData("Stance", "love")]
    [InlineData("Class", "D")]
    [InlineData("Day", "10 May")]
    public async Task A_row_of_another_version_is_not_counted_as_something_else(string column, string value)
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var row = await StoredRowAsync(world, visitor);
        row[column] = value;
        await world.Tables.PutAsync(world.Names.Reactions(Edomex, Today, visitor.Hash.Shard), row, default);

        await Assert.ThrowsAsync<InvalidDataException>(() => world.Reactions.ListAsync(Edomex, visitor, default));
        if (column != "Day") await Assert.ThrowsAsync<InvalidDataException>(() => world.Reactions.CountShardAsync(Edomex, visitor.Hash.Shard, default));
    }

    [Fact]
    public async Task Rows_in_the_layout_of_earlier_versions_fail_and_are_not_miscounted()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var row = await StoredRowAsync(world, visitor);
        row.RowKey = "platform.agua.0001";
        await world.Tables.PutAsync(world.Names.Reactions(Edomex, Today, visitor.Hash.Shard), row, default);

        await Assert.ThrowsAsync<InvalidDataException>(() => world.Reactions.CountShardAsync(Edomex, visitor.Hash.Shard, default));
    }

    [Fact]
    public async Task After_many_changes_in_a_day_the_last_stance_is_held_for_a_minute_but_not_for_good()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        Reaction? last = null;
        for (var i = 0; i < ReactionStore.MaxChangesADay; i++) last = await RecordAsync(world, visitor, i % 2 == 0 ? Stance.Like : Stance.Dislike, Today);

        Assert.Equal((Stance.Dislike, ReactionStore.MaxChangesADay), (last!.Stance, last.Sequence));
        Assert.Null(await world.Reactions.RecordAsync(Edomex, visitor, Water, Stance.Like, QualityClass.A, Today, At("2021-05-10"), default));
        Assert.Equal(last.Receipt, (await RecordAsync(world, visitor, Stance.Dislike, Today)).Receipt);
        Assert.Equal(new Tally(0, 1), (await CountAsync(world, Edomex))[Water]);
        var later = last.At + ReactionStore.SlowPace;
        Assert.Null(await world.Reactions.RecordAsync(Edomex, visitor, Water, Stance.Like, QualityClass.A, Today, later.AddTicks(-1), default));
        Assert.NotNull(await world.Reactions.RecordAsync(Edomex, visitor, Water, Stance.Like, QualityClass.A, Today, later, default));
        Assert.False(await world.Reactions.WithdrawAsync(Edomex, visitor, Water, QualityClass.A, Today, later.AddSeconds(59), default));
        Assert.True(await world.Reactions.WithdrawAsync(Edomex, visitor, Water, QualityClass.A, Today, later.AddSeconds(60), default));
        Assert.Equal(Stance.Like, (await RecordAsync(world, visitor, Stance.Like, Tomorrow)).Stance);
        Assert.NotNull(await world.Reactions.RecordAsync(Edomex, visitor, PlatformTarget("otra"), Stance.Like, QualityClass.A, Today, At("2021-05-10"), default));
    }

    [Fact]
    public async Task The_events_of_one_shard_and_day_can_be_read_alone()
    {
        var world = await World.NewAsync();
        var visitor = new Visitor(VisitorOf(10, 1), At("2021-05-10"));
        await RecordAsync(world, visitor, Stance.Like, Today);
        await RecordAsync(world, visitor, Stance.Dislike, Today);
        await RecordAsync(world, new(VisitorOf(11, 2), At("2021-05-10")), Stance.Like, Today);
        await RecordAsync(world, visitor, Stance.Like, Tomorrow);

        var events = await world.Reactions.ReadShardAsync(Edomex, Today, 10, default).ToListAsync();

        Assert.Equal([(Stance.Dislike, 2), (Stance.Like, 1)], events.Select(e => (e.Stance, e.Sequence)));
        // Changes count as participation, withdrawals do not.
        await RecordAsync(world, visitor, Stance.Withdrawn, Today);
        Assert.Equal(3, await world.Reactions.CountDayAsync(Edomex, Today, default));
    }

    [Fact]
    public async Task A_count_over_several_pages_of_several_tables_is_exact()
    {
        var world = await World.NewAsync();
        var template = await StoredRowAsync(world, new(VisitorOf(7, 0), At("2021-05-10")));
        var random = new Random(1);
        var expected = new Dictionary<string, Tally>(StringComparer.Ordinal) { ["platform.agua"] = Tally.Of(Stance.Like) };
        foreach (var (day, visitors) in ((DateOnly, int)[])[(Today, 104), (Tomorrow, 26), (Tomorrow.AddDays(1), 7)])
        {
            // The first table holds three pages, the last less than one.
            for (var visitor = 1; visitor <= visitors; visitor++)
            {
                var rows = new List<TableEntity>();
                foreach (var target in (string[])["platform.a", "platform.a-b", "platform.a0", "proposal.a"])
                {
                    for (var number = 7; number >= 1; number--)
                    {
                        var stance = (Stance)random.Next(3);
                        rows.Add(new TableEntity(template) { PartitionKey = VisitorOf(7, visitor).Value, RowKey = $"{target}.{99_999 - number:D5}", ["Stance"] = stance.Name() });
                        if (number == 7) expected[target] = expected.GetValueOrDefault(target) + Tally.Of(stance);
                    }
                }

                await world.Tables.PutTogetherAsync(world.Names.Reactions(Edomex, day, 7), rows, default);
            }
        }

        var counted = await world.Reactions.CountShardAsync(Edomex, 7, default);

        Assert.Equal(expected.OrderBy(e => e.Key), counted.ToDictionary(c => c.Key.ToString(), c => c.Value).OrderBy(c => c.Key));
    }

    [Fact]
    public async Task Counts_lookups_and_lists_agree_with_the_last_stances_of_visitors()
    {
        var deed = Gen.Zip(
            Gen.Zip(Gen.Choose(0, 7), Gen.Elements("a", "a-b", "a0", "b", "a-b-c")),
            Gen.Zip(Gen.Elements(Stance.Like, Stance.Dislike, Stance.Withdrawn), Gen.Choose(0, 2)));
        foreach (var drawn in Gen.ArrayOf(deed, 60).Sample(10, 4))
        {
            await CheckAgainstModelAsync([.. drawn.Select(d => (d.Item1.Item1, PlatformTarget(d.Item1.Item2), d.Item2.Item1, d.Item2.Item2)).OrderBy(d => d.Item4)]);
        }
    }

    private static async Task<TableEntity> StoredRowAsync(World world, Visitor visitor)
    {
        await LikeAsync(world, visitor);
        return (await world.Tables.FindAsync(world.Names.Reactions(Edomex, Today, visitor.Hash.Shard), visitor.Hash.Value, "platform.agua.99998", default))!;
    }

    private static async Task CheckAgainstModelAsync(List<(int Visitor, Target Target, Stance Stance, int Day)> deeds)
    {
        var world = await World.NewAsync();
        // Some share a shard, so that their rows are in one table.
        var visitors = Enumerable.Range(0, 8).Select(i => new Visitor(VisitorOf(i % 3, i), At("2021-05-10"))).ToList();
        DateOnly[] days = [Today, Today.AddDays(1), Today.AddDays(2)];
        var model = new Dictionary<(int Visitor, Target Target), Stance>();
        foreach (var (visitor, target, stance, day) in deeds)
        {
            await world.Reactions.RecordAsync(Edomex, visitors[visitor], target, stance, QualityClass.A, days[day], At("2021-05-10"), default);
            model[(visitor, target)] = stance;
        }

        var expected = model.GroupBy(m => m.Key.Target).ToDictionary(g => g.Key, g => g.Select(m => Tally.Of(m.Value)).Aggregate(Tally.Add));
        Assert.Equal(expected.Where(e => e.Value != default).OrderBy(e => e.Key.ToString()), (await CountAsync(world, Edomex)).Where(e => e.Value != default).OrderBy(e => e.Key.ToString()));
        for (var i = 0; i < visitors.Count; i++)
        {
            var standing = model.Where(m => m.Key.Visitor == i && m.Value != Stance.Withdrawn).ToDictionary(m => m.Key.Target, m => m.Value);
            var listed = await world.Reactions.ListAsync(Edomex, visitors[i], default);
            Assert.Equal(standing.Order(ByTarget), listed.Select(r => KeyValuePair.Create(r.Target, r.Stance)).Order(ByTarget));
            foreach (var target in model.Keys.Where(k => k.Visitor == i).Select(k => k.Target))
            {
                var found = await world.Reactions.FindAsync(Edomex, visitors[i], target, default);
                Assert.Equal(standing.TryGetValue(target, out var stance) ? stance : null, found?.Stance);
            }
        }
    }

    private static readonly Comparer<KeyValuePair<Target, Stance>> ByTarget =
        Comparer<KeyValuePair<Target, Stance>>.Create((one, other) => string.CompareOrdinal(one.Key.ToString(), other.Key.ToString()));

    private static async Task<Dictionary<Target, Tally>> CountAsync(World world, ProcessId process)
    {
        var sums = new Dictionary<Target, Tally>();
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            foreach (var (target, tally) in await world.Reactions.CountShardAsync(process, shard, default))
            {
                sums[target] = sums.GetValueOrDefault(target) + tally;
            }
        }

        return sums;
    }

    private static Task<Reaction> LikeAsync(World world, Visitor visitor) => RecordAsync(world, visitor, Stance.Like, Today);

    private static async Task<Reaction> RecordAsync(World world, Visitor visitor, Stance stance, DateOnly day) =>
        (await world.Reactions.RecordAsync(Edomex, visitor, Water, stance, QualityClass.A, day, At("2021-05-10T12:00"), default))!;
}
