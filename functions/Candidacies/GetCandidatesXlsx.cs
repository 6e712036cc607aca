using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/candidates.xlsx?q=&amp;district=&amp;municipality=&amp;contender=&amp;office=&amp;role=&amp;gender=&amp;head=</summary>
internal sealed class GetCandidatesXlsx(ContentReader content)
{
    [Function(nameof(GetCandidatesXlsx))]
    [Access(Caller.Anyone)]
    [Operation("The list of candidates as a workbook of one sheet.", MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Queries = typeof(CandidateRequest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates.xlsx")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(process, Activity.Candidates, open => CandidateDownload.Answer(open, request, CandidateDownload.Xlsx), cancellationToken);
}
