using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/contenders/{id}</summary>
internal sealed class GetContender(ContentReader content)
{
    [Function(nameof(GetContender))]
    [Access(Caller.Anyone)]
    [Operation("A contender.", Answer = typeof(ContenderAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/contenders/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Information,
            open => open.Item("contenders/" + id, open.Content.Contender(id), ContenderAnswer.From, Json.Api.ContenderAnswer),
            cancellationToken);
}
