using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/districts</summary>
internal sealed class ListDistricts(ContentReader content)
{
    [Function(nameof(ListDistricts))]
    [Access(Caller.Anyone)]
    [Operation("The local districts, by number.", Answer = typeof(ListAnswer<DistrictAnswer>))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/districts")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Page(request, "districts", open.Content.All.Districts, d => d.Number, d => DistrictAnswer.From(open.Content, d), Json.Api.ListAnswerDistrictAnswer),
            cancellationToken);
}
