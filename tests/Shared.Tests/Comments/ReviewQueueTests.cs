using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Comments;

public sealed class ReviewQueueTests
{
    [Fact]
    public async Task Only_waiting_comments_come_oldest_first_page_by_page()
    {
        var world = await World.NewAsync();
        var held = new List<Receipt>();
        for (var i = 0; i < 25; i++)
        {
            // Moderate in another order than received.
            held.Add(await ReceiveAsync(world, "son unos pendejos", At("2021-05-10T12:00").AddTicks(25 - i)));
            await ReceiveAsync(world, "Más parques", At("2021-05-10T12:00").AddTicks(25 - i));
        }

        var quarantined = await ReceiveAsync(world, "te voy a matar", At("2021-05-10T11:00"));

        var read = new List<Receipt>();
        var pages = 0;
        string? after = null;
        do
        {
            var page = await world.ReviewQueue.ReadAsync(Edomex, ReviewList.Held, after, 10, default);
            read.AddRange(page.Comments.Select(c => c.Comment.Receipt));
            after = page.Last;
            pages++;
        }
        while (after is not null);

        Assert.Equal(held.AsEnumerable().Reverse(), read);
        Assert.Equal(3, pages);
        Assert.Equal([quarantined], await ReceiptsAsync(world, ReviewList.Quarantined));
        Assert.Empty(await ReceiptsAsync(world, ReviewList.Proposed));
        Assert.Empty((await world.ReviewQueue.ReadAsync(ServerlessDecide.ProcessId.Parse("atlautla-2022"), ReviewList.Held, null, 10, default)).Comments);
    }

    [Fact]
    public async Task A_page_costs_one_operation_plus_one_for_each_item_and_the_oldest_entry_costs_one()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        for (var i = 0; i < 7; i++) await ReceiveAsync(world, "son unos pendejos", At("2021-05-10T12:00").AddSeconds(i));
        proxy.Forget();

        Assert.Equal(5, (await world.ReviewQueue.ReadAsync(Edomex, ReviewList.Held, null, 5, default)).Comments.Count);
        Assert.Equal(6, proxy.Requests.Count);
        proxy.Forget();
        Assert.Equal(At("2021-05-10T12:00"), await world.ReviewQueue.OldestAsync(Edomex, ReviewList.Held, default));
        Assert.Null(await world.ReviewQueue.OldestAsync(Edomex, ReviewList.Proposed, default));
        Assert.Equal(2, proxy.Requests.Count);
    }

    [Fact]
    public async Task A_row_of_a_decided_comment_is_left_out_and_removed()
    {
        var world = await World.NewAsync();
        var receipt = await ReceiveAsync(world, "son unos pendejos", At("2021-05-10T12:00"));
        Assert.Equal(DecisionOutcome.Decided, (await DecideAsync(world, receipt, DecisionKind.Accept, "criticism")).Outcome);
        // As if the app had crashed before it removed the row.
        await world.ReviewQueue.PutAsync(Edomex, receipt, new(ReviewList.Held, At("2021-05-10T12:00")), default);

        Assert.NotNull(await world.ReviewQueue.OldestAsync(Edomex, ReviewList.Held, default));
        Assert.Empty(await ReceiptsAsync(world, ReviewList.Held));
        Assert.Null(await world.ReviewQueue.OldestAsync(Edomex, ReviewList.Held, default));
    }

    [Fact]
    public async Task A_row_ahead_of_its_comment_is_left_out_and_kept()
    {
        var world = await World.NewAsync();
        var comment = NewComment("son unos pendejos", At("2021-05-10T12:00"));
        await world.Comments.InsertAsync(Edomex, comment, default);
        await world.ReviewQueue.PutAsync(Edomex, comment.Receipt, new(ReviewList.Held, comment.ReceivedAt), default);
        world.Time.Advance(TimeSpan.FromDays(3));
        Assert.Empty(await ReceiptsAsync(world, ReviewList.Held));

        // Only now is the comment marked, by a writer that wrote the row long ago.
        var read = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!;
        await world.Comments.DecideAsync(Edomex, read, comment with { Status = CommentStatus.Held, Reasons = ["insult"], DecidedAt = comment.ReceivedAt }, default);

        Assert.Equal([comment.Receipt], await ReceiptsAsync(world, ReviewList.Held));
    }

    [Fact]
    public async Task An_orphaned_row_of_a_proposal_is_removed_only_after_the_pending_write_window()
    {
        var world = await World.NewAsync();
        var receipt = await ReceiveAsync(world, "Más parques", At("2021-05-10T12:00"));
        await world.ReviewQueue.PutAsync(Edomex, receipt, new(ReviewList.Proposed, At("2021-05-10T12:30")), default);

        Assert.Empty(await ReceiptsAsync(world, ReviewList.Proposed));
        Assert.NotNull(await world.ReviewQueue.OldestAsync(Edomex, ReviewList.Proposed, default));
        world.Time.Advance(ReviewQueue.PendingWriteWindow + TimeSpan.FromSeconds(1));
        Assert.Empty(await ReceiptsAsync(world, ReviewList.Proposed));
        Assert.Null(await world.ReviewQueue.OldestAsync(Edomex, ReviewList.Proposed, default));
    }

    [Fact]
    public async Task The_sweep_restores_the_row_of_a_waiting_comment()
    {
        var world = await World.NewAsync();
        var held = await ReceiveAsync(world, "son unos pendejos", At("2021-05-10T12:00"));
        var quarantined = await ReceiveAsync(world, "te voy a matar", At("2021-05-10T12:00"));
        var proposed = await ReceiveAsync(world, "Más parques", At("2021-05-10T12:00"));
        await DecideAsync(world, proposed, DecisionKind.Quarantine, "threat");
        var accepted = await ReceiveAsync(world, "son unos pendejos todos", At("2021-05-10T12:00"));
        await DecideAsync(world, accepted, DecisionKind.Accept, "criticism");
        // The table was lost.
        await world.Tables.DropAsync(world.Names.ReviewQueue(Edomex), default);
        await world.ReviewQueue.PutAsync(Edomex, held, new(ReviewList.Held, At("2021-05-10T12:00")), default);

        await world.Sweep.RequeueAsync(Process(), default);

        Assert.Equal([held], await ReceiptsAsync(world, ReviewList.Held));
        Assert.Equal([quarantined], await ReceiptsAsync(world, ReviewList.Quarantined));
        Assert.Equal([proposed], await ReceiptsAsync(world, ReviewList.Proposed));
    }

    [Fact]
    public void A_cursor_is_distinguished_from_any_other_text()
    {
        Assert.True(ReviewQueue.IsPlace("0637562304000000000.210510-7K3MQ-2X9PF-RT4WB-0HJCD"));
        foreach (var other in (string[])["", "x", "0637562304000000000.", "9999999999999999999.210510-7K3MQ-2X9PF-RT4WB-0HJCD", "-637562304000000000.210510-7K3MQ-2X9PF-RT4WB-0HJCD", "0637562304000000000'210510-7K3MQ-2X9PF-RT4WB-0HJCD"])
        {
            Assert.False(ReviewQueue.IsPlace(other), other);
        }
    }

    private static async Task<List<Receipt>> ReceiptsAsync(World world, ReviewList list) =>
        [.. (await world.ReviewQueue.ReadAsync(Edomex, list, null, 500, default)).Comments.Select(c => c.Comment.Receipt)];

    private static Task<DecisionResult> DecideAsync(World world, Receipt receipt, DecisionKind kind, string reason) =>
        world.Decisions.DecideAsync(Edomex, receipt, new(kind, reason, null, DeciderId.TryParse("ana-1", out var id) ? id : default), null, "operator-key", default);

    private static async Task<Receipt> ReceiveAsync(World world, string text, DateTimeOffset at)
    {
        var comment = NewComment(text, at);
        await world.Comments.InsertAsync(Edomex, comment, default);
        Assert.True(await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default));
        return comment.Receipt;
    }

    private static Comment NewComment(string text, DateTimeOffset at) => new(
        Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
        CommentKind.Comment, text, at, CommentStatus.Received, [], null);
}
