using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Reactions;

internal sealed class DeleteReaction(ParticipationGate gate, ParticipationService participation)
{
    /// <summary>DELETE /processes/{process}/platforms/{id}/reaction</summary>
    [Function("DeletePlatformReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "Withdraws this visitor's reaction to a platform.", Status = 204, MediaType = "",
        Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnPlatformAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ReactionRoutes.Platform)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Platform, id, cancellationToken);

    /// <summary>DELETE /processes/{process}/blocks/{id}/reaction</summary>
    [Function("DeleteBlockReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "Withdraws this visitor's reaction to a competitiveness block.", Status = 204, MediaType = "",
        Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnBlockAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ReactionRoutes.Block)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Block, id, cancellationToken);

    /// <summary>DELETE /processes/{process}/proposals/{id}/reaction</summary>
    [Function("DeleteProposalReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "Withdraws this visitor's reaction to a proposal.", Status = 204, MediaType = "",
        Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnProposalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ReactionRoutes.Proposal)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Proposal, id, cancellationToken);

    private async Task<IResult> RunAsync(HttpRequest request, string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var target = await gate.FindAsync(process, kind, id, cancellationToken);
        if (target.IsRefused) return target.Refusal;
        var visitor = await gate.TakeReactionAsync(request, target.Value, Stance.Withdrawn, cancellationToken);
        if (visitor.IsRefused) return visitor.Refusal;
        return await participation.WithdrawAsync(target.Value, visitor.Value, cancellationToken) ? Results.NoContent() : Problems.TooManyChanges;
    }
}
