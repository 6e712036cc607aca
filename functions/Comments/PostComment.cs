using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Comments;

internal sealed record CommentReceipt(string Receipt, [AllowedValues("received")] string Status);

internal sealed class PostComment(ParticipationGate gate, ParticipationService participation, ReceiptGate receipts)
{
    private const string Key = "Idempotency-Key";
    private const string KeyMeaning = "Any text of the caller's; the same key with the same content on the same day is the same comment.";

    // 2,000 characters outside the basic plane, each escaped as a surrogate pair, plus room for the other members.
    private const int MaxBytes = 32 * 1024;

    /// <summary>POST /processes/{process}/platforms/{id}/comments</summary>
    [Function("PostPlatformComment")]
    [Access(Role.Visitor)]
    [Operation(
        "Sends an idea, a proposal or a comment on a platform to its contender.",
        Status = 202,
        Location = true,
        Body = typeof(CommentRequest),
        Answer = typeof(CommentReceipt),
        Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.IdempotencyKeyReused), nameof(Problems.TooManyRequests)])]
    [RequestHeader(Key, KeyMeaning, MaxLength = CommentRequest.MaxKeyLength)]
    public Task<IResult> OnPlatformAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = CommentRoutes.OnPlatform)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Platform, id, cancellationToken);

    /// <summary>POST /processes/{process}/blocks/{id}/comments</summary>
    [Function("PostBlockComment")]
    [Access(Role.Visitor)]
    [Operation(
        "Sends an idea, a proposal or a comment on a competitiveness block to its contender.",
        Status = 202,
        Location = true,
        Body = typeof(CommentRequest),
        Answer = typeof(CommentReceipt),
        Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.IdempotencyKeyReused), nameof(Problems.TooManyRequests)])]
    [RequestHeader(Key, KeyMeaning, MaxLength = CommentRequest.MaxKeyLength)]
    public Task<IResult> OnBlockAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = CommentRoutes.OnBlock)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Block, id, cancellationToken);

    /// <summary>POST /processes/{process}/proposals/{id}/comments</summary>
    [Function("PostProposalComment")]
    [Access(Role.Visitor)]
    [Operation(
        "Sends an idea, a proposal or a comment on a proposal to its contender.",
        Status = 202,
        Location = true,
        Body = typeof(CommentRequest),
        Answer = typeof(CommentReceipt),
        Refusals = [nameof(Problems.ActivityClosed), nameof(Problems.IdempotencyKeyReused), nameof(Problems.TooManyRequests)])]
    [RequestHeader(Key, KeyMeaning, MaxLength = CommentRequest.MaxKeyLength)]
    public Task<IResult> OnProposalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = CommentRoutes.OnProposal)] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) => RunAsync(request, process, TargetKind.Proposal, id, cancellationToken);

    private async Task<IResult> RunAsync(HttpRequest request, string process, TargetKind kind, string id, CancellationToken cancellationToken)
    {
        var read = await gate.ReadAsync(request, process, kind, id, Json.Api.CommentRequest, MaxBytes, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        var (target, body) = read.Value;
        var errors = new FieldErrors();
        if (body.Read(request.Headers[Key] is { Count: > 0 } keys ? keys.ToString() : null, errors) is not { } draft) return Problems.Invalid(errors);
        var visitor = await gate.TakeCommentAsync(request, target, cancellationToken);
        if (visitor.IsRefused) return visitor.Refusal;
        var (reception, receipt) = await participation.CommentAsync(target, visitor.Value, draft, cancellationToken);
        if (reception == CommentReception.KeyUsedOtherwise) return Problems.IdempotencyKeyReused;
        // Its writer looks soon, maybe from the network of somebody who guesses receipts.
        receipts.Note(receipt, exists: true, network: null, target.At);
        request.HttpContext.Response.Headers.Location = Locations.Of(CommentRoutes.One, ("process", target.Process.Id.Value), ("receipt", receipt.ToString()));
        return Results.Json(
            new CommentReceipt(receipt.ToString(), CommentStatus.Received.Name()), Json.Api.CommentReceipt, statusCode: StatusCodes.Status202Accepted);
    }
}
