using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>GET /processes/{process}/statistics</summary>
internal sealed class GetStatistics(ContentReader content)
{
    [Function(nameof(GetStatistics))]
    [Access(Caller.Anyone)]
    [Operation("What the tool was used for; nothing that concerns one contender.", Answer = typeof(PublishedStatistics))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/statistics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Statistics,
            open => new PublicAnswer(
                PublicDocuments.Of(
                    open.Process.Statistics, "statistics", () => PublicDocument.Json(open.Process.Statistics, Json.Api.PublishedStatistics)),
                open.Until()),
            cancellationToken);
}
