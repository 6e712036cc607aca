using ServerlessDecide.Comments;
using ServerlessDecide.Deliveries;

namespace ServerlessDecide.Moderation;

/// <summary>The outcome of a request for review, and the comment after it; null if there is no such comment.</summary>
public sealed record ReviewRequestResult(ReviewRequestOutcome Outcome, Comment? Present);

/// <summary>Puts a comment before another person when the holder of its receipt asks for it, until packaging begins.</summary>
public sealed class ReviewRequestService(CommentStore comments, ReviewQueue reviewQueue, Packaging packaging, TimeProvider time)
{
    /// <summary>
    /// Asks for a review, or says why there is none. Asking again gives the same answer and changes nothing. Costs at most seven storage
    /// operations the first time; one after that and if there is no such comment.
    /// </summary>
    public async Task<ReviewRequestResult> AskAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken)
    {
        // Each round reads the comment and asks whether packaging has begun again, in the order that PersonDecisionService explains.
        while (await comments.FindAsync(process, receipt, cancellationToken) is { } read)
        {
            var (outcome, changed) = ReviewRequest.Ask(read.Comment, time.GetUtcNow());
            if (changed is null) return new(outcome, read.Comment);
            var announced = await reviewQueue.AnnounceAsync(process, receipt, cancellationToken);
            var begun = await packaging.HasBegunAsync(process, cancellationToken);
            var written = !begun && await reviewQueue.WriteAsync(process, read, changed, cancellationToken);
            await reviewQueue.EndAsync(process, announced, cancellationToken);
            if (begun) return new(ReviewRequestOutcome.DeliveriesBegun, read.Comment);
            if (written) return new(ReviewRequestOutcome.Asked, changed);
        }

        return new(ReviewRequestOutcome.NotFound, null);
    }
}
