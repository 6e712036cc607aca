using System.CommandLine;
using Azure;
using Azure.Storage.Queues.Models;

namespace ServerlessDecide.Tools.Poison;

/// <summary>
/// The command line of <c>tools/replay</c>: moves the messages of a poison queue back to their queue. It sends a message before it deletes
/// it: if it dies in between, the message is handled twice, which is idempotent.
/// </summary>
internal static class ReplayCommand
{
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    public static Command Create()
    {
        Argument<string> queue = new("QUEUE") { Description = "comments, imports, tallies or packages" };
        Option<bool> list = new("--list") { Description = "shows up to 32 messages and leaves them where they are" };
        var command = new Command("tools/replay", "Puts the messages of a poison queue back into their queue.") { queue, list };
        Account.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(Account.From(parsed), parsed.GetRequiredValue(queue), parsed.GetValue(list), parsed.Output(), cancellationToken));
        return command;
    }

    private static async Task RunAsync(Account account, string name, bool list, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            if (list) await ListAsync(account, name, output, cancellationToken);
            else await output.WriteLineAsync($"{await ReplayAsync(account, name, cancellationToken)} messages were put back into {account.Names.Queue(name)}.");
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            throw new RefusedException($"There is no queue {account.Names.Queue(name + "-poison")}: nothing ever failed, or {name} is no queue.");
        }
    }

    /// <summary>Moves the messages back and returns how many. It takes no more than there were at the start: messages that fail again stay.</summary>
    public static async Task<int> ReplayAsync(Account account, string name, CancellationToken cancellationToken)
    {
        var queue = account.Queues.GetQueueClient(account.Names.Queue(name));
        var poison = account.Queues.GetQueueClient(account.Names.Queue(name + "-poison"));
        var count = 0;
        // A count and not a time: the service's clock is not ours.
        var most = (await poison.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCountLong;
        while (count < most)
        {
            var messages = await poison.ReceiveMessagesAsync((int)Math.Min(32, most - count), Hidden, cancellationToken);
            if (messages.Value.Length == 0) break;
            foreach (var message in messages.Value)
            {
                await queue.SendMessageAsync(message.Body, visibilityTimeout: null, NeverExpires, cancellationToken);
                await poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                count++;
            }
        }

        return count;
    }

    private static async Task ListAsync(Account account, string name, TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var message in (await account.Queues.GetQueueClient(account.Names.Queue(name + "-poison")).PeekMessagesAsync(32, cancellationToken)).Value)
        {
            await output.WriteLineAsync($"{message.InsertedOn:u} {Text(message.Body)}");
        }
    }

    /// <summary>Returns the JSON of a base64 message; other messages as they are.</summary>
    private static string Text(BinaryData body)
    {
        var text = body.ToString();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? System.Text.Encoding.UTF8.GetString(bytes, 0, length) : text;
    }
}
