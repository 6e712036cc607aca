using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>GET /processes/{process}/statistics</summary>
internal sealed class GetStatistics(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(GetStatistics))]
    [Access(Caller.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/statistics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        if (Problems.UnlessOpen(found, Activity.Statistics, now) is { } closed) return closed;
        var document = PublicDocuments.Of(
            found.Statistics, "statistics", () => PublicDocument.Json(found.Statistics, Json.Api.PublishedStatistics));
        return new PublicAnswer(document, CachePolicy.Until(found.StateOf(Activity.Statistics, now).ChangesAt, now));
    }
}
