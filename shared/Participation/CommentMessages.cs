using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Participation;

/// <summary>
/// Asks for the moderation of comments. What an instance asks for while a message is on its way goes together into the next one: a comment
/// that comes alone has a message of its own and waits for nobody, in a rush up to 16 share one (docs/decisions/0016).
/// </summary>
public sealed class CommentMessages(Queues queues)
{
    /// <summary>Comments that a message names at most: they are moderated, and if need be tried again, together.</summary>
    public const int MaxReceipts = 16;

    private readonly Lock gate = new();
    private readonly Queue<Batch> waiting = new();
    private bool isSending;

    /// <summary>Returns when the message that names the comment is written; throws what kept it from being written. At most one storage operation.</summary>
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
                // With all who waited meanwhile: nobody waits for one message to fail and then for another.
                foreach (var failed in TakeAll().Prepend(batch)) failed.Sent.SetException(e);
            }
        }
    }

    // Nothing is added to it from now on.
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
