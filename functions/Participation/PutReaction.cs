using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

internal sealed record ReactionRequest([AllowedValues("like", "dislike")] string? Value);

internal sealed record ReactionAnswer([AllowedValues("like", "dislike")] string Value, string Receipt);

/// <summary>PUT /processes/{process}/platforms/{id}/reaction</summary>
internal sealed class PutReaction(PublishedProcesses processes, VisitorParticipation participation, TimeProvider time)
{
    private const int MaxBytes = 4096;

    [Function(nameof(PutReaction))]
    [Access(Caller.Visitor)]
    [Operation("Likes or dislikes a platform; the last one counts.", Body = typeof(ReactionRequest), Answer = typeof(ReactionAnswer), Refusals = ["activity_closed", "too_many_requests"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "processes/{process}/platforms/{id}/reaction")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken)
    {
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.ReactionRequest, MaxBytes, cancellationToken);
        // Only now: a body may take its time, and what is accepted must bear a moment at which the activity is open.
        var now = time.GetUtcNow();
        var about = await ReactionTarget.PlatformAsync(processes, process, id, now, cancellationToken);
        if (about.Refusal is not null) return about.Refusal;
        if (refusal is not null) return refusal;
        if (!StanceNames.TryParse(body!.Value, out var stance)) return Problems.InvalidInput("value", new("debe ser like o dislike", "must be like or dislike"));

        var electoral = about.Process.Process;
        var reaction = await participation.ReactAsync(electoral, request.GetVisitor(), about.Target, stance, now, cancellationToken);
        return reaction is null
            ? Problems.TooManyChanges(electoral.EndOf(electoral.LocalDay(now)) - now)
            : Results.Json(new ReactionAnswer(reaction.Stance.Name(), reaction.Receipt.ToString()), Json.Api.ReactionAnswer);
    }
}
