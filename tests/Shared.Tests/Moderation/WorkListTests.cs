using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class WorkListTests
{
    [Fact]
    public async Task What_waits_comes_oldest_first_page_by_page_and_nothing_else()
    {
        var world = await World.NewAsync();
        var held = new List<Receipt>();
        for (var i = 0; i < 25; i++)
        {
            // Moderated in another order than received.
            held.Add(await ReceiveAsync(world, "son unos pendejos", At("2021-05-10T12:00").AddTicks(25 - i)));
            await ReceiveAsync(world, "Más parques", At("2021-05-10T12:00").AddTicks(25 - i));
        }

        var quarantined = await ReceiveAsync(world, "te voy a matar", At("2021-05-10T11:00"));

        var read = new List<Receipt>();
        var pages = 0;
        string? after = null;
        do
        {
            var page = await world.WorkList.ReadAsync(Edomex, WaitingList.Held, after, 10, default);
            read.AddRange(page.Comments.Select(c => c.Comment.Receipt));
            after = page.Last;
            pages++;
        }
        while (after is not null);

        Assert.Equal(held.AsEnumerable().Reverse(), read);
        Assert.Equal(3, pages);
        Assert.Equal([quarantined], await ReceiptsAsync(world, WaitingList.Quarantined));
        Assert.Empty(await ReceiptsAsync(world, WaitingList.Proposed));
        Assert.Empty((await world.WorkList.ReadAsync(ServerlessDecide.Processes.ProcessId.Parse("atlautla-2022"), WaitingList.Held, null, 10, default)).Comments);
    }

    [Fact]
    public async Task A_page_costs_one_operation_and_one_for_each_item_and_the_oldest_one()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        for (var i = 0; i < 7; i++) await ReceiveAsync(world, "son unos pendejos", At("2021-05-10T12:00").AddSeconds(i));
        proxy.Forget();

        Assert.Equal(5, (await world.WorkList.ReadAsync(Edomex, WaitingList.Held, null, 5, default)).Comments.Count);
        Assert.Equal(6, proxy.Requests.Count);
        proxy.Forget();
        Assert.Equal(At("2021-05-10T12:00"), await world.WorkList.OldestAsync(Edomex, WaitingList.Held, default));
        Assert.Null(await world.WorkList.OldestAsync(Edomex, WaitingList.Proposed, default));
        Assert.Equal(2, proxy.Requests.Count);
    }

    [Fact]
    public async Task A_row_whose_comment_was_decided_is_left_out_and_removed()
    {
        var world = await World.NewAsync();
        var receipt = await ReceiveAsync(world, "son unos pendejos", At("2021-05-10T12:00"));
        Assert.Equal(JudgementOutcome.Decided, (await DecideAsync(world, receipt, JudgementKind.Accept, "criticism")).Outcome);
        // As when the app died before it removed the row.
        await world.WorkList.PutAsync(Edomex, receipt, new(WaitingList.Held, At("2021-05-10T12:00")), default);

        Assert.NotNull(await world.WorkList.OldestAsync(Edomex, WaitingList.Held, default));
        Assert.Empty(await ReceiptsAsync(world, WaitingList.Held));
        Assert.Null(await world.WorkList.OldestAsync(Edomex, WaitingList.Held, default));
    }

    [Fact]
    public async Task A_row_that_is_ahead_of_its_comment_is_left_out_and_stays()
    {
        var world = await World.NewAsync();
        var comment = NewComment("son unos pendejos", At("2021-05-10T12:00"));
        await world.Comments.InsertAsync(Edomex, comment, default);
        await world.WorkList.PutAsync(Edomex, comment.Receipt, new(WaitingList.Held, comment.ReceivedAt), default);
        world.Time.Advance(TimeSpan.FromDays(3));
        Assert.Empty(await ReceiptsAsync(world, WaitingList.Held));

        // Only now the comment is marked, by somebody who wrote the row long ago.
        var read = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!;
        await world.Comments.DecideAsync(Edomex, read, comment with { Status = CommentStatus.Held, Reasons = ["insult"], DecidedAt = comment.ReceivedAt }, default);

        Assert.Equal([comment.Receipt], await ReceiptsAsync(world, WaitingList.Held));
    }

    [Fact]
    public async Task A_proposals_row_that_nothing_stands_behind_is_removed_only_when_nobody_can_be_about_to_propose()
    {
        var world = await World.NewAsync();
        var receipt = await ReceiveAsync(world, "Más parques", At("2021-05-10T12:00"));
        await world.WorkList.PutAsync(Edomex, receipt, new(WaitingList.Proposed, At("2021-05-10T12:30")), default);

        Assert.Empty(await ReceiptsAsync(world, WaitingList.Proposed));
        Assert.NotNull(await world.WorkList.OldestAsync(Edomex, WaitingList.Proposed, default));
        world.Time.Advance(WorkList.Grace + TimeSpan.FromSeconds(1));
        Assert.Empty(await ReceiptsAsync(world, WaitingList.Proposed));
        Assert.Null(await world.WorkList.OldestAsync(Edomex, WaitingList.Proposed, default));
    }

    [Fact]
    public async Task What_waits_without_a_row_gets_one_back_from_the_sweep()
    {
        var world = await World.NewAsync();
        var held = await ReceiveAsync(world, "son unos pendejos", At("2021-05-10T12:00"));
        var quarantined = await ReceiveAsync(world, "te voy a matar", At("2021-05-10T12:00"));
        var proposed = await ReceiveAsync(world, "Más parques", At("2021-05-10T12:00"));
        await DecideAsync(world, proposed, JudgementKind.Quarantine, "threat");
        var accepted = await ReceiveAsync(world, "son unos pendejos todos", At("2021-05-10T12:00"));
        await DecideAsync(world, accepted, JudgementKind.Accept, "criticism");
        // The table was lost.
        await world.Tables.DropAsync(world.Names.WorkList(Edomex), default);
        await world.WorkList.PutAsync(Edomex, held, new(WaitingList.Held, At("2021-05-10T12:00")), default);

        await world.Sweep.RequeueAsync(Process(), default);

        Assert.Equal([held], await ReceiptsAsync(world, WaitingList.Held));
        Assert.Equal([quarantined], await ReceiptsAsync(world, WaitingList.Quarantined));
        Assert.Equal([proposed], await ReceiptsAsync(world, WaitingList.Proposed));
    }

    [Fact]
    public void A_place_in_a_list_is_told_from_any_other_text()
    {
        Assert.True(WorkList.IsPlace("0637562304000000000.210510-7K3MQ-2X9PF-RT4WB-0HJCD"));
        foreach (var other in (string[])["", "x", "0637562304000000000.", "9999999999999999999.210510-7K3MQ-2X9PF-RT4WB-0HJCD", "-637562304000000000.210510-7K3MQ-2X9PF-RT4WB-0HJCD", "0637562304000000000'210510-7K3MQ-2X9PF-RT4WB-0HJCD"])
        {
            Assert.False(WorkList.IsPlace(other), other);
        }
    }

    private static async Task<List<Receipt>> ReceiptsAsync(World world, WaitingList list) =>
        [.. (await world.WorkList.ReadAsync(Edomex, list, null, 500, default)).Comments.Select(c => c.Comment.Receipt)];

    private static Task<JudgementResult> DecideAsync(World world, Receipt receipt, JudgementKind kind, string reason) =>
        world.Decisions.DecideAsync(Edomex, receipt, new(kind, reason, null, DeciderId.TryParse("ana-1", out var id) ? id : default), null, "operator-key", default);

    private static async Task<Receipt> ReceiveAsync(World world, string text, DateTimeOffset at)
    {
        var comment = NewComment(text, at);
        await world.Comments.InsertAsync(Edomex, comment, default);
        Assert.True(await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default));
        return comment.Receipt;
    }

    private static Comment NewComment(string text, DateTimeOffset at) => new(
        Receipt.New(Day("2021-05-10")), "v", PlatformTarget("plataforma-maiz"), "maiz", CommentKind.Comment, text, at, CommentStatus.Received, [], null);
}
