using ServerlessDecide.Participation;

namespace ServerlessDecide.Moderation;

/// <summary>What a person wants done with a comment.</summary>
public enum JudgementKind
{
    /// <summary>The main file of the package.</summary>
    Accept,

    /// <summary>The sealed annex.</summary>
    Quarantine,
}

/// <summary>What came of a judgement.</summary>
public enum JudgementOutcome
{
    /// <summary>It is done: the comment is as the person wants it, or the proposal that stood is gone.</summary>
    Decided,

    /// <summary>It waits for a second person; the comment stays accepted.</summary>
    Proposed,

    /// <summary>The comment was that way already.</summary>
    Unchanged,

    /// <summary>Whoever proposed it cannot be the one who confirms it.</summary>
    SecondPersonRequired,

    /// <summary>A review was asked for, and this person had decided about the comment before.</summary>
    AnotherPersonRequired,

    /// <summary>Moderation has not seen the comment yet.</summary>
    NotModerated,

    /// <summary>Somebody else decided since the person looked.</summary>
    Overtaken,

    /// <summary>Packages are being made: nothing changes any more.</summary>
    DeliveriesBegun,

    /// <summary>There is no such comment.</summary>
    NotFound,
}

/// <summary>A person's judgement of a comment, and the rules for it.</summary>
/// <param name="Reason">A code: of <see cref="ModerationReasons.ToAccept"/> or <see cref="ModerationReasons.ToQuarantine"/>.</param>
/// <param name="Note">More in words, or null.</param>
public sealed record Judgement(JudgementKind Kind, string Reason, string? Note, DeciderId By)
{
    /// <summary>Characters of a note at most, after trimming.</summary>
    public const int MaxNote = 200;

    /// <summary>Steps of a comment's history that its row keeps at most: the first, and the newest others. The audit keeps all.</summary>
    public const int MaxSteps = 20;

    /// <summary>
    /// What comes of it, and the comment as it is then; null where it stays as it was. Putting a text into the annex that moderation
    /// accepted takes two people; everything else takes one, and everything can be taken back. From a request for review on, nobody decides
    /// who had decided before it.
    /// </summary>
    public (JudgementOutcome Outcome, Comment? Changed) Of(Comment comment, DateTimeOffset now)
    {
        if (comment.Status == CommentStatus.Received) return (JudgementOutcome.NotModerated, null);
        if (comment.Review?.NotBy.Contains(By.Value, StringComparer.Ordinal) == true) return (JudgementOutcome.AnotherPersonRequired, null);
        if (Kind == JudgementKind.Accept)
        {
            if (comment.Proposal is not null) return (JudgementOutcome.Decided, With(comment, DecisionStep.Rejected, comment.Status, [Reason], now));
            if (comment.Status != CommentStatus.Accepted) return Decided(CommentStatus.Accepted, DecisionStep.Decided, [Reason]);
            // The first look at what moderation accepted is kept, so that it can be counted.
            return comment.WasLookedAt
                ? (JudgementOutcome.Unchanged, null)
                : (JudgementOutcome.Decided, With(comment, DecisionStep.Looked, comment.Status, [Reason], now));
        }

        if (comment.Status == CommentStatus.Quarantined)
        {
            // It is there already: whoever looks for the first time, or for a review, says so.
            return comment.Waits is null ? (JudgementOutcome.Unchanged, null) : Decided(CommentStatus.Quarantined, DecisionStep.Decided, [Reason]);
        }

        if (comment.Moderated != CommentStatus.Accepted) return Decided(CommentStatus.Quarantined, DecisionStep.Decided, [Reason]);
        if (comment.Proposal is not { } proposal) return (JudgementOutcome.Proposed, With(comment, DecisionStep.Proposed, comment.Status, [Reason], now));
        if (proposal.By == By.Value) return (JudgementOutcome.SecondPersonRequired, null);
        return Decided(CommentStatus.Quarantined, DecisionStep.Confirmed, [.. proposal.Reasons.Append(Reason).Distinct(StringComparer.Ordinal)]);

        (JudgementOutcome, Comment?) Decided(CommentStatus to, DecisionStep step, IReadOnlyList<string> reasons) => (JudgementOutcome.Decided, With(comment, step, to, reasons, now) with
        {
            Status = to,
            // What a person put into the annex is there for the person's reasons; those of moderation stay in the history.
            Reasons = to == CommentStatus.Accepted ? [] : reasons,
            DecidedAt = now,
        });
    }

    /// <summary>The comment with one step more in its history.</summary>
    internal static Comment After(Comment comment, Decision step)
    {
        IReadOnlyList<Decision> before = comment.History;
        if (before.Count >= MaxSteps) before = [before[0], .. before.Skip(before.Count - MaxSteps + 2)];
        return comment with { Decisions = [.. before, step] };
    }

    private Comment With(Comment comment, DecisionStep step, CommentStatus to, IReadOnlyList<string> reasons, DateTimeOffset now) =>
        After(comment, new Decision(now, By.Value, step, comment.Status, to, reasons, Note));
}
