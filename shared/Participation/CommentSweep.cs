using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ServerlessDecide.Moderation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Participation;

/// <summary>
/// Finds comments that were stored and never moderated, because a step died in between, and asks again; and comments that wait for a person
/// without being in the work list. Days whose comments are all decided are remembered, so that a sweep reads only what may still hold one.
/// </summary>
public sealed class CommentSweep(CommentStore comments, WorkList workList, Tables tables, StorageNames names, CommentMessages messages, TimeProvider time)
{
    /// <summary>A comment this old without a decision is asked for again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Enqueues what was left behind. Returns how many.</summary>
    public async Task<int> RequeueAsync(ElectoralProcess process, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var requeued = 0;
        await foreach (var some in UndecidedAsync(process, cancellationToken).Where(c => c.ReceivedAt <= now - Patience).Chunk(CommentMessages.MaxReceipts))
        {
            await Task.WhenAll(some.Select(c => messages.SendAsync(process.Id, c.Receipt)));
            requeued += some.Length;
        }

        return requeued;
    }

    /// <summary>Whether any comment, however young, waits for moderation. Asked before packages are made.</summary>
    public async Task<bool> AnyUndecidedAsync(ElectoralProcess process, CancellationToken cancellationToken)
    {
        await foreach (var _ in UndecidedAsync(process, cancellationToken)) return true;
        return false;
    }

    /// <summary>When the oldest comment was received that waits for moderation; null when none waits. Costs what a sweep costs.</summary>
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

            // Dying leaves none without its row. A table that was lost or brought back from a backup may.
            await workList.RepairAsync(process.Id, waiting, cancellationToken);
            // Nothing can be added to a day that has been over for some time.
            allDecided &= now > process.EndOf(day) + Patience;
            if (!allDecided) continue;
            var row = new TableEntity(process.Id.Value, Row) { ["DecidedThrough"] = day.ToString("O", CultureInfo.InvariantCulture) };
            await tables.PutAsync(names.Sweeps, row, cancellationToken);
        }
    }

    private const string Row = "comments";
}
