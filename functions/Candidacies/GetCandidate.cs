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
            open => open.Item("candidates/" + id, CandidateAnswer.Find(open, id), answer => answer, Json.Api.CandidateAnswer),
            cancellationToken);
}
