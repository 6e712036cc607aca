using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ServerlessDecide.Standalone.Storage;

namespace ServerlessDecide.Standalone.Queues;

/// <summary>Keeps a message hidden while it runs, and holds its current pop receipt.</summary>
internal sealed class MessageLease : IAsyncDisposable
{
    private readonly QueueClient queue;
    private readonly QueueMessage message;
    private readonly TimeSpan duration;
    private readonly StorageWatch watch;
    private readonly CancellationTokenSource ending = new();
    private readonly Task renewing;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan duration, StorageWatch watch)
    {
        this.queue = queue;
        this.message = message;
        this.duration = duration;
        this.watch = watch;
        PopReceipt = message.PopReceipt;
        renewing = RenewAsync();
    }

    /// <summary>The current pop receipt. It no longer changes once the lease is disposed.</summary>
    public string PopReceipt { get; private set; }

    // Wait for a renewal under way instead of cancelling it: its answer holds the receipt needed to delete the message.
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await renewing;
        ending.Dispose();
    }

    private async Task RenewAsync()
    {
        var wait = duration / 2;
        while (true)
        {
            await Task.Delay(wait, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ending.IsCancellationRequested) return;
            try
            {
                var renewed = await queue.UpdateMessageAsync(message.MessageId, PopReceipt, (string?)null, duration, CancellationToken.None);
                PopReceipt = renewed.Value.PopReceipt;
                watch.Worked(queue.Name);
                wait = duration / 2;
            }
            catch (RequestFailedException gone) when (gone.Status is 400 or 404)
            {
                // Another process has or had the message. The run here goes on: handling a message is idempotent.
                return;
            }
            catch (Exception away) when (away is RequestFailedException or AggregateException or OperationCanceledException)
            {
                watch.Failed(queue.Name, away);
                wait = duration / 10;
            }
        }
    }
}
