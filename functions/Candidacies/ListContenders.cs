using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/contenders</summary>
internal sealed class ListContenders(ContentReader content)
{
    [Function(nameof(ListContenders))]
    [Access(Caller.Anyone)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contenders")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Page(request, "contenders", open.Content.All.Contenders, c => c.Id, ContenderAnswer.From, Json.Api.ListAnswerContenderAnswer),
            cancellationToken);
}
