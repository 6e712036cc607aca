using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Participation;

/// <param name="DecidedAt">When a person looked because of it; null while nobody has.</param>
internal sealed record CommentReviewAnswer(DateTimeOffset AskedAt, DateTimeOffset? DecidedAt);

/// <summary>What became of a comment, for whoever holds its receipt: never the text, nor who decided.</summary>
/// <param name="Review">That another person was asked to look; null when nobody asked.</param>
internal sealed record CommentStateAnswer(
    string Receipt,
    [NamesOf(typeof(CommentKind))] string Kind,
    [NamesOf(typeof(CommentStatus))] string Status,
    IReadOnlyList<string> Reasons,
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
