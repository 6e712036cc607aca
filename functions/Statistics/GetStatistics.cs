using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>GET /processes/{process}/statistics</summary>
internal sealed class GetStatistics(ContentEndpoint content)
{
    [Function(nameof(GetStatistics))]
    [Access(Role.Anyone)]
    [Content(
        Activity.Statistics,
        ToolSection.Statistics,
        "What the tool was used for, with what each figure means; nothing that concerns one contender.",
        typeof(StatisticsAnswer))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/statistics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        var language = Languages.Of(request);
        return content.AnswerAsync(
            request,
            process,
            open => new PublicAnswer(
                PublicDocumentCache.Of(
                    open.Process,
                    $"statistics/{language.Tag()}",
                    () => PublicDocument.Json(StatisticsAnswer.From(open.Process.Statistics, open.Process.Process, language), Json.Api.StatisticsAnswer)),
                open.Until(),
                language),
            cancellationToken);
    }
}
