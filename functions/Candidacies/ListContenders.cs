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
    [Operation("The contenders, in the order of their registration.", Answer = typeof(ListAnswer<ContenderAnswer>))]
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
