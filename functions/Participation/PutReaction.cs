using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>PUT /processes/{process}/platforms/{id}/reaction</summary>
internal sealed class PutReaction(ReactionRequests reactions)
{
    [Function(nameof(PutReaction))]
    [Access(Caller.Visitor)]
    [Operation("Likes or dislikes a platform; the last one counts.", Body = typeof(ReactionRequest), Answer = typeof(ReactionAnswer), Refusals = ["activity_closed", "too_many_requests"])]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "processes/{process}/platforms/{id}/reaction")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        reactions.PutAsync(request, process, TargetKind.Platform, id, cancellationToken);
}
