using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>GET /processes/{process}/comments/{receipt}</summary>
/// <remarks>The receipt is the secret: whoever holds it may ask, from any device and after credentials have ended. The text is never answered.</remarks>
internal sealed class GetComment(PublishedProcesses processes, CommentStore comments)
{
    [Function(nameof(GetComment))]
    [Access(Caller.Anyone)]
    [Operation("What became of a comment; never its text.", Answer = typeof(CommentStateAnswer), Cached = false)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/comments/{receipt}")] HttpRequest request,
        string process,
        string receipt,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        // A day on which nobody could comment has no table to look into.
        if (!Receipt.TryParse(receipt, out var parsed)
            || !found.Process.IsParticipationDay(parsed.Day)
            || await comments.FindAsync(found.Process.Id, parsed, cancellationToken) is not { Comment: var comment })
        {
            return Problems.NotFound();
        }

        return Results.Json(CommentStateAnswer.From(comment, found.Process), Json.Api.CommentStateAnswer);
    }
}
