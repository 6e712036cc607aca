using ServerlessDecide.Deliveries;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Moderation;

/// <summary>What came of a request for review, and the comment as it is now; null when there is none.</summary>
public sealed record ReviewResult(ReviewOutcome Outcome, Comment? Present);

/// <summary>Puts a comment before another person when whoever holds its receipt asks for it, until packages are made.</summary>
public sealed class CommentReviews(CommentStore comments, WorkList workList, Packaging packaging, TimeProvider time)
{
    /// <summary>
    /// Asks for a review, or says why there is none. Asked again it says the same and changes nothing. Seven storage operations at most the
    /// first time, one afterwards and where there is no such comment.
    /// </summary>
    public async Task<ReviewResult> AskAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken)
    {
        // Each round reads anew and asks anew whether packages are being made: see CommentDecisions.
        while (await comments.FindAsync(process, receipt, cancellationToken) is { } read)
        {
            var (outcome, changed) = Review.Ask(read.Comment, time.GetUtcNow());
            if (changed is null) return new(outcome, read.Comment);
            var announced = await workList.AnnounceAsync(process, receipt, cancellationToken);
            var begun = await packaging.HasBegunAsync(process, cancellationToken);
            var written = !begun && await workList.WriteAsync(process, read, changed, cancellationToken);
            await workList.EndAsync(process, announced, cancellationToken);
            if (begun) return new(ReviewOutcome.DeliveriesBegun, read.Comment);
            if (written) return new(ReviewOutcome.Asked, changed);
        }

        return new(ReviewOutcome.NotFound, null);
    }
}
