using ServerlessDecide.Comments;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Comments;

public sealed class CommentSenderTests
{
    private static readonly ProcessId Atlautla = ProcessId.Parse("atlautla-2022");

    [Fact]
    public async Task Comments_sent_one_after_the_other_have_their_own_messages()
    {
        var world = await World.NewAsync();
        for (var i = 0; i < 3; i++) await world.CommentSender.SendAsync(Edomex, NewReceipt());
        Assert.All(await TakeAsync(world), message => Assert.Single(message.Receipts));
    }

    [Fact]
    public async Task Comments_sent_at_once_share_messages_and_each_is_named_once()
    {
        var world = await World.NewAsync();
        var asked = Enumerable.Range(0, 100).Select(i => (Process: i % 4 == 0 ? Atlautla : Edomex, Receipt: NewReceipt())).ToList();

        await Task.WhenAll(asked.Select(a => world.CommentSender.SendAsync(a.Process, a.Receipt)));

        var messages = await TakeAsync(world);
        Assert.Equal(
            asked.Select(a => (a.Process.Value, a.Receipt.ToString())).Order(),
            messages.SelectMany(m => m.Receipts.Select(receipt => (m.Process, receipt))).Order());
        Assert.All(messages, message => Assert.InRange(message.Receipts.Count, 1, CommentSender.MaxReceipts));
        Assert.InRange(messages.Count, 7, 30);
    }

    [Fact]
    public async Task Sending_a_comment_completes_only_after_its_message_is_written()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await world.CommentSender.SendAsync(Edomex, NewReceipt());
        var pass = new TaskCompletionSource();
        proxy.BeforeForward = async request =>
        {
            if (request.Service == StorageService.Queue) await pass.Task;
            return ProxyAction.Continue;
        };

        var asked = Enumerable.Range(0, 20).Select(_ => world.CommentSender.SendAsync(Edomex, NewReceipt())).ToList();
        Assert.DoesNotContain(asked, task => task.IsCompleted);
        pass.SetResult();
        await Task.WhenAll(asked);
    }

    [Fact]
    public async Task A_failed_message_fails_all_waiting_comments_and_the_next_one_is_sent()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await world.CommentSender.SendAsync(Edomex, NewReceipt());
        var (sent, pass) = (0, new TaskCompletionSource());
        proxy.BeforeForward = async _ =>
        {
            Interlocked.Increment(ref sent);
            await pass.Task;
            return ProxyAction.Answer(503);
        };

        var asked = Enumerable.Range(0, 40).Select(_ => world.CommentSender.SendAsync(Edomex, NewReceipt())).ToList();
        pass.SetResult();
        foreach (var task in asked) await Assert.ThrowsAsync<Azure.RequestFailedException>(() => task);

        // One message and its two retries.
        Assert.Equal(3, sent);
        proxy.BeforeForward = null;
        var receipt = NewReceipt();
        await world.CommentSender.SendAsync(Edomex, receipt);
        Assert.Contains(receipt.ToString(), await world.TakeAskedAsync());
    }

    private static Receipt NewReceipt() => Receipt.New(Day("2021-05-10"));

    private static Task<IReadOnlyList<CommentMessage>> TakeAsync(World world) => world.TakeAsync(CommentMessage.Queue, CommentMessageJson.Default.CommentMessage);
}
