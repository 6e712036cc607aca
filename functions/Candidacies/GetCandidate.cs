using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/candidates/{id}</summary>
internal sealed class GetCandidate(ContentReader content)
{
    [Function(nameof(GetCandidate))]
    [Access(Caller.Anyone)]
    [Operation("A candidate with the substitutions in that place, or who was one and was replaced.", Answer = typeof(CandidateAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Candidates,
            open => CandidateAnswer.Find(open, id) is { } candidate
                ? open.Document(
                    $"candidates/{id}?{open.IsOpen(Activity.Profiles)}",
                    () => PublicDocument.Json(candidate, Json.Api.CandidateAnswer),
                    open.Until(Activity.Profiles))
                : Problems.NotFound(),
            cancellationToken);
}
