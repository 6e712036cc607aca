using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Participation;

/// <param name="Kind">platform or proposal.</param>
internal sealed record OwnReactionAnswer(
    [AllowedValues("platform", "proposal")] string Kind, string Id, [AllowedValues("like", "dislike")] string Value, string Receipt);

/// <summary>GET /processes/{process}/visitors/me/reactions</summary>
/// <remarks>Stances that can be changed now and no others, for the reason that <see cref="ReactionRequests.GetAsync"/> gives.</remarks>
internal sealed class ListOwnReactions(PublishedProcesses processes, VisitorParticipation participation, Admission admission, TimeProvider time)
{
    [Function(nameof(ListOwnReactions))]
    [Access(Caller.Visitor)]
    [Operation("This visitor's reactions to what is open now, platforms or proposals or both.", Answer = typeof(ListAnswer<OwnReactionAnswer>), Refusals = ["activity_closed", "too_many_requests"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/visitors/me/reactions")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        var open = Enum.GetValues<TargetKind>().Where(kind => found.StateOf(ReactionTarget.ActivityOf(kind), now).IsOpen).ToList();
        if (open.Count == 0) return Closed(found, now);
        if (admission.ReadOwn(request, now) is { } limited) return limited;
        var stances = (await participation.ListStancesAsync(found.Process, request.GetVisitor(), cancellationToken)).Where(r => open.Contains(r.Target.Kind)).ToList();
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

    /// <summary>Says of the activity that opens first, or else of the one that closed last, when that is.</summary>
    private static IResult Closed(PublishedProcess process, DateTimeOffset now)
    {
        var activity = Enum.GetValues<TargetKind>().Select(ReactionTarget.ActivityOf)
            .OrderBy(a => process.StateOf(a, now).OpensAt ?? DateTimeOffset.MaxValue)
            .ThenByDescending(a => process.StateOf(a, now).ClosedAt ?? DateTimeOffset.MinValue)
            .First();
        return Problems.UnlessOpen(process, activity, now)!;
    }
}
