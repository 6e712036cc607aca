using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.ElectionResults;

/// <summary>GET /processes/{process}/results/districts/{number}</summary>
internal sealed class GetDistrictResult(ContentReader content)
{
    [Function(nameof(GetDistrictResult))]
    [Access(Caller.Anyone)]
    [Operation("The count of a district.", Answer = typeof(ResultAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/results/districts/{number}")] HttpRequest request,
        string process,
        string number,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Results,
            open => open.Item("results/districts/" + number, open.Content.Result(ResultLevel.District, number), r => ResultAnswer.From(open, r), Json.Api.ResultAnswer),
            cancellationToken);
}
