using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/municipalities</summary>
internal sealed class ListMunicipalities(ContentReader content)
{
    [Function(nameof(ListMunicipalities))]
    [Access(Caller.Anyone)]
    [Operation("The municipalities, by code.", Answer = typeof(ListAnswer<MunicipalityAnswer>))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/municipalities")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Page(request, "municipalities", open.Content.All.Municipalities, m => m.Code, m => MunicipalityAnswer.From(open.Content, m), Json.Api.ListAnswerMunicipalityAnswer),
            cancellationToken);
}
