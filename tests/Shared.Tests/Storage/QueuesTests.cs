using System.Text;
using ServerlessDecide.Comments;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class QueuesTests
{
    [Fact]
    public async Task A_message_is_JSON_in_base64_and_never_expires()
    {
        var world = await World.NewAsync();

        await SendAsync(world, "210510-00000-00000-00000-00000");

        // A client without decoding sees the stored text.
        var raw = new Azure.Storage.Queues.QueueServiceClient(await Azurite.SharedConnectionStringAsync()).GetQueueClient(world.Names.Queue(CommentMessage.Queue));
        var message = (await raw.ReceiveMessageAsync()).Value;
        Assert.Equal(
            """{"process":"edomex-2021","receipt":"210510-00000-00000-00000-00000"}""",
            Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString())));
        Assert.True(message.ExpiresOn!.Value.Year > 9000);
    }

    [Fact]
    public async Task Concurrent_messages_to_a_missing_queue_all_arrive()
    {
        var world = await World.NewAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => SendAsync(world, $"{i}")));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}").Order(), (await world.TakeAskedAsync()).Order());
    }

    [Fact]
    public async Task A_removed_queue_is_created_again()
    {
        var world = await World.NewAsync();
        await SendAsync(world, "before");
        await world.Clients.Queues.DeleteQueueAsync(world.Names.Queue(CommentMessage.Queue));

        await SendAsync(world, "after");

        Assert.Equal(["after"], await world.TakeAskedAsync());
    }

    [Fact]
    public async Task Installations_that_share_an_account_do_not_see_each_others_messages()
    {
        var one = await World.NewAsync();
        var other = await World.NewAsync();
        await SendAsync(one, "one");

        Assert.Empty(await other.TakeAskedAsync());
    }

    private static Task SendAsync(World world, string receipt) =>
        world.Queues.SendAsync(CommentMessage.Queue, new CommentMessage("edomex-2021", receipt), CommentMessageJson.Default.CommentMessage, default);
}
