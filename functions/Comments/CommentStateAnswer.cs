using ServerlessDecide.Comments;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Comments;

/// <param name="DecidedAt">When a person reviewed the comment because of it; null until then.</param>
internal sealed record CommentReviewAnswer(DateTimeOffset AskedAt, DateTimeOffset? DecidedAt);

/// <summary>What became of a comment, for the holder of its receipt. Never the text, nor who decided.</summary>
/// <param name="Review">The request for a review by another person; null when there was none.</param>
internal sealed record CommentStateAnswer(
    string Receipt,
    [NamesOf(typeof(CommentKind))] string Kind,
    [NamesOf(typeof(CommentStatus))] string Status,
    [NamesOf(typeof(ModerationReasons), nameof(ModerationReasons.All))] IReadOnlyList<string> Reasons,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? DecidedAt,
    CommentReviewAnswer? Review)
{
    public static CommentStateAnswer From(Comment comment, ElectoralProcess process)
    {
        DateTimeOffset? decidedAt = comment.DecidedAt is { } decided ? process.Local(decided) : null;
        return new(
            comment.Receipt.ToString(),
            comment.Kind.Name(),
            comment.Status.Name(),
            comment.Reasons,
            process.Local(comment.ReceivedAt),
            decidedAt,
            comment.Review is { } review ? new(process.Local(review.AskedAt), comment.IsUnderReview ? null : decidedAt) : null);
    }
}
