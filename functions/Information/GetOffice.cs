using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Information;

/// <summary>GET /processes/{process}/offices/{id}</summary>
internal sealed class GetOffice(ContentReader content)
{
    [Function(nameof(GetOffice))]
    [Access(Caller.Anyone)]
    [Operation("An office that is renewed: what it can do and what it cannot.", Answer = typeof(OfficeAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/offices/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Item("offices/" + id, open.Content.Office(id), OfficeAnswer.From, Json.Api.OfficeAnswer),
            cancellationToken);
}
