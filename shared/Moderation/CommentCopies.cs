using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Moderation;

/// <summary>What came of a judgement for one of several comments with the same text.</summary>
/// <param name="Status">As it is now.</param>
public sealed record CopyResult(Receipt Receipt, JudgementOutcome Outcome, CommentStatus Status);

/// <summary>What came of a judgement for some of the copies.</summary>
/// <param name="Refused">Why nothing was decided: what the named comment itself was refused for; null where it was not.</param>
/// <param name="Last">Where the next page begins; null when there are no more copies.</param>
public sealed record CopiesPage(IReadOnlyList<CopyResult> Results, JudgementResult? Refused, string? Last);

/// <summary>
/// Carries one judgement out for all copies of a text that moderation held or quarantined, page by page. Copies are found by rows that
/// moderation writes (<see cref="WorkList.NoteCopyAsync"/>), and each is decided by the rules and the conditional write of a single decision.
/// </summary>
public sealed class CommentCopies(CommentStore comments, WorkList workList, CommentDecisions decisions)
{
    // A page of 500 must not be 500 decisions one after the other, nor all at once.
    private const int DecisionsAtOnce = 8;

    /// <summary>
    /// Decides about the named comment, on the first page, and about those of its copies that wait for a person. What a person decided
    /// about a copy before is left as it is: nobody overrules unseen. Done again it finds nothing to do. Two storage operations and those
    /// of a decision for each that waits, one for each that does not.
    /// </summary>
    /// <param name="seen">The version of the named comment that the person saw, or null for any.</param>
    /// <param name="after">Where the page before ended, or null.</param>
    /// <param name="limit">Copies that are looked at, besides the named comment.</param>
    public async Task<CopiesPage> DecideAsync(
        ProcessId process, Receipt receipt, Judgement judgement, string? seen, string? after, int limit, string actor, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(process, receipt, cancellationToken) is not { } named) return new([], new(JudgementOutcome.NotFound, null), null);
        var text = named.Comment.Text;
        var results = new List<CopyResult>();
        if (after is null)
        {
            var result = await decisions.DecideAsync(process, receipt, judgement, seen, actor, cancellationToken);
            if (result.Outcome is not (JudgementOutcome.Decided or JudgementOutcome.Proposed or JudgementOutcome.Unchanged)) return new([], result, null);
            results.Add(new(receipt, result.Outcome, result.Present!.Comment.Status));
        }

        var (copies, last) = await workList.ReadCopiesAsync(process, CopiedText.HashOf(text), after, limit, cancellationToken);
        foreach (var some in copies.Where(copy => copy != receipt).Chunk(DecisionsAtOnce))
        {
            var decided = await Task.WhenAll(some.Select(copy => DecideCopyAsync(process, copy, text, judgement, actor, cancellationToken)));
            results.AddRange(decided.OfType<CopyResult>());
        }

        return new(results, null, last);
    }

    private async Task<CopyResult?> DecideCopyAsync(
        ProcessId process, Receipt copy, string text, Judgement judgement, string actor, CancellationToken cancellationToken)
    {
        // Somebody may decide about it at the same moment; then there is nothing left to do, and that is said.
        if (await comments.FindAsync(process, copy, cancellationToken) is not { } read || !CopiedText.AreCopies(read.Comment.Text, text)) return null;
        if (!read.Comment.AllWaits.Any()) return new(copy, JudgementOutcome.Unchanged, read.Comment.Status);
        var (outcome, present) = await decisions.DecideAsync(process, read, judgement, actor, cancellationToken);
        return new(copy, outcome, (present ?? read).Comment.Status);
    }
}
