using ServerlessDecide.Storage;

namespace ServerlessDecide.Comments;

/// <summary>
/// Enqueues comments for moderation. Comments that arrive while a message is being written share the next one: a comment that comes alone
/// gets its own message at once; in a rush up to 16 share one (docs/decisions/0016).
/// </summary>
public sealed class CommentSender(Queues queues)
{
    /// <summary>The most comments in a message. They are moderated, and retried, together.</summary>
    public const int MaxReceipts = 16;

    private readonly Lock gate = new();
    private readonly Queue<Batch> waiting = new();
    private bool isSending;

    /// <summary>Completes when the message that names the comment is written; throws if the write fails. Costs at most one storage operation.</summary>
    public Task SendAsync(ProcessId process, Receipt receipt)
    {
        Batch? batch;
        lock (gate)
        {
            batch = waiting.FirstOrDefault(b => b.Process == process && b.Receipts.Count < MaxReceipts);
            if (batch is null) waiting.Enqueue(batch = new Batch(process));
            batch.Receipts.Add(receipt.ToString());
            if (isSending) return batch.Sent.Task;
            isSending = true;
        }

        _ = SendAllAsync();
        return batch.Sent.Task;
    }

    private async Task SendAllAsync()
    {
        while (Next() is { } batch)
        {
            try
            {
                var message = new CommentMessage(batch.Process.Value, batch.Receipts[0], batch.Receipts.Count > 1 ? batch.Receipts.GetRange(1, batch.Receipts.Count - 1) : null);
                await queues.SendAsync(CommentMessage.Queue, message, CommentMessageJson.Default.CommentMessage, CancellationToken.None);
                batch.Sent.SetResult();
            }
            catch (Exception e)
            {
                // Fail all waiting batches with it; otherwise their callers would wait for one failure after another.
                foreach (var failed in TakeAll().Prepend(batch)) failed.Sent.SetException(e);
            }
        }
    }

    // No receipt is added to a batch once it is returned.
    private Batch? Next()
    {
        lock (gate)
        {
            isSending = waiting.TryDequeue(out var batch);
            return batch;
        }
    }

    private Batch[] TakeAll()
    {
        lock (gate)
        {
            Batch[] all = [.. waiting];
            waiting.Clear();
            return all;
        }
    }

    private sealed record Batch(ProcessId Process)
    {
        public List<string> Receipts { get; } = [];

        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
