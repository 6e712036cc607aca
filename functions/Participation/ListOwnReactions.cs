using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <param name="Kind">platform or proposal.</param>
internal sealed record OwnReactionAnswer(
    [AllowedValues("platform", "proposal")] string Kind, string Id, [AllowedValues("like", "dislike")] string Value, string Receipt);

/// <summary>GET /processes/{process}/visitors/me/reactions</summary>
internal sealed class ListOwnReactions(PublishedProcesses processes, VisitorParticipation participation)
{
    [Function(nameof(ListOwnReactions))]
    [Access(Caller.Visitor)]
    [Operation("This visitor's reactions.", Answer = typeof(ListAnswer<OwnReactionAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/visitors/me/reactions")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var stances = await participation.ListStancesAsync(found.Process, request.GetVisitor(), cancellationToken);
        return Paging.Answer(
            request,
            "own reactions",
            stances,
            r => r.Target.ToString(),
            r => new OwnReactionAnswer(
                r.Target.Kind == TargetKind.Platform ? "platform" : "proposal", r.Target.Id.Value, r.Stance.Name(), r.Receipt.ToString()),
            Json.Api.ListAnswerOwnReactionAnswer,
            caching: null);
    }
}
