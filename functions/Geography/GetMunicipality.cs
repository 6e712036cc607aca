using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/municipalities/{code}</summary>
internal sealed class GetMunicipality(ContentReader content)
{
    [Function(nameof(GetMunicipality))]
    [Access(Caller.Anyone)]
    [Operation("A municipality with its districts.", Answer = typeof(MunicipalityAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/municipalities/{code}")] HttpRequest request,
        string process,
        string code,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Item("municipalities/" + code, open.Content.Municipality(code), m => MunicipalityAnswer.From(open.Content, m), Json.Api.MunicipalityAnswer),
            cancellationToken);
}
