using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Participation;

/// <summary>
/// Finds comments that were stored and never moderated, because a step died in between, and asks again. Days whose comments are all
/// decided are remembered, so that a sweep reads only what may still hold one.
/// </summary>
public sealed class CommentSweep(CommentStore comments, Tables tables, StorageNames names, Queues queues, TimeProvider time)
{
    /// <summary>A comment this old without a decision is asked for again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Enqueues what was left behind. Returns how many.</summary>
    public async Task<int> RequeueAsync(ElectoralProcess process, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var requeued = 0;
        await foreach (var (receipt, receivedAt) in UndecidedAsync(process, cancellationToken))
        {
            if (receivedAt > now - Patience) continue;
            await queues.SendAsync(
                CommentMessage.Queue, new CommentMessage(process.Id.Value, receipt.ToString()), CommentMessageJson.Default.CommentMessage, cancellationToken);
            requeued++;
        }

        return requeued;
    }

    /// <summary>Whether any comment, however young, waits for moderation. Asked before packages are made.</summary>
    public async Task<bool> AnyUndecidedAsync(ElectoralProcess process, CancellationToken cancellationToken)
    {
        await foreach (var _ in UndecidedAsync(process, cancellationToken)) return true;
        return false;
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
            await foreach (var undecided in comments.ReadUndecidedAsync(process.Id, day, cancellationToken))
            {
                allDecided = false;
                yield return undecided;
            }

            // Nothing can be added to a day that has been over for some time.
            allDecided &= now > process.EndOf(day) + Patience;
            if (!allDecided) continue;
            var row = new TableEntity(process.Id.Value, Row) { ["DecidedThrough"] = day.ToString("O", CultureInfo.InvariantCulture) };
            await tables.PutAsync(names.Sweeps, row, cancellationToken);
        }
    }

    private const string Row = "comments";
}
