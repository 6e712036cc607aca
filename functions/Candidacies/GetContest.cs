using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/contests/{id}</summary>
internal sealed class GetContest(ContentReader content)
{
    [Function(nameof(GetContest))]
    [Access(Caller.Anyone)]
    [Operation("A contest, and while the list of candidates is open who competes and with whom.", Answer = typeof(ContestAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contests/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open =>
            {
                if (open.Content.Contest(id) is not { } contest) return Problems.NotFound();
                var order = open.OrderOfContenders(out var caching);
                return open.Document(
                    $"contests/{id} {order?.Seed}", () => PublicDocument.Json(ContestAnswer.WithBallot(open.Content, contest, order), Json.Api.ContestAnswer), caching);
            },
            cancellationToken);
}
