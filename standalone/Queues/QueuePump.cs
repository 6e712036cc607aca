using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Hosting;
using ServerlessDecide.Standalone.Storage;

namespace ServerlessDecide.Standalone.Queues;

/// <summary>
/// Runs one function for the messages of its queue as the real host's listener does: batches, retries after the visibility timeout,
/// the poison queue after the last try. A message is deleted only after its work is done or its copy is in the poison queue.
/// </summary>
internal sealed partial class QueuePump
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the real host hides a message of a poison queue whose function failed, whatever host.json says.</summary>
    private static readonly TimeSpan PoisonRetry = TimeSpan.FromMinutes(10);

    private readonly Function function;
    private readonly QueueSettings settings;
    private readonly InvocationRunner runner;
    private readonly RunningWork work;
    private readonly StorageWatch watch;
    private readonly ILogger<QueuePump> logger;
    private readonly QueueClient queue;
    private readonly QueueClient? poison;
    private TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;

    public QueuePump(
        Function function, HostSettings settings, InvocationRunner runner, RunningWork work, StorageWatch watch, ILogger<QueuePump> logger)
    {
        this.function = function;
        this.settings = settings.Queues;
        this.runner = runner;
        this.work = work;
        this.watch = watch;
        this.logger = logger;

        // Texts are decoded at binding, not by the client: one that cannot be decoded fails only its own invocation and is kept as it is.
        var trigger = (QueueTrigger)function.Trigger;
        var options = HostState.WithPatience(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        queue = new QueueClient(trigger.ConnectionString, trigger.QueueName, options);
        // As in the real host, a poison queue has no poison queue: its messages are retried until they expire.
        if (!trigger.QueueName.EndsWith("-poison", StringComparison.Ordinal))
        {
            poison = new QueueClient(trigger.ConnectionString, trigger.QueueName + "-poison", options);
        }
    }

    public async Task RunAsync()
    {
        var wait = ShortestWait;
        try
        {
            while (true)
            {
                await RoomAsync();
                var messages = await watch.RetryAsync(queue.Name, ReceiveAsync, work.Stopping);
                if (messages.Length > 0)
                {
                    foreach (var message in messages) Begin(message);
                    wait = ShortestWait;
                    continue;
                }

                await Task.Delay(wait, work.Stopping);
                wait = wait + wait < settings.MaxPollingInterval ? wait + wait : settings.MaxPollingInterval;
            }
        }
        catch (OperationCanceledException) when (work.Stopping.IsCancellationRequested)
        {
            // RunningWork waits for the messages that are running.
        }
    }

    private async Task RoomAsync()
    {
        while (true)
        {
            // Read the signal before the count: an invocation that ends in between is not missed.
            var signal = Volatile.Read(ref finished);
            work.Stopping.ThrowIfCancellationRequested();
            if (Volatile.Read(ref running) <= settings.NewBatchThreshold) return;
            await signal.Task.WaitAsync(work.Stopping);
        }
    }

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            // The stop does not cancel this: a batch already on its way would stay hidden, unprocessed, until its lease ends.
            return (await queue.ReceiveMessagesAsync(settings.BatchSize, settings.Lease, work.Aborting)).Value;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return [];
        }
    }

    private void Begin(QueueMessage message)
    {
        Interlocked.Increment(ref running);
        _ = work.Start(async () =>
        {
            try
            {
                await HandleAsync(message);
            }
            finally
            {
                Interlocked.Decrement(ref running);
                Interlocked.Exchange(ref finished, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            }
        });
    }

    private async Task HandleAsync(QueueMessage message)
    {
        var lease = new MessageLease(queue, message, settings.Lease, watch);
        Outcome outcome;
        var isPoison = poison is not null && message.DequeueCount > settings.MaxDequeueCount;
        await using (lease)
        {
            outcome = work.Stopping.IsCancellationRequested ? Outcome.Interrupted
                : isPoison ? Outcome.Failed
                : await runner.RunAsync(
                    function,
                    (services, cancellation) => new QueueInvocation(function, services, ReceivedMessage.From(message, settings.IsBase64), cancellation),
                    CancellationToken.None);
        }

        await SettleAsync(message.MessageId, outcome switch
        {
            Outcome.Succeeded => token => DeleteAsync(message, lease.PopReceipt, token),
            Outcome.Interrupted => token => HideAsync(message, lease.PopReceipt, TimeSpan.Zero, token),
            _ when poison is not null && message.DequeueCount >= settings.MaxDequeueCount => MoveToPoison(message, lease.PopReceipt),
            _ => token => HideAsync(message, lease.PopReceipt, poison is null ? PoisonRetry : settings.VisibilityTimeout, token),
        });
    }

    // Retry for as long as the message is certainly ours; after that its next reader settles it.
    private async Task SettleAsync(string id, Func<CancellationToken, Task> step)
    {
        using var ours = new CancellationTokenSource(settings.Lease);
        try
        {
            await watch.RetryAsync(
                queue.Name,
                async token =>
                {
                    try
                    {
                        await step(token);
                    }
                    catch (RequestFailedException gone) when (gone.Status is 400 or 404)
                    {
                        LogLost(logger, function.Name, id);
                    }

                    return true;
                },
                ours.Token);
        }
        catch (OperationCanceledException) when (ours.IsCancellationRequested)
        {
            LogLost(logger, function.Name, id);
        }
    }

    private Task<Response> DeleteAsync(QueueMessage message, string receipt, CancellationToken cancellation) =>
        queue.DeleteMessageAsync(message.MessageId, receipt, cancellation);

    private Task<Response<UpdateReceipt>> HideAsync(QueueMessage message, string receipt, TimeSpan hidden, CancellationToken cancellation) =>
        queue.UpdateMessageAsync(message.MessageId, receipt, (string?)null, hidden, cancellation);

    private Func<CancellationToken, Task> MoveToPoison(QueueMessage message, string receipt)
    {
        var isCopied = false;
        return async cancellation =>
        {
            if (!isCopied)
            {
                await CopyAsync(message.Body, cancellation);
                isCopied = true;
                LogPoisoned(logger, function.Name, message.MessageId, poison!.Name);
            }

            await DeleteAsync(message, receipt, cancellation);
        };
    }

    private async Task CopyAsync(BinaryData text, CancellationToken cancellation)
    {
        try
        {
            await poison!.SendMessageAsync(text, cancellationToken: cancellation);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            await poison!.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await poison.SendMessageAsync(text, cancellationToken: cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Function {Function} gave up on message {Message} and moved it to {Poison}.")]
    private static partial void LogPoisoned(ILogger logger, string function, string message, string poison);

    [LoggerMessage(Level = LogLevel.Information, Message = "Function {Function} no longer holds message {Message}; its next reader will settle it.")]
    private static partial void LogLost(ILogger logger, string function, string message);
}
