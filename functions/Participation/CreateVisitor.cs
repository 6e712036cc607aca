using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions.Participation;

/// <param name="Altcha">Base64 of the JSON <c>{challenge, solution}</c>.</param>
internal sealed record VisitorRequest(string? Altcha);

/// <summary>POST /processes/{process}/visitors</summary>
internal sealed class CreateVisitor(
    PublishedProcesses processes, SecretStore secrets, SpentProofStore spent, VisitorTokens tokens, TimeProvider time)
{
    [Function(nameof(CreateVisitor))]
    [Access(Caller.Anyone)]
    [Operation("A visitor's token for a solved challenge.", Status = 201, Body = typeof(VisitorRequest), Answer = typeof(IssuedToken), Refusals = ["bad_proof"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/visitors")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.VisitorRequest, RequestBody.DefaultLimit, cancellationToken);
        if (refusal is not null) return refusal;
        if (string.IsNullOrEmpty(body!.Altcha)) return Problems.InvalidInput("altcha", new("es obligatorio", "is required"));

        var now = time.GetUtcNow();
        var secret = await secrets.GetAsync(GetChallenge.KeyName, cancellationToken);
        if (ProofOfWork.Verify(body.Altcha, found.Process.Id, secret, now) is not { } proof) return Problems.BadProof();
        if (!await spent.TrySpendAsync(proof, cancellationToken)) return Problems.BadProof();
        return Results.Json(tokens.Issue(found.Process.Id, now), Json.Api.IssuedToken, statusCode: StatusCodes.Status201Created);
    }
}
