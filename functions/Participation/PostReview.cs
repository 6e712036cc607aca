using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>POST /processes/{process}/comments/{receipt}/review</summary>
/// <remarks>
/// The receipt is the secret: whoever holds it may ask, once. Who holds none costs one storage operation at most; a comment costs seven the
/// first time, and one each time after.
/// </remarks>
internal sealed class PostReview(PublishedProcesses processes, CommentReviews reviews)
{
    [Function(nameof(PostReview))]
    [Access(Caller.Anyone)]
    [Operation(
        "Asks once that another person looks at a comment that is held or quarantined. Asked again it answers the same.",
        Status = 202,
        Answer = typeof(CommentStateAnswer),
        Refusals = ["comment_not_moderated", "comment_accepted", "deliveries_begun"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/comments/{receipt}/review")] HttpRequest request,
        string process,
        string receipt,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound();
        if (!Receipt.TryParse(receipt, out var parsed) || !found.IsParticipationDay(parsed.Day)) return Problems.NotFound();
        var (outcome, present) = await reviews.AskAsync(found.Id, parsed, cancellationToken);
        return outcome switch
        {
            ReviewOutcome.Asked => Results.Json(
                CommentStateAnswer.From(present!, found), Json.Api.CommentStateAnswer, statusCode: StatusCodes.Status202Accepted),
            ReviewOutcome.NotModerated => Problems.CommentNotModerated(),
            ReviewOutcome.Accepted => Problems.CommentAccepted(),
            ReviewOutcome.DeliveriesBegun => Problems.DeliveriesBegun(),
            ReviewOutcome.NotFound => Problems.NotFound(),
            _ => throw new InvalidOperationException($"Nothing answers {outcome}."),
        };
    }
}
