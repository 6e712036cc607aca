using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/candidates.csv?q=&amp;district=&amp;municipality=&amp;contender=&amp;office=&amp;role=&amp;gender=&amp;head=</summary>
internal sealed class GetCandidatesCsv(ContentReader content)
{
    [Function(nameof(GetCandidatesCsv))]
    [Access(Caller.Anyone)]
    [Operation("The list of candidates as CSV, with the columns with which it is imported.", MediaType = "text/csv", Queries = typeof(CandidateRequest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(process, Activity.Candidates, open => CandidateDownload.Answer(open, request, CandidateDownload.Csv), cancellationToken);
}
