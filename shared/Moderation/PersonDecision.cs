using ServerlessDecide.Comments;

namespace ServerlessDecide.Moderation;

/// <summary>What a person wants done with a comment.</summary>
public enum DecisionKind
{
    /// <summary>Put it into the main file of the package.</summary>
    Accept,

    /// <summary>Put it into the sealed annex.</summary>
    Quarantine,
}

/// <summary>The outcome of a decision.</summary>
public enum DecisionOutcome
{
    /// <summary>The decision is done: the comment is as the person wants it, or the pending proposal is gone.</summary>
    Decided,

    /// <summary>The decision waits for a second person; the comment stays accepted.</summary>
    Proposed,

    /// <summary>The comment was already as the person wants it.</summary>
    Unchanged,

    /// <summary>The person who proposed it cannot confirm it.</summary>
    SecondPersonRequired,

    /// <summary>A review was asked for, and this person had decided about the comment before that.</summary>
    AnotherPersonRequired,

    /// <summary>Moderation has not seen the comment yet.</summary>
    NotModerated,

    /// <summary>Another person has decided since this one looked.</summary>
    Overtaken,

    /// <summary>Packaging has begun, so nothing can change.</summary>
    DeliveriesBegun,

    /// <summary>There is no such comment.</summary>
    NotFound,
}

/// <summary>A person's decision about a comment, and the rules for it.</summary>
/// <param name="Reason">A code of <see cref="ModerationReasons.ToAccept"/> or <see cref="ModerationReasons.ToQuarantine"/>.</param>
/// <param name="Note">An explanation in words, or null.</param>
public sealed record PersonDecision(DecisionKind Kind, string Reason, string? Note, DeciderId By)
{
    /// <summary>The most characters of a note, after trimming.</summary>
    public const int MaxNote = 200;

    /// <summary>
    /// Returns the outcome and the changed comment; null if the comment stays as it was. Quarantining a text that moderation accepted takes
    /// two people; everything else takes one, and every decision can be taken back. After a request for review, the people who had decided
    /// before it cannot decide again.
    /// </summary>
    public (DecisionOutcome Outcome, Comment? Changed) Of(Comment comment, DateTimeOffset now)
    {
        if (comment.Status == CommentStatus.Received) return (DecisionOutcome.NotModerated, null);
        if (comment.Review?.NotBy.Contains(By.Value, StringComparer.Ordinal) == true) return (DecisionOutcome.AnotherPersonRequired, null);
        if (Kind == DecisionKind.Accept)
        {
            if (comment.Proposal is not null) return (DecisionOutcome.Decided, With(comment, HistoryStepKind.Rejected, comment.Status, [Reason], now));
            if (comment.Status != CommentStatus.Accepted) return Decided(CommentStatus.Accepted, HistoryStepKind.Decided, [Reason]);
            // Record the first look at what moderation accepted, so that it can be counted.
            return comment.WasLookedAt
                ? (DecisionOutcome.Unchanged, null)
                : (DecisionOutcome.Decided, With(comment, HistoryStepKind.Looked, comment.Status, [Reason], now));
        }

        if (comment.Status == CommentStatus.Quarantined)
        {
            // It is in the annex already: record only the first look, or the answer to a review.
            return comment.Waits is null ? (DecisionOutcome.Unchanged, null) : Decided(CommentStatus.Quarantined, HistoryStepKind.Decided, [Reason]);
        }

        if (comment.Moderated != CommentStatus.Accepted) return Decided(CommentStatus.Quarantined, HistoryStepKind.Decided, [Reason]);
        if (comment.Proposal is not { } proposal) return (DecisionOutcome.Proposed, With(comment, HistoryStepKind.Proposed, comment.Status, [Reason], now));
        if (proposal.By == By.Value) return (DecisionOutcome.SecondPersonRequired, null);
        return Decided(CommentStatus.Quarantined, HistoryStepKind.Confirmed, [.. proposal.Reasons.Append(Reason).Distinct(StringComparer.Ordinal)]);

        (DecisionOutcome, Comment?) Decided(CommentStatus to, HistoryStepKind step, IReadOnlyList<string> reasons) => (DecisionOutcome.Decided, With(comment, step, to, reasons, now) with
        {
            Status = to,
            // The person's reasons replace those of moderation, which stay in the history.
            Reasons = to == CommentStatus.Accepted ? [] : reasons,
            DecidedAt = now,
        });
    }

    private Comment With(Comment comment, HistoryStepKind step, CommentStatus to, IReadOnlyList<string> reasons, DateTimeOffset now) =>
        comment.After(new HistoryStep(now, By.Value, step, comment.Status, to, reasons, Note));
}
