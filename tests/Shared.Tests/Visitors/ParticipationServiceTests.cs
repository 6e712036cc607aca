using ServerlessDecide.Comments;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class ParticipationServiceTests
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
    public async Task A_stance_holds_from_the_day_it_was_taken_until_it_is_changed_or_withdrawn()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        var liked = await world.Participation.ReactAsync(Open(Water, world.Time.GetUtcNow()), visitor, Stance.Like, default);
        Assert.Equal(Day("2021-05-10"), liked!.Day);

        world.Time.Advance(TimeSpan.FromDays(5));
        Assert.Equal(liked.Receipt, (await world.Participation.FindStanceAsync(Open(Water, world.Time.GetUtcNow()), visitor, default))!.Receipt);
        await world.Participation.ReactAsync(Open(Water, world.Time.GetUtcNow()), visitor, Stance.Dislike, default);
        Assert.Equal(Stance.Dislike, Assert.Single(await world.Participation.ListStancesAsync(Process(), visitor, default)).Stance);

        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.True(await world.Participation.WithdrawAsync(Open(Water, world.Time.GetUtcNow()), visitor, default));
        Assert.Null(await world.Participation.FindStanceAsync(Open(Water, world.Time.GetUtcNow()), visitor, default));
        Assert.Empty(await world.Participation.ListStancesAsync(Process(), visitor, default));
    }

    [Fact]
    public async Task The_day_of_a_reaction_is_in_the_time_zone_of_the_process()
    {
        var world = await World.NewAsync();
        world.Time.SetUtcNow(At("2021-05-10T23:59:59"));
        var visitor = world.NewVisitor();

        Assert.Equal(Day("2021-05-10"), (await world.Participation.ReactAsync(Open(Water, world.Time.GetUtcNow()), visitor, Stance.Like, default))!.Day);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Day("2021-05-11"), (await world.Participation.ReactAsync(Open(Water, world.Time.GetUtcNow()), visitor, Stance.Dislike, default))!.Day);
        Assert.Equal(Stance.Dislike, (await world.Participation.FindStanceAsync(Open(Water, world.Time.GetUtcNow()), visitor, default))!.Stance);
    }

    [Fact]
    public async Task Withdrawing_a_stance_that_was_never_taken_writes_nothing()
    {
        var world = await World.NewAsync();

        Assert.True(await world.Participation.WithdrawAsync(Open(Water, world.Time.GetUtcNow()), world.NewVisitor(), default));
        Assert.Empty(await world.Tables.ListAsync(world.Prefix, default));
    }

    [Fact]
    public async Task Withdrawing_twice_has_the_effect_of_once()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        await world.Participation.ReactAsync(Open(Water, world.Time.GetUtcNow()), visitor, Stance.Like, default);

        Assert.True(await world.Participation.WithdrawAsync(Open(Water, world.Time.GetUtcNow()), visitor, default));
        Assert.True(await world.Participation.WithdrawAsync(Open(Water, world.Time.GetUtcNow()), visitor, default));

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
    public async Task A_write_that_storage_answers_after_a_minute_is_not_acknowledged(string deed, bool isInTime)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var (now, visitor) = (world.Time.GetUtcNow(), world.NewVisitor());
        if (deed is "repeat" or "withdraw") await world.Participation.ReactAsync(Open(Water, now), visitor, Stance.Like, default);
        if (deed == "comment again") await CommentAsync(world, visitor, "key");
        // Storage has done the write; its answer arrives just before or after the time limit.
        proxy.AfterForward = request =>
        {
            var isRow = request.Service == StorageService.Table && !request.Target.Contains("/Tables", StringComparison.Ordinal);
            var isLast = deed switch { "react" or "withdraw" or "comment" => request is { Method: "POST", Status: 201 or 204 }, _ => request is { Method: "GET", Status: 200 } };
            if (isRow && isLast) world.Time.SetUtcNow(now + WriteDeadline.Length - (isInTime ? TimeSpan.FromMilliseconds(1) : TimeSpan.Zero));
            return Task.FromResult(ProxyAction.Continue);
        };

        if (isInTime) await DoAsync();
        else Assert.True(await Assert.ThrowsAnyAsync<Exception>(DoAsync) is TimeoutException or OperationCanceledException);

        Assert.True(world.Time.GetUtcNow() > now);

        Task DoAsync() => deed switch
        {
            "react" or "repeat" => world.Participation.ReactAsync(Open(Water, now), visitor, Stance.Like, default),
            "withdraw" => world.Participation.WithdrawAsync(Open(Water, now), visitor, default),
            "comment" => CommentAsync(world, visitor, null),
            _ => CommentAsync(world, visitor, "key"),
        };
    }

    [Fact]
    public async Task A_write_that_would_begin_after_a_minute_is_not_tried()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var (now, visitor) = (world.Time.GetUtcNow(), world.NewVisitor());
        world.Time.Advance(WriteDeadline.Length);

        await Assert.ThrowsAsync<TimeoutException>(() => world.Participation.ReactAsync(Open(Water, now), visitor, Stance.Like, default));

        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task A_caller_does_not_wait_for_storage_longer_than_a_minute()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var (asked, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        proxy.BeforeForward = async _ =>
        {
            asked.TrySetResult();
            await end.Task;
            return ProxyAction.Cut;
        };
        var reacting = world.Participation.ReactAsync(Open(Water, world.Time.GetUtcNow()), world.NewVisitor(), Stance.Like, default);
        await asked.Task;

        world.Time.Advance(WriteDeadline.Length);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reacting);
        end.SetResult();
    }

    [Fact]
    public void Packaging_waits_longer_than_any_write_may_take_to_be_acknowledged() =>
        Assert.True(ServerlessDecide.Processes.Calendar.SettleTime >= WriteDeadline.Length + TimeSpan.FromSeconds(30));

    [Fact]
    public async Task A_comment_is_stored_and_its_moderation_queued()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();

        var (reception, receipt) = await CommentAsync(world, visitor, null);

        Assert.Equal(CommentReception.Stored, reception);
        var stored = (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment;
        Assert.Equal(
            (visitor.Hash, Water, Slug.Parse("maiz"), CommentKind.Idea, "Más parques", CommentStatus.Received, At("2021-05-10T12:00")),
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
    public async Task A_key_reused_for_another_text_kind_or_target_is_refused_and_names_the_stored_comment()
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
    public async Task The_keys_of_two_visitors_are_independent()
    {
        var world = await World.NewAsync();
        var one = await CommentAsync(world, world.NewVisitor(), "key");
        var other = await CommentAsync(world, world.NewVisitor(), "key");

        Assert.Equal((CommentReception.Stored, CommentReception.Stored), (one.Reception, other.Reception));
        Assert.NotEqual(one.Receipt.Random, other.Receipt.Random);
    }

    [Fact]
    public async Task A_request_repeated_after_midnight_returns_the_comment_of_the_day_before()
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
    public async Task Sixteen_concurrent_requests_with_one_key_store_one_comment_and_all_get_its_receipt()
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
    public async Task A_comment_is_received_though_its_moderation_cannot_be_queued_now(int status)
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
        world.Time.Advance(CommentSweep.RequeueAfter);
        Assert.Equal(1, await world.Sweep.RequeueAsync(Process(), default));
        Assert.Equal([receipt.ToString()], await world.TakeAskedAsync());
    }

    [Fact]
    public async Task While_queues_are_away_one_line_a_second_tells_of_comments_without_their_moderation_and_what_failed()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.Set(StorageService.Queue, StorageMode.Fail(403));
        for (var i = 0; i < 4; i++) await CommentAsync(world, world.NewVisitor(), null);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await CommentAsync(world, world.NewVisitor(), null);

        Assert.Equal(2, world.Logs.Entries.Count);
        Assert.All(world.Logs.Entries, entry =>
        {
            Assert.Null(entry.Exception);
            Assert.Contains("RequestFailedException 403", entry.Message, StringComparison.Ordinal);
        });
        Assert.EndsWith("Others since the last line: 3", world.Logs.Entries[1].Message, StringComparison.Ordinal);
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
    public async Task No_comment_is_acknowledged_or_enqueued_when_the_table_is_unavailable()
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
    public async Task A_retried_comment_whose_answer_was_lost_is_stored_once()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await CommentAsync(world, world.NewVisitor(), null);
        var lost = 0;
        proxy.AfterForward = request => Task.FromResult(
            request.Service == StorageService.Table && request.Method == "POST" && Interlocked.Increment(ref lost) == 1
                ? ProxyAction.Answer(500)
                : ProxyAction.Continue);

        var (reception, receipt) = await CommentAsync(world, world.NewVisitor(), null);

        Assert.Equal(CommentReception.Stored, reception);
        Assert.True(lost >= 1);
        Assert.Equal(2, await CountAsync(world));
        Assert.Contains(receipt.ToString(), await world.TakeAskedAsync());
    }

    private static Task<(CommentReception Reception, Receipt Receipt)> CommentAsync(
        World world, Visitor visitor, string? key, string text = "Más parques", CommentKind kind = CommentKind.Idea, Target? target = null) =>
        world.Participation.CommentAsync(Open(target ?? Water, world.Time.GetUtcNow()), visitor, new(kind, text, key), default);

    private static OpenTarget Open(Target target, DateTimeOffset at) => new(Process(), target, Slug.Parse("maiz"), at);

    private static Task<int> CountAsync(World world) => world.Comments.CountDayAsync(Edomex, Day("2021-05-10"), default);
}
