using ServerlessDecide.Comments;

namespace ServerlessDecide.Moderation;

/// <summary>The outcome of a decision for one of several comments with the same text.</summary>
/// <param name="Status">The status after the decision.</param>
public sealed record CopyResult(Receipt Receipt, DecisionOutcome Outcome, CommentStatus Status);

/// <summary>The outcomes of a decision for one page of the copies.</summary>
/// <param name="Refused">Why nothing was decided: the refusal for the named comment itself; null if there was none.</param>
/// <param name="Last">The cursor to the next page; null when there are no more copies.</param>
public sealed record CopiesPage(IReadOnlyList<CopyResult> Results, DecisionResult? Refused, string? Last);

/// <summary>
/// Carries out one decision for all copies of a text that moderation held or quarantined, page by page. Moderation writes the rows that
/// find the copies (<see cref="ReviewQueue.NoteCopyAsync"/>). Each copy follows the rules and the conditional write of a single decision.
/// </summary>
public sealed class CommentCopies(CommentStore comments, ReviewQueue reviewQueue, PersonDecisionService decisions)
{
    // A page of 500 would take too long one decision after the other, and too much of storage all at once.
    private const int DecisionsAtOnce = 8;

    /// <summary>
    /// Decides about the named comment, on the first page, and about those of its copies that wait for a person. A copy that a person has
    /// already decided stays as it is: nobody overrules a decision without seeing it. Repeating a call changes nothing. Costs two storage
    /// operations, those of a decision for each copy that waits, and one for each copy that does not.
    /// </summary>
    /// <param name="seen">The version of the named comment that the person saw, or null for any.</param>
    /// <param name="after">The end of the previous page, or null.</param>
    /// <param name="limit">The most copies to look at, besides the named comment.</param>
    public async Task<CopiesPage> DecideAsync(
        ProcessId process, Receipt receipt, PersonDecision decision, string? seen, string? after, int limit, string actor, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(process, receipt, cancellationToken) is not { } named) return new([], new(DecisionOutcome.NotFound, null), null);
        var text = named.Comment.Text;
        var results = new List<CopyResult>();
        if (after is null)
        {
            var result = await decisions.DecideAsync(process, receipt, decision, seen, actor, cancellationToken);
            if (result.Outcome is not (DecisionOutcome.Decided or DecisionOutcome.Proposed or DecisionOutcome.Unchanged)) return new([], result, null);
            results.Add(new(receipt, result.Outcome, result.Present!.Comment.Status));
        }

        var (copies, last) = await reviewQueue.ReadCopiesAsync(process, CopiedText.HashOf(text), after, limit, cancellationToken);
        foreach (var some in copies.Where(copy => copy != receipt).Chunk(DecisionsAtOnce))
        {
            var decided = await Task.WhenAll(some.Select(copy => DecideCopyAsync(process, copy, text, decision, actor, cancellationToken)));
            results.AddRange(decided.OfType<CopyResult>());
        }

        return new(results, null, last);
    }

    private async Task<CopyResult?> DecideCopyAsync(
        ProcessId process, Receipt copy, string text, PersonDecision decision, string actor, CancellationToken cancellationToken)
    {
        // Another person may decide about the copy at the same moment; then the result is Unchanged or Overtaken.
        if (await comments.FindAsync(process, copy, cancellationToken) is not { } read || !CopiedText.AreCopies(read.Comment.Text, text)) return null;
        if (!read.Comment.AllWaits.Any()) return new(copy, DecisionOutcome.Unchanged, read.Comment.Status);
        var (outcome, present) = await decisions.DecideAsync(process, read, decision, actor, cancellationToken);
        return new(copy, outcome, (present ?? read).Comment.Status);
    }
}
