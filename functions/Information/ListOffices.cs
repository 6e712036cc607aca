using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Information;

/// <summary>GET /processes/{process}/offices</summary>
internal sealed class ListOffices(ContentReader content)
{
    [Function(nameof(ListOffices))]
    [Access(Caller.Anyone)]
    [Operation("The offices that are renewed, in the order of the imported file.", Answer = typeof(ListAnswer<OfficeAnswer>))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/offices")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Page(request, "offices", open.Content.All.Offices, o => o.Id, OfficeAnswer.From, Json.Api.ListAnswerOfficeAnswer),
            cancellationToken);
}
