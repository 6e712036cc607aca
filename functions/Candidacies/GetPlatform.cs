using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>GET /processes/{process}/platforms/{id}</summary>
internal sealed class GetPlatform(ContentReader content)
{
    [Function(nameof(GetPlatform))]
    [Access(Caller.Anyone)]
    [Operation("A registered platform.", Answer = typeof(PlatformAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/platforms/{id}")] HttpRequest request,
        string process,
        string id,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Platforms,
            open => open.Item("platforms/" + id, open.Content.Platform(id), PlatformAnswer.From, Json.Api.PlatformAnswer),
            cancellationToken);
}
