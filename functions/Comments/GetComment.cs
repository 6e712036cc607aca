using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Comments;

/// <summary>GET /processes/{process}/comments/{receipt}</summary>
/// <remarks>The receipt is the secret: its holder may ask from any device, also after credentials have expired. The text is never returned.</remarks>
internal sealed class GetComment(
    PublishedProcessCache processes, CommentStore comments, ReceiptGate gate, CallerNetworks networks, ClientAddress addresses, TimeProvider time)
{
    [Function(nameof(GetComment))]
    [Access(Role.Anyone)]
    [Operation("What became of a comment; never its text.", Answer = typeof(CommentStateAnswer), Cached = false, Refusals = [nameof(Problems.TooManyRequests)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = CommentRoutes.One)] HttpRequest request,
        string process,
        string receipt,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        // A day on which comments were closed has no table to read.
        if (!Receipt.TryParse(receipt, out var parsed) || !found.Process.IsParticipationDay(parsed.Day)) return Problems.NotFound;
        var (network, now) = (networks.Here(addresses.Of(request.HttpContext)), time.GetUtcNow());
        if (gate.TakeLook(parsed, network, now) is { } reached) return Problems.LimitReached(reached.Limit, reached.Wait);
        var version = await comments.FindAsync(found.Process.Id, parsed, cancellationToken);
        gate.Note(parsed, version is not null, network, now);
        if (version is not { Comment: var comment }) return Problems.NotFound;
        return Results.Json(CommentStateAnswer.From(comment, found.Process), Json.Api.CommentStateAnswer);
    }
}
