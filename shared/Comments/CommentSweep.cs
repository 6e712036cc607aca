using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Comments;

/// <summary>
/// Finds comments that were stored and never moderated, because a step crashed in between, and enqueues them again. Also restores missing
/// review-queue rows of comments that wait for a person. It remembers up to which day all comments are decided, and reads only later days.
/// </summary>
public sealed class CommentSweep(CommentStore comments, ReviewQueue reviewQueue, Tables tables, StorageNames names, CommentSender messages, TimeProvider time)
{
    /// <summary>A comment this old without a decision is enqueued again.</summary>
    public static readonly TimeSpan RequeueAfter = TimeSpan.FromMinutes(3);

    /// <summary>Enqueues the comments left behind. Returns how many.</summary>
    public async Task<int> RequeueAsync(ElectoralProcess process, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var requeued = 0;
        await foreach (var some in UndecidedAsync(process, cancellationToken).Where(c => c.ReceivedAt <= now - RequeueAfter).Chunk(CommentSender.MaxReceipts))
        {
            await Task.WhenAll(some.Select(c => messages.SendAsync(process.Id, c.Receipt)));
            requeued += some.Length;
        }

        return requeued;
    }

    /// <summary>Whether any comment, however recent, waits for moderation. Packaging asks before it makes packages.</summary>
    public async Task<bool> AnyUndecidedAsync(ElectoralProcess process, CancellationToken cancellationToken)
    {
        await foreach (var _ in UndecidedAsync(process, cancellationToken)) return true;
        return false;
    }

    /// <summary>Returns when the oldest comment that waits for moderation was received, or null if none waits. Costs as much as a sweep.</summary>
    public async Task<DateTimeOffset?> OldestUndecidedAsync(ElectoralProcess process, CancellationToken cancellationToken)
    {
        DateTimeOffset? oldest = null;
        await foreach (var (_, receivedAt) in UndecidedAsync(process, cancellationToken))
        {
            if (oldest is null || receivedAt < oldest) oldest = receivedAt;
        }

        return oldest;
    }

    private async IAsyncEnumerable<(Receipt Receipt, DateTimeOffset ReceivedAt)> UndecidedAsync(
        ElectoralProcess process, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await tables.FindAsync(names.Sweeps, process.Id.Value, Row, cancellationToken);
        var through = state?.GetString("DecidedThrough") is { } text ? DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture) : DateOnly.MinValue;
        var allDecided = true;
        foreach (var day in process.ParticipationDays(now).Where(d => d > through))
        {
            var waiting = new List<UnsettledComment>();
            await foreach (var unsettled in comments.ReadUnsettledAsync(process.Id, day, cancellationToken))
            {
                if (unsettled.Waits is not null)
                {
                    waiting.Add(unsettled);
                    continue;
                }

                allDecided = false;
                yield return (unsettled.Receipt, unsettled.ReceivedAt);
            }

            // No crash leaves a comment without its row, but a table that was lost or restored from a backup can.
            await reviewQueue.RepairAsync(process.Id, waiting, cancellationToken);
            // Only after this margin can no comment be added to a day that is over.
            allDecided &= now > process.EndOf(day) + RequeueAfter;
            if (!allDecided) continue;
            var row = new TableEntity(process.Id.Value, Row) { ["DecidedThrough"] = day.ToString("O", CultureInfo.InvariantCulture) };
            await tables.PutAsync(names.Sweeps, row, cancellationToken);
        }
    }

    private const string Row = "comments";
}
