using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>GET /processes/{process}/operator/moderation/{receipt}</summary>
/// <remarks>
/// The name must sort after <see cref="GetModerationFigures"/> and <see cref="ListModerationSample"/>: Azure's host takes the first matching
/// route in the order of names.
/// </remarks>
internal sealed class ReadModeration(PublishedProcessCache processes, CommentStore comments)
{
    [Function(nameof(ReadModeration))]
    [Access(Role.Operator)]
    [Operation("A comment and everything that was decided about it.", Answer = typeof(CommentHistoryAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/moderation/{receipt}")] HttpRequest request,
        string process,
        string receipt,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        if (!Receipt.TryParse(receipt, out var parsed)
            || !found.IsParticipationDay(parsed.Day)
            || await comments.FindAsync(found.Id, parsed, cancellationToken) is not { } read)
        {
            return Problems.NotFound;
        }

        return Results.Json(CommentHistoryAnswer.From(read, found), Json.Api.CommentHistoryAnswer);
    }
}
