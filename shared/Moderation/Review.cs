using ServerlessDecide.Participation;

namespace ServerlessDecide.Moderation;

/// <summary>What came of asking for a review.</summary>
public enum ReviewOutcome
{
    /// <summary>It is asked for, now or since before.</summary>
    Asked,

    /// <summary>Moderation has not seen the comment yet.</summary>
    NotModerated,

    /// <summary>The comment is accepted: there is nothing to review.</summary>
    Accepted,

    /// <summary>Packages are being made: nothing changes any more.</summary>
    DeliveriesBegun,

    /// <summary>There is no such comment.</summary>
    NotFound,
}

/// <summary>That whoever holds the receipt of a comment asked for another person to look at it: once in the life of a comment.</summary>
/// <param name="NotBy">Ids of those who had decided about the comment by then. None of them decides about it again.</param>
public sealed record Review(DateTimeOffset AskedAt, IReadOnlyList<string> NotBy)
{
    /// <summary>What comes of asking, and the comment as it is then; null where it stays as it was.</summary>
    public static (ReviewOutcome Outcome, Comment? Changed) Ask(Comment comment, DateTimeOffset now)
    {
        if (comment.Review is not null) return (ReviewOutcome.Asked, null);
        switch (comment.Status)
        {
            case CommentStatus.Received:
                return (ReviewOutcome.NotModerated, null);
            case CommentStatus.Accepted:
                return (ReviewOutcome.Accepted, null);
            default:
                var step = new Decision(now, null, DecisionStep.ReviewAsked, comment.Status, comment.Status, comment.Reasons, null);
                var decided = comment.Decisions.Select(d => d.By).OfType<string>().Distinct(StringComparer.Ordinal);
                return (ReviewOutcome.Asked, Judgement.After(comment, step) with { Review = new Review(now, [.. decided]) });
        }
    }
}
