using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <param name="Days">How many days will be counted again.</param>
internal sealed record RebuildAnswer(int Days);

/// <summary>POST /processes/{process}/operator/statistics/rebuild</summary>
internal sealed class PostRebuild(PublishedProcessCache processes, StatisticsAggregation aggregation)
{
    [Function(nameof(PostRebuild))]
    [Access(Role.Operator)]
    [Operation("Has every day counted anew from what is stored, by the next run of the timer. What is published stays until then.", Status = 202, Answer = typeof(RebuildAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/statistics/rebuild")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var days = await aggregation.ReopenAsync(found.Process.Id, cancellationToken);
        return Results.Json(new RebuildAnswer(days), Json.Api.RebuildAnswer, statusCode: StatusCodes.Status202Accepted);
    }
}
