using ServerlessDecide.Comments;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Comments;

public sealed class CommentSweepTests
{
    [Fact]
    public async Task A_comment_left_behind_is_enqueued_once_per_sweep()
    {
        var world = await World.NewAsync();
        var left = await ReceiveAsync(world);
        world.Time.Advance(CommentSweep.RequeueAfter);

        Assert.Equal(1, await world.Sweep.RequeueAsync(Process(), default));
        Assert.Equal([left.ToString()], await world.TakeAskedAsync());

        Assert.Equal(1, await world.Sweep.RequeueAsync(Process(), default));
        Assert.Single(await world.TakeAskedAsync());
    }

    [Fact]
    public async Task A_comment_that_has_just_arrived_is_left_to_its_own_message()
    {
        var world = await World.NewAsync();
        await ReceiveAsync(world);
        world.Time.Advance(CommentSweep.RequeueAfter - TimeSpan.FromSeconds(1));

        Assert.Equal(0, await world.Sweep.RequeueAsync(Process(), default));
        Assert.True(await world.Sweep.AnyUndecidedAsync(Process(), default));
    }

    [Fact]
    public async Task A_decided_comment_is_not_enqueued_again()
    {
        var world = await World.NewAsync();
        var receipt = await ReceiveAsync(world);
        await world.Moderation.ModerateAsync(Edomex, receipt, default);
        world.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await world.Sweep.RequeueAsync(Process(), default));
        Assert.False(await world.Sweep.AnyUndecidedAsync(Process(), default));
    }

    [Fact]
    public async Task The_sweep_finds_comments_of_earlier_days()
    {
        var world = await World.NewAsync();
        await ReceiveAsync(world);
        world.Time.Advance(TimeSpan.FromDays(1));
        await ReceiveAsync(world);
        world.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(2, await world.Sweep.RequeueAsync(Process(), default));
    }

    [Fact]
    public async Task The_sweep_does_not_read_fully_decided_days_again()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var receipt = await ReceiveAsync(world);
        await world.Moderation.ModerateAsync(Edomex, receipt, default);
        world.Time.SetUtcNow(At("2021-05-11T12:00"));
        await world.Sweep.RequeueAsync(Process(), default);
        proxy.Forget();

        await world.Sweep.RequeueAsync(Process(), default);

        var today = world.Names.Comments(Edomex, Day("2021-05-11"));
        Assert.All(
            proxy.Requests.Where(r => r.Target.Contains("0comments", StringComparison.Ordinal)),
            request => Assert.Contains(today, request.Target, StringComparison.Ordinal));
        Assert.Contains(proxy.Requests, r => r.Target.Contains(today, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_does_not_count_as_decided_while_a_comment_may_still_arrive()
    {
        var world = await World.NewAsync();
        world.Time.SetUtcNow(At("2021-05-10T23:59:58"));
        var late = NewComment(world);
        world.Time.SetUtcNow(At("2021-05-11T00:00:30"));
        await world.Sweep.RequeueAsync(Process(), default);

        // The write was in flight over midnight.
        await world.Comments.InsertAsync(Edomex, late, default);
        world.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await world.Sweep.RequeueAsync(Process(), default));
    }

    [Fact]
    public async Task The_sweep_reads_an_undecided_day_again_even_if_later_days_are_decided()
    {
        var world = await World.NewAsync();
        var first = await ReceiveAsync(world);
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.Moderation.ModerateAsync(Edomex, await ReceiveAsync(world), default);
        world.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await world.Sweep.RequeueAsync(Process(), default));
        Assert.Equal(1, await world.Sweep.RequeueAsync(Process(), default));
        await world.Moderation.ModerateAsync(Edomex, first, default);
        Assert.Equal(0, await world.Sweep.RequeueAsync(Process(), default));
        Assert.False(await world.Sweep.AnyUndecidedAsync(Process(), default));
    }

    [Fact]
    public async Task The_sweep_finds_comments_of_the_last_day_long_after_the_closing()
    {
        var world = await World.NewAsync();
        world.Time.SetUtcNow(At("2021-06-02T23:59:59"));
        await ReceiveAsync(world);
        world.Time.SetUtcNow(At("2021-08-01"));

        Assert.True(await world.Sweep.AnyUndecidedAsync(Process(), default));
        Assert.Equal(1, await world.Sweep.RequeueAsync(Process(), default));
    }

    private static async Task<Receipt> ReceiveAsync(World world)
    {
        var comment = NewComment(world);
        await world.Comments.InsertAsync(Edomex, comment, default);
        return comment.Receipt;
    }

    private static Comment NewComment(World world)
    {
        var now = world.Time.GetUtcNow();
        return new(
            Receipt.New(Process().LocalDay(now)), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
            CommentKind.Comment, "Más parques", now, CommentStatus.Received, [], null);
    }
}
