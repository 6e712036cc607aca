using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>POST /processes/{process}/platforms/{id}/comments</summary>
internal sealed class PostComment(CommentRequests comments)
{
    [Function(nameof(PostComment))]
    [Access(Caller.Visitor)]
    [Operation(
        "Sends an idea, a proposal or a comment on a platform to its contender.",
        Status = 202,
        Location = true,
        Body = typeof(CommentRequest),
        Answer = typeof(CommentReceipt),
        Refusals = ["activity_closed", "idempotency_key_reused", "too_many_requests"])]
    [RequestHeader(
        "Idempotency-Key",
        "Any text of the caller's; the same key with the same content on the same day is the same comment.",
        MaxLength = CommentRequests.MaxKeyLength)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/platforms/{id}/comments")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        comments.PostAsync(request, process, TargetKind.Platform, id, cancellationToken);
}
