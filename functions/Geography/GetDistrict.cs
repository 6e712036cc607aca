using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/districts/{number}</summary>
internal sealed class GetDistrict(ContentReader content)
{
    [Function(nameof(GetDistrict))]
    [Access(Caller.Anyone)]
    [Operation("A local district with its municipalities.", Answer = typeof(DistrictAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/districts/{number}")] HttpRequest request,
        string process,
        string number,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Item("districts/" + number, open.Content.District(number), d => DistrictAnswer.From(open.Content, d), Json.Api.DistrictAnswer),
            cancellationToken);
}
