using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>GET /processes/{process}/platforms/{id}/reaction</summary>
internal sealed class GetReaction(PublishedProcesses processes, VisitorParticipation participation)
{
    [Function(nameof(GetReaction))]
    [Access(Caller.Visitor)]
    [Operation("This visitor's reaction to a platform.", Answer = typeof(ReactionAnswer), Refusals = ["reaction_not_found"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/platforms/{id}/reaction")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken)
    {
        // Reading one's own stance goes on after the closing; only changing it does not.
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        if (!Slug.TryParse(id, out var slug) || found.Content.Platform(id) is null) return Problems.NotFound();
        var target = new Target(TargetKind.Platform, slug);
        return await participation.FindStanceAsync(found.Process, request.GetVisitor(), target, cancellationToken) is { } reaction
            ? Results.Json(new ReactionAnswer(reaction.Stance.Name(), reaction.Receipt.ToString()), Json.Api.ReactionAnswer)
            : Problems.ReactionNotFound();
    }
}
