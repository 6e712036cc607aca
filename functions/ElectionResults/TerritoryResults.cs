using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Downloads;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.ElectionResults;

/// <summary>The counts of districts and municipalities.</summary>
internal sealed class TerritoryResults(ContentEndpoint content)
{
    public static readonly PublicFile TableFile = PublicFile.Csv(
        "results.csv",
        Activity.Results,
        ResultTable.Table.Title,
        open => open.Content,
        (_, _) => ResultTable.Table,
        (open, language) => open.Content.All.Results.SelectMany(r => ResultTable.RowsOf(r, open.Content.Names, language)));

    /// <summary>GET /processes/{process}/results?level=</summary>
    [Function("ListResults")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Results,
        ToolSection.Results,
        "The counts of all territories: districts by number, then municipalities by code.",
        typeof(ListAnswer<ResultAnswer>))]
    [Query("level", "Only the counts of this level.", Values = ["district", "municipality"])]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/results")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(request, open), cancellationToken);

    /// <summary>GET /processes/{process}/results/districts/{number}</summary>
    [Function("GetDistrictResult")]
    [Access(Role.Anyone)]
    [Content(Activity.Results, ToolSection.Results, "The count of a district.", typeof(ResultAnswer))]
    public Task<IResult> GetOfDistrictAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/results/districts/{number}")] HttpRequest request,
        string process,
        string number,
        CancellationToken cancellationToken) =>
        content.ItemAsync(request, process, number, (c, n) => c.Result(ResultLevel.District, n), ResultAnswer.From, Json.Api.ResultAnswer, cancellationToken);

    /// <summary>GET /processes/{process}/results/municipalities/{code}</summary>
    [Function("GetMunicipalityResult")]
    [Access(Role.Anyone)]
    [Content(Activity.Results, ToolSection.Results, "The count of a municipality.", typeof(ResultAnswer))]
    public Task<IResult> GetOfMunicipalityAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/results/municipalities/{code}")] HttpRequest request,
        string process,
        string code,
        CancellationToken cancellationToken) =>
        content.ItemAsync(
            request, process, code, (c, id) => c.Result(ResultLevel.Municipality, id), ResultAnswer.From, Json.Api.ResultAnswer, cancellationToken);

    /// <summary>GET /processes/{process}/results.csv</summary>
    /// <remarks>The plain file begins with the columns of the dataset <c>results</c>: importing it changes nothing.</remarks>
    [Function("GetResultTable")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Results,
        ToolSection.Downloads,
        "The counts of all territories line by line, as CSV: the columns of the import, then names. With lang, headers and words are for people.",
        MediaType = "text/csv")]
    [Query(DownloadForm.Mark, DownloadForm.MarkMeaning, Values = ["true", "false"])]
    public Task<IResult> GetTableAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/results.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => TableFile.Answer(open, request), cancellationToken);

    private static IResult Answer(HttpRequest request, OpenContent open)
    {
        string? level = request.Query["level"];
        if (level is not (null or "district" or "municipality"))
        {
            return Problems.Invalid("level", new("debe ser district o municipality", "must be district or municipality"));
        }

        var results = level is null ? open.Content.All.Results : [.. open.Content.All.Results.Where(r => r.Level.Name() == level)];
        return open.Page(request, $" {level}", results, r => r.Key, r => ResultAnswer.From(open, r), Json.Api.ListAnswerResultAnswer);
    }
}
