using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Participation;

public sealed class VisitorParticipationTests
{
    private static readonly Target Water = PlatformTarget("plataforma-maiz");

    [Fact]
    public async Task The_same_token_is_the_same_visitor_on_every_instance_and_another_in_every_process()
    {
        var world = await World.NewAsync();
        var token = new ReadToken(TokenStatus.Valid, [1, 2, 3], At("2021-05-10T08:00"));

        var visitor = await world.Participation.IdentifyAsync(Edomex, token, default);

        Assert.Equal(At("2021-05-10T08:00"), visitor.IssuedAt);
        Assert.Equal(visitor, await world.AnotherInstance().Participation.IdentifyAsync(Edomex, token, default));
        Assert.NotEqual(visitor.Hash, (await world.Participation.IdentifyAsync(ProcessId.Parse("atlautla-2022"), token, default)).Hash);
    }

    [Fact]
    public async Task A_stance_stands_from_the_day_it_was_taken_until_it_is_changed_or_withdrawn()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var liked = await world.Participation.ReactAsync(Process(), visitor, Water, Stance.Like, world.Time.GetUtcNow(), default);
        Assert.Equal(Day("2021-05-10"), liked!.Day);

        world.Time.Advance(TimeSpan.FromDays(5));
        Assert.Equal(liked.Receipt, (await world.Participation.FindStanceAsync(Process(), visitor, Water, default))!.Receipt);
        await world.Participation.ReactAsync(Process(), visitor, Water, Stance.Dislike, world.Time.GetUtcNow(), default);
        Assert.Equal(Stance.Dislike, Assert.Single(await world.Participation.ListStancesAsync(Process(), visitor, default)).Stance);

        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.True(await world.Participation.WithdrawAsync(Process(), visitor, Water, world.Time.GetUtcNow(), default));
        Assert.Null(await world.Participation.FindStanceAsync(Process(), visitor, Water, default));
        Assert.Empty(await world.Participation.ListStancesAsync(Process(), visitor, default));
    }

    [Fact]
    public async Task The_day_of_a_reaction_is_the_one_on_the_clocks_of_the_process()
    {
        var world = await World.NewAsync();
        world.Time.SetUtcNow(At("2021-05-10T23:59:59"));
        var visitor = world.NewVisitor();

        Assert.Equal(Day("2021-05-10"), (await world.Participation.ReactAsync(Process(), visitor, Water, Stance.Like, world.Time.GetUtcNow(), default))!.Day);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Day("2021-05-11"), (await world.Participation.ReactAsync(Process(), visitor, Water, Stance.Dislike, world.Time.GetUtcNow(), default))!.Day);
        Assert.Equal(Stance.Dislike, (await world.Participation.FindStanceAsync(Process(), visitor, Water, default))!.Stance);
    }

    [Fact]
    public async Task Withdrawing_what_was_never_said_writes_nothing()
    {
        var world = await World.NewAsync();

        Assert.True(await world.Participation.WithdrawAsync(Process(), world.NewVisitor(), Water, world.Time.GetUtcNow(), default));
        Assert.Empty(await world.Tables.ListAsync(world.Prefix, default));
    }

    [Fact]
    public async Task Withdrawing_twice_is_withdrawing_once()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        await world.Participation.ReactAsync(Process(), visitor, Water, Stance.Like, world.Time.GetUtcNow(), default);

        Assert.True(await world.Participation.WithdrawAsync(Process(), visitor, Water, world.Time.GetUtcNow(), default));
        Assert.True(await world.Participation.WithdrawAsync(Process(), visitor, Water, world.Time.GetUtcNow(), default));

        Assert.Equal(2, await world.Reactions.ReadShardAsync(Edomex, Day("2021-05-10"), visitor.Hash.Shard, default).CountAsync());
    }

    public static TheoryData<string, bool> Writes => new()
    {
        { "react", true }, { "react", false },
        { "repeat", true }, { "repeat", false },
        { "withdraw", true }, { "withdraw", false },
        { "comment", true }, { "comment", false },
        { "comment again", true }, { "comment again", false },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task What_is_answered_by_storage_a_minute_after_its_moment_is_not_acknowledged(string deed, bool isInTime)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var (now, visitor) = (world.Time.GetUtcNow(), world.NewVisitor());
        if (deed is "repeat" or "withdraw") await world.Participation.ReactAsync(Process(), visitor, Water, Stance.Like, now, default);
        if (deed == "comment again") await CommentAsync(world, visitor, "key");
        // Storage has done what was asked; its answer comes when the time is nearly over, or is over.
        proxy.AfterForward = request =>
        {
            var isRow = request.Service == StorageService.Table && !request.Target.Contains("/Tables", StringComparison.Ordinal);
            var isLast = deed switch { "react" or "withdraw" or "comment" => request is { Method: "POST", Status: 201 or 204 }, _ => request is { Method: "GET", Status: 200 } };
            if (isRow && isLast) world.Time.SetUtcNow(now + WriteDeadline.Length - (isInTime ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero));
            return Task.FromResult(Verdict.Continue);
        };

        if (isInTime) await DoAsync();
        else Assert.True(await Assert.ThrowsAnyAsync<Exception>(DoAsync) is TimeoutException or OperationCanceledException);

        Assert.True(world.Time.GetUtcNow() > now);

        Task DoAsync() => deed switch
        {
            "react" or "repeat" => world.Participation.ReactAsync(Process(), visitor, Water, Stance.Like, now, default),
            "withdraw" => world.Participation.WithdrawAsync(Process(), visitor, Water, now, default),
            "comment" => CommentAsync(world, visitor, null),
            _ => CommentAsync(world, visitor, "key"),
        };
    }

    [Fact]
    public async Task What_begins_a_minute_after_its_moment_is_not_tried()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var (now, visitor) = (world.Time.GetUtcNow(), world.NewVisitor());
        world.Time.Advance(WriteDeadline.Length);

        await Assert.ThrowsAsync<TimeoutException>(() => world.Participation.ReactAsync(Process(), visitor, Water, Stance.Like, now, default));

        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Whoever_waits_for_storage_is_not_kept_longer_than_a_minute()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var (asked, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        proxy.BeforeForward = async _ =>
        {
            asked.TrySetResult();
            await end.Task;
            return Verdict.Cut;
        };
        var reacting = world.Participation.ReactAsync(Process(), world.NewVisitor(), Water, Stance.Like, world.Time.GetUtcNow(), default);
        await asked.Task;

        world.Time.Advance(WriteDeadline.Length);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reacting);
        end.SetResult();
    }

    [Fact]
    public void Packaging_waits_longer_than_anything_may_take_to_be_acknowledged() =>
        Assert.True(ServerlessDecide.Processes.Calendar.SettleTime >= WriteDeadline.Length + TimeSpan.FromSeconds(30));

    [Fact]
    public async Task A_comment_is_stored_and_its_moderation_asked_for()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();

        var (reception, receipt) = await CommentAsync(world, visitor, null);

        Assert.Equal(CommentReception.Stored, reception);
        var stored = (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment;
        Assert.Equal(
            (visitor.Hash.Value, Water, "maiz", CommentKind.Idea, "Más parques", CommentStatus.Received, At("2021-05-10T12:00")),
            (stored.Visitor, stored.Target, stored.Contender, stored.Kind, stored.Text, stored.Status, stored.ReceivedAt));
        var message = Assert.Single(await world.TakeAsync(CommentMessage.Queue, CommentMessageJson.Default.CommentMessage));
        Assert.Equal("edomex-2021", message.Process);
        Assert.Equal([receipt.ToString()], message.Receipts);
    }

    [Fact]
    public async Task Without_a_key_the_same_text_twice_is_two_comments()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();

        Assert.NotEqual((await CommentAsync(world, visitor, null)).Receipt, (await CommentAsync(world, visitor, null)).Receipt);
        Assert.Equal(2, await CountAsync(world));
    }

    [Fact]
    public async Task With_a_key_the_same_request_twice_is_one_comment_with_one_receipt()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var first = await CommentAsync(world, visitor, "key");

        var again = await CommentAsync(world.AnotherInstance(), visitor, "key");

        Assert.Equal((CommentReception.Repeated, first.Receipt), again);
        Assert.Equal(1, await CountAsync(world));
    }

    [Fact]
    public async Task A_key_used_for_another_text_kind_or_target_is_refused_and_names_the_comment_that_stands()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var first = await CommentAsync(world, visitor, "key");

        Assert.Equal((CommentReception.KeyUsedOtherwise, first.Receipt), await CommentAsync(world, visitor, "key", text: "Otra cosa"));
        Assert.Equal((CommentReception.KeyUsedOtherwise, first.Receipt), await CommentAsync(world, visitor, "key", kind: CommentKind.Comment));
        Assert.Equal((CommentReception.KeyUsedOtherwise, first.Receipt), await CommentAsync(world, visitor, "key", target: PlatformTarget("plataforma-lluvia")));
        Assert.Equal(1, await CountAsync(world));
    }

    [Fact]
    public async Task The_key_of_one_visitor_is_nothing_to_another()
    {
        var world = await World.NewAsync();
        var one = await CommentAsync(world, world.NewVisitor(), "key");
        var other = await CommentAsync(world, world.NewVisitor(), "key");

        Assert.Equal((CommentReception.Stored, CommentReception.Stored), (one.Reception, other.Reception));
        Assert.NotEqual(one.Receipt.Random, other.Receipt.Random);
    }

    [Fact]
    public async Task A_request_repeated_after_midnight_is_the_one_of_before()
    {
        var world = await World.NewAsync();
        world.Time.SetUtcNow(At("2021-05-10T23:59:58"));
        var visitor = world.NewVisitor();
        var first = await CommentAsync(world, visitor, "key");

        world.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((CommentReception.Repeated, first.Receipt), await CommentAsync(world, visitor, "key"));
        Assert.Equal((CommentReception.KeyUsedOtherwise, first.Receipt), await CommentAsync(world, visitor, "key", text: "Otra cosa"));
        Assert.Equal(0, await world.Comments.CountDayAsync(Edomex, Day("2021-05-11"), default));
    }

    [Fact]
    public async Task Receipts_of_one_key_on_different_days_do_not_tell_that_one_person_wrote_both()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var first = await CommentAsync(world, visitor, "form-1");

        world.Time.Advance(TimeSpan.FromDays(2));
        var (reception, receipt) = await CommentAsync(world, visitor, "form-1", target: PlatformTarget("plataforma-lluvia"));

        Assert.Equal((CommentReception.Stored, Day("2021-05-12")), (reception, receipt.Day));
        Assert.NotEqual(first.Receipt.Random, receipt.Random);
    }

    [Fact]
    public async Task Of_16_at_once_with_one_key_one_is_stored_and_all_have_its_receipt()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => CommentAsync(world, visitor, "key")));

        Assert.Single(answers, a => a.Reception == CommentReception.Stored);
        Assert.Equal(15, answers.Count(a => a.Reception == CommentReception.Repeated));
        Assert.Single(answers.Select(a => a.Receipt).Distinct());
        Assert.Equal(1, await CountAsync(world));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(403)]
    public async Task A_comment_is_received_though_its_moderation_cannot_be_asked_for_now(int status)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.Set(StorageService.Queue, StorageMode.Fail(status));

        var (reception, receipt) = await CommentAsync(world, world.NewVisitor(), "key");

        Assert.Equal(CommentReception.Stored, reception);
        Assert.NotNull(await world.Comments.FindAsync(Edomex, receipt, default));
        world.Logs.AssertNothingUnexpected("LogNotEnqueued");
        Assert.Contains(world.Logs.Entries, entry => entry.Id.Name == "LogNotEnqueued");
        Assert.False(world.Logs.Contains("Más parques") || world.Logs.Contains(receipt.ToString()));

        proxy.Set(StorageMode.Up);
        world.Time.Advance(CommentSweep.Patience);
        Assert.Equal(1, await world.Sweep.RequeueAsync(Process(), default));
        Assert.Equal([receipt.ToString()], await world.TakeAskedAsync());
    }

    [Fact]
    public async Task A_comment_is_received_though_the_queue_refuses_connections()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.Set(StorageService.Queue, StorageMode.Refuse);

        Assert.Equal(CommentReception.Stored, (await CommentAsync(world, world.NewVisitor(), null)).Reception);
    }

    [Fact]
    public async Task When_the_table_is_away_nothing_is_promised_and_nothing_enqueued()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.Set(StorageService.Table, StorageMode.Fail(503));

        await Assert.ThrowsAnyAsync<Exception>(() => CommentAsync(world, world.NewVisitor(), null));

        proxy.Set(StorageMode.Up);
        Assert.Equal(0, await CountAsync(world));
        Assert.Empty(await world.TakeAskedAsync());
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_on_the_way_is_stored_once()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await CommentAsync(world, world.NewVisitor(), null);
        var lost = 0;
        proxy.AfterForward = request => Task.FromResult(
            request.Service == StorageService.Table && request.Method == "POST" && Interlocked.Increment(ref lost) == 1
                ? Verdict.Answer(500)
                : Verdict.Continue);

        var (reception, receipt) = await CommentAsync(world, world.NewVisitor(), null);

        Assert.Equal(CommentReception.Stored, reception);
        Assert.True(lost >= 1);
        Assert.Equal(2, await CountAsync(world));
        Assert.Contains(receipt.ToString(), await world.TakeAskedAsync());
    }

    private static Task<(CommentReception Reception, Receipt Receipt)> CommentAsync(
        World world, Visitor visitor, string? key, string text = "Más parques", CommentKind kind = CommentKind.Idea, Target? target = null) =>
        world.Participation.CommentAsync(Process(), visitor, target ?? Water, "maiz", kind, text, key, world.Time.GetUtcNow(), default);

    private static Task<int> CountAsync(World world) => world.Comments.CountDayAsync(Edomex, Day("2021-05-10"), default);
}
