using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.ElectionResults;

/// <summary>GET /processes/{process}/results?level=</summary>
internal sealed class ListResults(ContentReader content)
{
    [Function(nameof(ListResults))]
    [Access(Caller.Anyone)]
    [Operation("The counts of all territories: districts by number, then municipalities by code.", Answer = typeof(ListAnswer<ResultAnswer>))]
    [Query("level", "Only the counts of this level.", Values = ["district", "municipality"])]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/results")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(
            process,
            Activity.Results,
            open =>
            {
                string? level = request.Query["level"];
                if (level is not (null or "district" or "municipality"))
                {
                    return Problems.InvalidInput("level", new("debe ser district o municipality", "must be district or municipality"));
                }

                var results = level is null ? open.Content.All.Results : [.. open.Content.All.Results.Where(r => r.Level.Name() == level)];
                return open.Page(request, $"results {level}", results, r => r.Key, r => ResultAnswer.From(open, r), Json.Api.ListAnswerResultAnswer);
            },
            cancellationToken);
}
