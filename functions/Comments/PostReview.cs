using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Moderation;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Comments;

/// <summary>POST /processes/{process}/comments/{receipt}/review</summary>
/// <remarks>
/// The receipt is the secret: its holder may ask once. A request without a valid receipt costs one storage operation at most; one for a
/// comment costs seven the first time, and one each time after.
/// </remarks>
internal sealed class PostReview(
    PublishedProcessCache processes, ReviewRequestService reviews, ReceiptGate gate, CallerNetworks networks, ClientAddress addresses, TimeProvider time)
{
    [Function(nameof(PostReview))]
    [Access(Role.Anyone)]
    [Operation(
        "Asks once that another person looks at a comment that is held or quarantined. Asked again it answers the same.",
        Status = 202,
        Answer = typeof(CommentStateAnswer),
        Refusals = [nameof(Problems.CommentNotModerated), nameof(Problems.CommentAccepted), nameof(Problems.DeliveriesBegun), nameof(Problems.TooManyRequests)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/comments/{receipt}/review")] HttpRequest request,
        string process,
        string receipt,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        if (!Receipt.TryParse(receipt, out var parsed) || !found.IsParticipationDay(parsed.Day)) return Problems.NotFound;
        var (network, now) = (networks.Here(addresses.Of(request.HttpContext)), time.GetUtcNow());
        if (gate.TakeReview(parsed, network, now) is { } reached) return Problems.LimitReached(reached.Limit, reached.Wait);
        var (outcome, present) = await reviews.AskAsync(found.Id, parsed, cancellationToken);
        gate.Note(parsed, outcome != ReviewRequestOutcome.NotFound, network, now);
        return outcome switch
        {
            ReviewRequestOutcome.Asked => Results.Json(
                CommentStateAnswer.From(present!, found), Json.Api.CommentStateAnswer, statusCode: StatusCodes.Status202Accepted),
            ReviewRequestOutcome.NotModerated => Problems.CommentNotModerated,
            ReviewRequestOutcome.Accepted => Problems.CommentAccepted,
            ReviewRequestOutcome.DeliveriesBegun => Problems.DeliveriesBegun,
            ReviewRequestOutcome.NotFound => Problems.NotFound,
            _ => throw new InvalidOperationException($"{outcome} has no answer."),
        };
    }
}
