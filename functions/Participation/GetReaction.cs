using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>GET /processes/{process}/platforms/{id}/reaction</summary>
internal sealed class GetReaction(ReactionRequests reactions)
{
    [Function(nameof(GetReaction))]
    [Access(Caller.Visitor)]
    [Operation("This visitor's reaction to a platform.", Answer = typeof(ReactionAnswer), Refusals = ["activity_closed", "reaction_not_found", "too_many_requests"])]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/platforms/{id}/reaction")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        reactions.GetAsync(request, process, TargetKind.Platform, id, cancellationToken);
}
