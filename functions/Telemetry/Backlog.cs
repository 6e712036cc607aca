using ServerlessDecide.Content;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>What waits, as it was found at one moment.</summary>
/// <param name="OldestReceived">By process, when the oldest comment was received that moderation has not decided; null when none waits.</param>
/// <param name="OldestHeld">The same for those that wait for a person.</param>
/// <param name="OldestReview">By process, since when the oldest review is asked for that nobody has decided; null when none is.</param>
/// <param name="Messages">By queue, about how many messages it holds.</param>
internal sealed record Backlog(
    DateTimeOffset FoundAt,
    IReadOnlyDictionary<string, DateTimeOffset?> OldestReceived,
    IReadOnlyDictionary<string, DateTimeOffset?> OldestHeld,
    IReadOnlyDictionary<string, DateTimeOffset?> OldestReview,
    IReadOnlyDictionary<string, int> Messages);

/// <summary>Reads from storage what waits, and keeps what was found last.</summary>
internal sealed class BacklogReader(
    PublishedProcesses processes, CommentSweep sweep, WorkList work, Queues queues, QueueTable declared, TimeProvider time)
{
    /// <summary>What was found longer ago than this says nothing any more: another instance may be the one that looks.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(3);

    private volatile Backlog? latest;

    /// <summary>What was found last on this instance; null when that was too long ago.</summary>
    public Backlog? Latest => latest is { } found && time.GetUtcNow() - found.FoundAt < Freshness ? found : null;

    /// <summary>
    /// One storage operation for each queue and poison queue; for each process on whose days people could react, three and a query for each
    /// day that is not decided as a whole, as the sweep does.
    /// </summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var received = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        var waiting = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        var reviews = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var process in await processes.ListAsync(cancellationToken))
        {
            // Before the first and after the last day there is nothing that could wait, or a package stands already.
            var electoral = process.Process;
            if (!electoral.ParticipationDays(time.GetUtcNow()).Any()) continue;
            received[electoral.Id.Value] = await sweep.OldestUndecidedAsync(electoral, cancellationToken);
            waiting[electoral.Id.Value] = await work.OldestAsync(electoral.Id, WaitingList.Held, cancellationToken);
            reviews[electoral.Id.Value] = await work.OldestAsync(electoral.Id, WaitingList.Review, cancellationToken);
        }

        var messages = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var queue in declared.All) messages[queue] = await queues.CountAsync(queue, cancellationToken);
        latest = new Backlog(time.GetUtcNow(), received, waiting, reviews, messages);
    }
}
