using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Reactions;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Reactions;

internal sealed record ReactionRequest([AllowedValues("like", "dislike")] string? Value);

internal sealed class PutReaction(ParticipationGate gate, ParticipationService participation)
{
    private const int MaxBytes = 4096;

    /// <summary>PUT /processes/{process}/platforms/{id}/reaction</summary>
    [Function("PutPlatformReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "Likes or dislikes a platform; the last one counts.",
        Body = typeof(ReactionRequest), Answer = typeof(ReactionAnswer), Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnPlatformAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = ReactionRoutes.Platform)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Platform, id, cancellationToken);

    /// <summary>PUT /processes/{process}/blocks/{id}/reaction</summary>
    [Function("PutBlockReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "Likes or dislikes a competitiveness block; the last one counts.",
        Body = typeof(ReactionRequest), Answer = typeof(ReactionAnswer), Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnBlockAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = ReactionRoutes.Block)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Block, id, cancellationToken);

    /// <summary>PUT /processes/{process}/proposals/{id}/reaction</summary>
    [Function("PutProposalReaction")]
    [Access(Role.Visitor)]
    [Operation(
        "Likes or dislikes a proposal; the last one counts.",
        Body = typeof(ReactionRequest), Answer = typeof(ReactionAnswer), Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.TooManyRequests)])]
    public Task<IResult> OnProposalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = ReactionRoutes.Proposal)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Proposal, id, cancellationToken);

    private async Task<IResult> RunAsync(HttpRequest request, string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var read = await gate.ReadAsync(request, process, kind, id, Json.Api.ReactionRequest, MaxBytes, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        var (target, body) = read.Value;
        if (!StanceNames.TryParse(body.Value, out var stance)) return Problems.Invalid("value", new("debe ser like o dislike", "must be like or dislike"));
        var visitor = await gate.TakeReactionAsync(request, target, stance, cancellationToken);
        if (visitor.IsRefused) return visitor.Refusal;
        return await participation.ReactAsync(target, visitor.Value, stance, cancellationToken) is { } reaction
            ? ReactionAnswer.Of(reaction)
            : Problems.TooManyChanges;
    }
}
