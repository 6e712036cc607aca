using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/candidates.json?q=&amp;district=&amp;municipality=&amp;contender=&amp;office=&amp;role=&amp;gender=&amp;head=</summary>
internal sealed class GetCandidatesJson(ContentReader content)
{
    [Function(nameof(GetCandidatesJson))]
    [Access(Caller.Anyone)]
    [Operation("The list of candidates as JSON, in one piece.", MediaType = "application/json", Queries = typeof(CandidateRequest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates.json")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(process, Activity.Candidates, open => CandidateDownload.Answer(open, request, CandidateDownload.Json), cancellationToken);
}
