using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Reactions;

/// <remarks>A stance is shown only while it can be changed: a stance that can be shown but not changed would be proof for a buyer of votes.</remarks>
internal sealed class GetReaction(ParticipationGate gate, ParticipationService participation)
{
    /// <summary>GET /processes/{process}/platforms/{id}/reaction</summary>
    [Function("GetPlatformReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "This visitor's reaction to a platform.",
        Answer = typeof(ReactionAnswer), Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.ReactionNotFound), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnPlatformAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ReactionRoutes.Platform)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Platform, id, cancellationToken);

    /// <summary>GET /processes/{process}/blocks/{id}/reaction</summary>
    [Function("GetBlockReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "This visitor's reaction to a competitiveness block.",
        Answer = typeof(ReactionAnswer), Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.ReactionNotFound), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnBlockAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ReactionRoutes.Block)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Block, id, cancellationToken);

    /// <summary>GET /processes/{process}/proposals/{id}/reaction</summary>
    [Function("GetProposalReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "This visitor's reaction to a proposal.",
        Answer = typeof(ReactionAnswer), Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.ReactionNotFound), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnProposalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ReactionRoutes.Proposal)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Proposal, id, cancellationToken);

    private async Task<IResult> RunAsync(HttpRequest request, string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var target = await gate.FindAsync(process, kind, id, cancellationToken);
        if (target.IsRefused) return target.Refusal;
        var visitor = gate.TakeOwnLook(request, target.Value.At);
        if (visitor.IsRefused) return visitor.Refusal;
        return await participation.FindStanceAsync(target.Value, visitor.Value, cancellationToken) is { } reaction
            ? ReactionAnswer.Of(reaction)
            : Problems.ReactionNotFound;
    }
}
