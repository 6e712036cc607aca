using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>DELETE /processes/{process}/platforms/{id}/reaction</summary>
internal sealed class DeleteReaction(ReactionRequests reactions)
{
    [Function(nameof(DeleteReaction))]
    [Access(Caller.Visitor)]
    [Operation("Withdraws this visitor's reaction to a platform.", Status = 204, MediaType = "", Refusals = ["activity_closed", "too_many_requests"])]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "processes/{process}/platforms/{id}/reaction")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        reactions.DeleteAsync(request, process, TargetKind.Platform, id, cancellationToken);
}
