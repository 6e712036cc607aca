namespace ServerlessDecide.Comments;

/// <summary>The outcome of asking for a review.</summary>
public enum ReviewRequestOutcome
{
    /// <summary>A review is asked for, now or earlier.</summary>
    Asked,

    /// <summary>Moderation has not seen the comment yet.</summary>
    NotModerated,

    /// <summary>The comment is accepted, so there is nothing to review.</summary>
    Accepted,

    /// <summary>Packaging has begun, so nothing can change.</summary>
    DeliveriesBegun,

    /// <summary>There is no such comment.</summary>
    NotFound,
}

/// <summary>The request of the holder of a receipt that another person look at the comment. It is possible once for each comment.</summary>
/// <param name="NotBy">Ids of the people who had decided about the comment by then. They cannot decide about it again.</param>
public sealed record ReviewRequest(DateTimeOffset AskedAt, IReadOnlyList<string> NotBy)
{
    /// <summary>Returns the outcome of asking and the changed comment; null if the comment stays as it was.</summary>
    public static (ReviewRequestOutcome Outcome, Comment? Changed) Ask(Comment comment, DateTimeOffset now)
    {
        if (comment.Review is not null) return (ReviewRequestOutcome.Asked, null);
        switch (comment.Status)
        {
            case CommentStatus.Received:
                return (ReviewRequestOutcome.NotModerated, null);
            case CommentStatus.Accepted:
                return (ReviewRequestOutcome.Accepted, null);
            default:
                var step = new HistoryStep(now, null, HistoryStepKind.ReviewAsked, comment.Status, comment.Status, comment.Reasons, null);
                var decided = comment.Decisions.Select(d => d.By).OfType<string>().Distinct(StringComparer.Ordinal);
                return (ReviewRequestOutcome.Asked, comment.After(step) with { Review = new ReviewRequest(now, [.. decided]) });
        }
    }
}
