using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>DELETE /processes/{process}/platforms/{id}/reaction</summary>
internal sealed class DeleteReaction(PublishedProcesses processes, VisitorParticipation participation, TimeProvider time)
{
    [Function(nameof(DeleteReaction))]
    [Access(Caller.Visitor)]
    [Operation("Withdraws this visitor's reaction to a platform.", Status = 204, MediaType = "", Refusals = ["activity_closed", "too_many_requests"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "processes/{process}/platforms/{id}/reaction")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var about = await ReactionTarget.PlatformAsync(processes, process, id, now, cancellationToken);
        if (about.Refusal is not null) return about.Refusal;
        var electoral = about.Process.Process;
        return await participation.WithdrawAsync(electoral, request.GetVisitor(), about.Target, now, cancellationToken)
            ? Results.NoContent()
            : Problems.TooManyChanges(electoral.EndOf(electoral.LocalDay(now)) - now);
    }
}
