using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>GET /processes/{process}/statistics</summary>
internal sealed class GetStatistics(ContentReader content)
{
    [Function(nameof(GetStatistics))]
    [Access(Caller.Anyone)]
    [Operation("What the tool was used for, with what each figure means; nothing that concerns one contender.", Answer = typeof(StatisticsAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/statistics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        var language = Languages.Of(request);
        return content.AnswerAsync(
            process,
            Activity.Statistics,
            open => new PublicAnswer(
                PublicDocuments.Of(
                    open.Process,
                    $"statistics/{language.Tag()}",
                    () => PublicDocument.Json(StatisticsAnswer.From(open.Process.Statistics, open.Process.Process, language), Json.Api.StatisticsAnswer)),
                open.Until(),
                language),
            cancellationToken);
    }
}
