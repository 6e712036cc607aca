using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Reactions;

/// <param name="Kind">platform, block or proposal.</param>
internal sealed record OwnReactionAnswer(
    [AllowedValues("platform", "block", "proposal")] string Kind, string Id, [AllowedValues("like", "dislike")] string Value, string Receipt);

/// <summary>GET /processes/{process}/visitors/me/reactions</summary>
/// <remarks>Lists only stances that can be changed now, for the reason in <see cref="GetReaction"/>.</remarks>
internal sealed class ListOwnReactions(PublishedProcessCache processes, ParticipationService participation, ParticipationGate gate, TimeProvider time)
{
    [Function(nameof(ListOwnReactions))]
    [Access(Role.Visitor)]
    [Operation(
        "This visitor's reactions to what is open now: platforms, competitiveness blocks, proposals.", Answer = typeof(ListAnswer<OwnReactionAnswer>),
        Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.TooManyRequests)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/visitors/me/reactions")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var now = time.GetUtcNow();
        var open = TargetKind.All.Where(kind => found.StateOf(kind.Opens, now).IsOpen).Select(kind => kind.Name).ToList();
        if (open.Count == 0) return Closed(found, now);
        var visitor = gate.TakeOwnLook(request, now);
        if (visitor.IsRefused) return visitor.Refusal;
        var stances = (await participation.ListStancesAsync(found.Process, visitor.Value, cancellationToken)).Where(r => open.Contains(r.Target.Kind)).ToList();
        return Paging.Answer(
            request,
            new Listing("own reactions"),
            stances,
            r => r.Target.ToString(),
            r => new OwnReactionAnswer(
                r.Target.Kind, r.Target.Id.Value, r.Stance.Name(), r.Receipt.ToString()),
            Json.Api.ListAnswerOwnReactionAnswer);
    }

    /// <summary>Refuses with the activity that opens first, or else with the one that closed last.</summary>
    private static IResult Closed(PublishedProcess process, DateTimeOffset now)
    {
        var activity = TargetKind.All.Select(kind => kind.Opens)
            .OrderBy(a => process.StateOf(a, now).OpensAt ?? DateTimeOffset.MaxValue)
            .ThenByDescending(a => process.StateOf(a, now).ClosedAt ?? DateTimeOffset.MinValue)
            .First();
        return Problems.UnlessOpen(process, activity, now)!;
    }
}
