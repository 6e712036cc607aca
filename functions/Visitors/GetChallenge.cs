using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Visitors;

/// <summary>GET /processes/{process}/challenge</summary>
internal sealed class GetChallenge(PublishedProcessCache processes, Entrance entrance, ClientAddress addresses, TimeProvider time)
{
    [Function(nameof(GetChallenge))]
    [Access(Role.Anyone)]
    [Operation(
        "A proof-of-work challenge in ALTCHA's version 2 format (PBKDF2/SHA-256); it costs more where very much comes from the caller's network.",
        Answer = typeof(Challenge),
        Refusals = [nameof(Problems.ActivityClosed)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/challenge")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var now = time.GetUtcNow();
        if (Problems.UnlessTakingPart(found, now) is { } closed) return closed;
        var challenge = await entrance.ChallengeAsync(found.Process.Id, addresses.Of(request.HttpContext), now, cancellationToken);
        return Results.Json(challenge, Json.Api.Challenge);
    }
}
