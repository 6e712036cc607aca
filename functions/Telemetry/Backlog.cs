using ServerlessDecide.Comments;
using ServerlessDecide.Publication;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>The work that was waiting at one moment.</summary>
/// <param name="OldestReceived">By process, when the oldest comment not yet moderated was received; null if none waits.</param>
/// <param name="OldestHeld">By process, when the oldest comment that waits for a person was received; null if none waits.</param>
/// <param name="OldestReview">By process, when the oldest undecided review was asked for; null if none waits.</param>
/// <param name="Messages">By queue, the approximate number of messages.</param>
internal sealed record Backlog(
    DateTimeOffset FoundAt,
    IReadOnlyDictionary<string, DateTimeOffset?> OldestReceived,
    IReadOnlyDictionary<string, DateTimeOffset?> OldestHeld,
    IReadOnlyDictionary<string, DateTimeOffset?> OldestReview,
    IReadOnlyDictionary<string, int> Messages);

/// <summary>Reads the waiting work from storage and keeps the latest reading.</summary>
internal sealed class BacklogReader(
    PublishedProcessCache processes, CommentSweep sweep, ReviewQueue work, Queues queues, QueueTable declared, TimeProvider time)
{
    /// <summary>How long a reading is valid: the timer may now run on another instance.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(3);

    private volatile Backlog? latest;

    /// <summary>The latest reading on this instance; null if it is too old.</summary>
    public Backlog? Latest => latest is { } found && time.GetUtcNow() - found.FoundAt < Freshness ? found : null;

    /// <summary>
    /// Costs one storage operation for each queue and poison queue. Each process that has had a day of participation costs three more, and
    /// a query for each day that is not fully decided, as in the sweep.
    /// </summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var received = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        var waiting = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        var reviews = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var process in await processes.ListAsync(cancellationToken))
        {
            // Without a day of participation, nothing can wait.
            var electoral = process.Process;
            if (!electoral.ParticipationDays(time.GetUtcNow()).Any()) continue;
            received[electoral.Id.Value] = await sweep.OldestUndecidedAsync(electoral, cancellationToken);
            waiting[electoral.Id.Value] = await work.OldestAsync(electoral.Id, ReviewList.Held, cancellationToken);
            reviews[electoral.Id.Value] = await work.OldestAsync(electoral.Id, ReviewList.Review, cancellationToken);
        }

        var messages = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var queue in declared.All) messages[queue] = await queues.CountAsync(queue, cancellationToken);
        latest = new Backlog(time.GetUtcNow(), received, waiting, reviews, messages);
    }
}
