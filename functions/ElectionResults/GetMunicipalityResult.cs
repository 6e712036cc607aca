using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.ElectionResults;

/// <summary>GET /processes/{process}/results/municipalities/{code}</summary>
internal sealed class GetMunicipalityResult(ContentReader content)
{
    [Function(nameof(GetMunicipalityResult))]
    [Access(Caller.Anyone)]
    [Operation("The count of a municipality.", Answer = typeof(ResultAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/results/municipalities/{code}")] HttpRequest request,
        string process,
        string code,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Results,
            open => open.Item("results/municipalities/" + code, open.Content.Result(ResultLevel.Municipality, code), r => ResultAnswer.From(open, r), Json.Api.ResultAnswer),
            cancellationToken);
}
