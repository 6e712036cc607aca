using Azure;
using Azure.Data.Tables;
using FsCheck.Fluent;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Participation;

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
        var target = new Target(TargetKind.Proposal, Slug.Parse("agua-2"));

        var recorded = (await world.Reactions.RecordAsync(Edomex, visitor.Hash, target, Stance.Dislike, QualityClass.A, Today, At("2021-05-10T12:00").AddTicks(7), default))!;
        var found = (await world.Reactions.FindAsync(Edomex, visitor, target, [Today], default))!;

        Assert.Equal(recorded with { Opening = default }, found with { Opening = default });
        Assert.Equal(recorded.Opening.ToArray(), found.Opening.ToArray());
        Assert.Equal(32, found.Opening.Length);
        Assert.Equal((Stance.Dislike, 1, Today, visitor.Hash.Value), (found.Stance, found.Sequence, found.Day, found.Visitor));
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
            await world.Reactions.RecordAsync(Edomex, visitor.Hash, Water, quality == QualityClass.C ? Stance.Dislike : Stance.Like, quality, Today, At("2021-05-10T12:00"), default);
            Assert.Equal(quality, (await world.Reactions.FindAsync(Edomex, visitor, Water, [Today], default))!.Class);
        }

        // Whoever changes their mind is counted once, with the class of the last word.
        var changed = world.NewVisitor();
        await world.Reactions.RecordAsync(Edomex, changed.Hash, Water, Stance.Like, QualityClass.A, Today, At("2021-05-10T12:00"), default);
        await world.Reactions.RecordAsync(Edomex, changed.Hash, Water, Stance.Dislike, QualityClass.C, Today, At("2021-05-10T12:00"), default);

        var tally = (await CountAsync(world, Edomex, [Today]))[Water];
        Assert.Equal(new Tally(1, 0, 2, 0, 0, 2), tally);
        Assert.Equal((3, 2), (tally.Likes, tally.Dislikes));
    }

    [Fact]
    public async Task Saying_the_same_again_changes_nothing_not_even_the_receipt()
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
            var reaction = await world.Reactions.RecordAsync(Edomex, visitor.Hash, Water, stance, QualityClass.A, Today, At("2021-05-10T12:00").AddMinutes(i), default);
            Assert.Equal((stance, i + 1), (reaction!.Stance, reaction.Sequence));
            var standing = await world.Reactions.FindAsync(Edomex, visitor, Water, [Today], default);
            Assert.Equal(stance == Stance.Withdrawn ? null : stance, standing?.Stance);
            Assert.Equal(stance == Stance.Withdrawn ? 0 : 1, (await world.Reactions.ListAsync(Edomex, visitor, [Today], default)).Count);
            Assert.Equal(Tally.Of(stance), (await CountAsync(world, Edomex, [Today])).GetValueOrDefault(Water));
        }
    }

    [Fact]
    public async Task The_last_day_wins()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        await RecordAsync(world, visitor, Stance.Like, Today);
        await RecordAsync(world, visitor, Stance.Dislike, Tomorrow);

        Assert.Equal(Stance.Dislike, (await world.Reactions.FindAsync(Edomex, visitor, Water, [Tomorrow, Today], default))!.Stance);
        Assert.Equal(Stance.Dislike, Assert.Single(await world.Reactions.ListAsync(Edomex, visitor, [Today, Tomorrow], default)).Stance);
        Assert.Equal(new Tally(0, 1), (await CountAsync(world, Edomex, [Today, Tomorrow]))[Water]);
        Assert.Equal(new Tally(1, 0), (await CountAsync(world, Edomex, [Today]))[Water]);
    }

    [Fact]
    public async Task What_is_withdrawn_on_a_later_day_stands_no_more()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        await RecordAsync(world, visitor, Stance.Like, Today);
        await RecordAsync(world, visitor, Stance.Withdrawn, Tomorrow);

        Assert.Null(await world.Reactions.FindAsync(Edomex, visitor, Water, [Tomorrow, Today], default));
        Assert.Empty(await world.Reactions.ListAsync(Edomex, visitor, [Today, Tomorrow], default));
        Assert.Equal(default, (await CountAsync(world, Edomex, [Today, Tomorrow])).GetValueOrDefault(Water));
    }

    [Fact]
    public async Task Sixty_four_visitors_at_once_on_one_target_are_counted_to_the_last()
    {
        var world = await World.NewAsync();
        var visitors = Enumerable.Range(0, 64).Select(_ => world.NewVisitor()).ToList();

        var recorded = await Task.WhenAll(visitors.Select((v, i) => RecordAsync(world, v, i % 4 == 0 ? Stance.Dislike : Stance.Like, Today)));

        Assert.Equal(64, recorded.Select(r => r.Receipt).Distinct().Count());
        Assert.Equal(new Tally(48, 16), (await CountAsync(world, Edomex, [Today]))[Water]);
    }

    [Fact]
    public async Task One_visitor_64_times_at_once_is_one_like_with_one_receipt()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();

        var recorded = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => LikeAsync(world, visitor)));

        Assert.Single(recorded.Select(r => r.Receipt).Distinct());
        Assert.Equal(new Tally(1, 0), (await CountAsync(world, Edomex, [Today]))[Water]);
        Assert.Equal(1, await world.Reactions.CountDayAsync(Edomex, Today, default));
    }

    [Fact]
    public async Task One_visitor_who_likes_and_dislikes_at_once_has_one_stance_in_the_end()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => RecordAsync(world, visitor, i % 2 == 0 ? Stance.Like : Stance.Dislike, Today)));

        var standing = (await world.Reactions.FindAsync(Edomex, visitor, Water, [Today], default))!;
        Assert.Equal(Tally.Of(standing.Stance), (await CountAsync(world, Edomex, [Today]))[Water]);
    }

    [Fact]
    public async Task A_reaction_whose_answer_was_lost_on_the_way_is_the_one_that_was_written()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await LikeAsync(world, new(VisitorOf(3, 1), At("2021-05-10")));
        var lost = 0;
        // The row is written, the answer does not come, and the client sends the request once more.
        proxy.AfterForward = request => Task.FromResult(
            request.Method == "POST" && Interlocked.Increment(ref lost) == 1 ? Verdict.Answer(500) : Verdict.Continue);
        var visitor = new Visitor(VisitorOf(3, 2), At("2021-05-10"));

        var recorded = await LikeAsync(world, visitor);

        Assert.Equal(2, lost);
        Assert.Equal(recorded.Receipt, (await world.Reactions.FindAsync(Edomex, visitor, Water, [Today], default))!.Receipt);
        Assert.Equal(new Tally(2, 0), (await CountAsync(world, Edomex, [Today]))[Water]);
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
    public async Task A_target_is_never_taken_for_one_whose_name_begins_with_its_own()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        Target[] targets = [PlatformTarget("a"), PlatformTarget("a-b"), PlatformTarget("a0"), PlatformTarget("aa"), PlatformTarget("a-1"), new(TargetKind.Proposal, Slug.Parse("a"))];
        foreach (var (target, i) in targets.Select((t, i) => (t, i)))
        {
            Assert.Null(await world.Reactions.FindAsync(Edomex, visitor, target, [Today], default));
            await world.Reactions.RecordAsync(Edomex, visitor.Hash, target, i % 2 == 0 ? Stance.Like : Stance.Dislike, QualityClass.A, Today, At("2021-05-10"), default);
        }

        var listed = await world.Reactions.ListAsync(Edomex, visitor, [Today], default);
        Assert.Equal(targets.Select(t => t.ToString()).Order(StringComparer.Ordinal), listed.Select(r => r.Target.ToString()));
        foreach (var (target, i) in targets.Select((t, i) => (t, i)))
        {
            var expected = i % 2 == 0 ? Stance.Like : Stance.Dislike;
            Assert.Equal(expected, (await world.Reactions.FindAsync(Edomex, visitor, target, [Today], default))!.Stance);
            Assert.Equal(Tally.Of(expected), (await CountAsync(world, Edomex, [Today]))[target]);
        }
    }

    [Fact]
    public async Task No_process_and_no_day_sees_the_rows_of_another()
    {
        var world = await World.NewAsync();
        var other = ProcessId.Parse("atlautla-2022");
        var visitor = world.NewVisitor();
        await RecordAsync(world, visitor, Stance.Like, Today);

        Assert.Null(await world.Reactions.FindAsync(other, visitor, Water, [Today, Tomorrow], default));
        Assert.Null(await world.Reactions.FindAsync(Edomex, visitor, Water, [Tomorrow], default));
        Assert.Empty(await CountAsync(world, other, [Today, Tomorrow]));
        Assert.Empty(await CountAsync(world, Edomex, [Tomorrow]));
        Assert.Equal(0, await world.Reactions.CountDayAsync(other, Today, default));
        Assert.Equal([world.Names.Reactions(Edomex, Today, visitor.Hash.Shard)], await world.Tables.ListAsync(world.Prefix, default));
    }

    [Fact]
    public async Task After_too_many_changes_in_a_day_the_last_stance_stands_until_tomorrow()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        Reaction? last = null;
        for (var i = 0; i < ReactionStore.MaxChangesADay; i++) last = await RecordAsync(world, visitor, i % 2 == 0 ? Stance.Like : Stance.Dislike, Today);

        Assert.Equal((Stance.Dislike, ReactionStore.MaxChangesADay), (last!.Stance, last.Sequence));
        Assert.Null(await world.Reactions.RecordAsync(Edomex, visitor.Hash, Water, Stance.Like, QualityClass.A, Today, At("2021-05-10"), default));
        Assert.Equal(last.Receipt, (await RecordAsync(world, visitor, Stance.Dislike, Today)).Receipt);
        Assert.Equal(new Tally(0, 1), (await CountAsync(world, Edomex, [Today]))[Water]);
        Assert.Equal(Stance.Like, (await RecordAsync(world, visitor, Stance.Like, Tomorrow)).Stance);
        Assert.NotNull(await world.Reactions.RecordAsync(Edomex, visitor.Hash, PlatformTarget("otra"), Stance.Like, QualityClass.A, Today, At("2021-05-10"), default));
    }

    [Fact]
    public async Task The_events_of_a_shard_and_a_day_can_be_read_alone()
    {
        var world = await World.NewAsync();
        var visitor = new Visitor(VisitorOf(10, 1), At("2021-05-10"));
        await RecordAsync(world, visitor, Stance.Like, Today);
        await RecordAsync(world, visitor, Stance.Dislike, Today);
        await RecordAsync(world, new(VisitorOf(11, 2), At("2021-05-10")), Stance.Like, Today);
        await RecordAsync(world, visitor, Stance.Like, Tomorrow);

        var events = await world.Reactions.ReadShardAsync(Edomex, Today, 10, default).ToListAsync();

        Assert.Equal([(Stance.Like, 1), (Stance.Dislike, 2)], events.Select(e => (e.Stance, e.Sequence)));
        // Withdrawals are no participation, changes are.
        await RecordAsync(world, visitor, Stance.Withdrawn, Today);
        Assert.Equal(3, await world.Reactions.CountDayAsync(Edomex, Today, default));
    }

    [Fact]
    public async Task What_was_stored_between_two_moments_is_read_alone_and_windows_that_meet_hold_each_event_once()
    {
        var world = await World.NewAsync();
        for (var i = 0; i < 24; i++) await LikeAsync(world, new(VisitorOf(i % 5, i), At("2021-05-10")));
        await RecordAsync(world, world.NewVisitor(), Stance.Like, Tomorrow);
        var stored = await StoredAsync(world, Today);
        Assert.Equal(24, stored.Count);
        List<DateTimeOffset> moments = [.. stored.Values.Distinct().Order()];
        moments = [moments[0].AddSeconds(-1), moments[0], moments[moments.Count / 3], moments[moments.Count / 2], moments[^1], moments[^1].AddMilliseconds(1)];

        var read = new List<string>();
        foreach (var (from, until) in moments.Zip(moments.Skip(1)))
        {
            // Whoever asks may live in another time zone.
            var window = await world.Reactions.ReadStoredAsync(Edomex, Today, from.ToOffset(TimeSpan.FromHours(-6)), until, default).Select(r => r.Visitor).ToListAsync();
            Assert.Equal(stored.Where(s => s.Value >= from && s.Value < until).Select(s => s.Key).Order(), window.Order());
            read.AddRange(window);
        }

        Assert.Equal(stored.Keys.Order(), read.Order());
    }

    [Fact]
    public async Task What_was_stored_comes_back_whole_with_changes_and_withdrawals()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        List<Reaction> recorded = [];
        foreach (var stance in (Stance[])[Stance.Like, Stance.Dislike, Stance.Withdrawn]) recorded.Add(await RecordAsync(world, visitor, stance, Today));

        var clock = await world.Tables.ReadClockAsync(default);
        var read = await world.Reactions.ReadStoredAsync(Edomex, Today, clock.AddMinutes(-5), clock.AddMinutes(5), default).ToListAsync();

        Assert.Equal(recorded.Select(r => r with { Opening = default }), read.Select(r => r with { Opening = default }));
        Assert.All(read, r => Assert.Equal(32, r.Opening.Length));
    }

    [Fact]
    public async Task More_than_a_page_of_new_events_is_read_to_the_last()
    {
        var world = await World.NewAsync();
        var table = world.Names.Reactions(Edomex, Today, 7);
        var template = await StoredRowAsync(world, new(VisitorOf(7, 0), At("2021-05-10")));
        foreach (var rows in Enumerable.Range(2, 1100).Select(i => new TableEntity(template) { RowKey = $"platform.agua.{i:D4}" }).Chunk(100))
        {
            await world.Tables.PutTogetherAsync(table, rows, default);
        }

        var clock = await world.Tables.ReadClockAsync(default);
        var read = await world.Reactions.ReadStoredAsync(Edomex, Today, clock.AddMinutes(-5), clock.AddMinutes(5), default).ToListAsync();

        Assert.Equal(Enumerable.Range(1, 1101), read.Select(r => r.Sequence));
    }

    [Fact]
    public async Task A_count_over_several_pages_of_several_days_is_exact()
    {
        var world = await World.NewAsync();
        DateOnly[] days = [Today, Tomorrow, Tomorrow.AddDays(1)];
        var template = await StoredRowAsync(world, new(VisitorOf(7, 0), At("2021-05-10")));
        var random = new Random(1);
        var standing = new Dictionary<(int Visitor, string Target), Stance> { [(0, "platform.agua")] = Stance.Like };
        foreach (var day in days)
        {
            // The first day holds three pages, the last less than one; some visitors come back.
            for (var visitor = 1; visitor <= 2600 >> (2 * Array.IndexOf(days, day)); visitor += 25)
            {
                var rows = new List<TableEntity>();
                foreach (var target in (string[])["platform.a", "platform.a-b", "platform.a0", "proposal.a"])
                {
                    for (var sequence = 1; sequence <= 7; sequence++)
                    {
                        var stance = (Stance)random.Next(3);
                        rows.Add(new TableEntity(template) { PartitionKey = VisitorOf(7, visitor).Value, RowKey = $"{target}.{sequence:D4}", ["Stance"] = stance.Name() });
                        standing[(visitor, target)] = stance;
                    }
                }

                await world.Tables.PutTogetherAsync(world.Names.Reactions(Edomex, day, 7), rows, default);
            }
        }

        var counted = await world.Reactions.CountShardAsync(Edomex, 7, days, default);

        var expected = standing.GroupBy(s => s.Key.Target).ToDictionary(g => g.Key, g => g.Select(s => Tally.Of(s.Value)).Aggregate(Tally.Add));
        Assert.Equal(expected.OrderBy(e => e.Key), counted.ToDictionary(c => c.Key.ToString(), c => c.Value).OrderBy(c => c.Key));
    }

    [Fact]
    public async Task A_day_without_tables_and_a_window_without_events_read_as_empty()
    {
        var world = await World.NewAsync();
        await LikeAsync(world, world.NewVisitor());
        var clock = await world.Tables.ReadClockAsync(default);

        Assert.Empty(await world.Reactions.ReadStoredAsync(Edomex, Tomorrow, clock.AddDays(-1), clock.AddDays(1), default).ToListAsync());
        Assert.Empty(await world.Reactions.ReadStoredAsync(Edomex, Today, clock.AddDays(-2), clock.AddDays(-1), default).ToListAsync());
        Assert.Empty(await world.Reactions.ReadStoredAsync(Edomex, Today, clock.AddDays(1), clock.AddDays(2), default).ToListAsync());
    }

    [Fact]
    public async Task Reading_what_was_stored_costs_one_operation_a_shard_and_failing_ends_it()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        for (var i = 0; i < 8; i++) await LikeAsync(world, new(VisitorOf(i, i), At("2021-05-10")));
        var clock = await world.Tables.ReadClockAsync(default);
        proxy.Forget();

        Assert.Equal(8, await world.Reactions.ReadStoredAsync(Edomex, Today, clock.AddMinutes(-5), clock.AddMinutes(5), default).CountAsync());
        Assert.Equal(VisitorHash.Shards, proxy.Requests.Count);

        proxy.Set(StorageService.Table, StorageMode.Fail(403));
        await Assert.ThrowsAsync<RequestFailedException>(async () =>
            await world.Reactions.ReadStoredAsync(Edomex, Today, clock.AddMinutes(-5), clock.AddMinutes(5), default).CountAsync());
    }

    [Fact]
    public async Task Whatever_visitors_do_counts_finds_and_lists_agree_with_what_they_said_last()
    {
        var deed = Gen.Zip(
            Gen.Zip(Gen.Choose(0, 7), Gen.Elements("a", "a-b", "a0", "b", "a-b-c")),
            Gen.Zip(Gen.Elements(Stance.Like, Stance.Dislike, Stance.Withdrawn), Gen.Choose(0, 2)));
        foreach (var drawn in Gen.ArrayOf(deed, 60).Sample(10, 4))
        {
            await CheckAgainstModelAsync([.. drawn.Select(d => (d.Item1.Item1, PlatformTarget(d.Item1.Item2), d.Item2.Item1, d.Item2.Item2)).OrderBy(d => d.Item4)]);
        }
    }

    /// <summary>Each visitor of a day and the millisecond in which storage took the reaction in: the emulator compares no finer.</summary>
    private static async Task<Dictionary<string, DateTimeOffset>> StoredAsync(World world, DateOnly day)
    {
        var stored = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            await foreach (var row in world.Tables.QueryAsync(world.Names.Reactions(Edomex, day, shard), null, null, default))
            {
                stored[row.PartitionKey] = row.Timestamp!.Value.AddTicks(-(row.Timestamp.Value.Ticks % TimeSpan.TicksPerMillisecond));
            }
        }

        return stored;
    }

    private static async Task<TableEntity> StoredRowAsync(World world, Visitor visitor)
    {
        await LikeAsync(world, visitor);
        return (await world.Tables.FindAsync(world.Names.Reactions(Edomex, Today, visitor.Hash.Shard), visitor.Hash.Value, "platform.agua.0001", default))!;
    }

    private static async Task CheckAgainstModelAsync(List<(int Visitor, Target Target, Stance Stance, int Day)> deeds)
    {
        var world = await World.NewAsync();
        // Some share a shard, so that their rows stand in one table.
        var visitors = Enumerable.Range(0, 8).Select(i => new Visitor(VisitorOf(i % 3, i), At("2021-05-10"))).ToList();
        DateOnly[] days = [Today, Today.AddDays(1), Today.AddDays(2)];
        var model = new Dictionary<(int Visitor, Target Target), Stance>();
        foreach (var (visitor, target, stance, day) in deeds)
        {
            await world.Reactions.RecordAsync(Edomex, visitors[visitor].Hash, target, stance, QualityClass.A, days[day], At("2021-05-10"), default);
            model[(visitor, target)] = stance;
        }

        var expected = model.GroupBy(m => m.Key.Target).ToDictionary(g => g.Key, g => g.Select(m => Tally.Of(m.Value)).Aggregate(Tally.Add));
        Assert.Equal(expected.Where(e => e.Value != default).OrderBy(e => e.Key.ToString()), (await CountAsync(world, Edomex, days)).Where(e => e.Value != default).OrderBy(e => e.Key.ToString()));
        for (var i = 0; i < visitors.Count; i++)
        {
            var standing = model.Where(m => m.Key.Visitor == i && m.Value != Stance.Withdrawn).ToDictionary(m => m.Key.Target, m => m.Value);
            var listed = await world.Reactions.ListAsync(Edomex, visitors[i], days, default);
            Assert.Equal(standing.Order(ByTarget), listed.Select(r => KeyValuePair.Create(r.Target, r.Stance)).Order(ByTarget));
            foreach (var target in model.Keys.Where(k => k.Visitor == i).Select(k => k.Target))
            {
                var found = await world.Reactions.FindAsync(Edomex, visitors[i], target, days.Reverse(), default);
                Assert.Equal(standing.TryGetValue(target, out var stance) ? stance : null, found?.Stance);
            }
        }
    }

    private static readonly Comparer<KeyValuePair<Target, Stance>> ByTarget =
        Comparer<KeyValuePair<Target, Stance>>.Create((one, other) => string.CompareOrdinal(one.Key.ToString(), other.Key.ToString()));

    private static async Task<Dictionary<Target, Tally>> CountAsync(World world, ProcessId process, IReadOnlyList<DateOnly> days)
    {
        var sums = new Dictionary<Target, Tally>();
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            foreach (var (target, tally) in await world.Reactions.CountShardAsync(process, shard, days, default))
            {
                sums[target] = sums.GetValueOrDefault(target) + tally;
            }
        }

        return sums;
    }

    private static Task<Reaction> LikeAsync(World world, Visitor visitor) => RecordAsync(world, visitor, Stance.Like, Today);

    private static async Task<Reaction> RecordAsync(World world, Visitor visitor, Stance stance, DateOnly day) =>
        (await world.Reactions.RecordAsync(Edomex, visitor.Hash, Water, stance, QualityClass.A, day, At("2021-05-10T12:00"), default))!;
}
