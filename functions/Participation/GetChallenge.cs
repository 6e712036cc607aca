using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions.Participation;

/// <summary>GET /processes/{process}/challenge</summary>
internal sealed class GetChallenge(
    PublishedProcesses processes,
    SecretStore secrets,
    CallerNetworks networks,
    NetworkPressure pressure,
    PressureExchange exchange,
    TimeProvider time,
    IOptions<ProofOptions> options)
{
    /// <summary>Name of the key that signs challenges.</summary>
    public const string KeyName = "challenges";

    [Function(nameof(GetChallenge))]
    [Access(Caller.Anyone)]
    [Operation(
        "A proof-of-work challenge in ALTCHA's version 2 format (PBKDF2/SHA-256); it costs more where very much comes from the caller's network.",
        Answer = typeof(Challenge),
        Refusals = ["activity_closed"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/challenge")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessTakingPart(found, now) is { } closed) return closed;
        var secret = await secrets.GetAsync(KeyName, cancellationToken);
        var factor = 1;
        if (await networks.OfAsync(request.HttpContext, now, cancellationToken) is { } network)
        {
            exchange.BeginWhenDue();
            factor = pressure.Of(network, now).ProofFactor;
        }

        return Results.Json(ProofOfWork.Create(found.Process.Id, options.Value.ProofCost, secret, now, factor), Json.Api.Challenge);
    }
}
