using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Downloads;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Downloads;

/// <summary>What the columns of all downloads mean. It is the same before and after any activity: columns are no secret.</summary>
internal sealed class DataDictionary(PublishedProcessCache processes, TimeProvider time)
{
    public static readonly PublicFile TableFile = PublicFile.Csv(
        "data-dictionary.csv",
        null,
        DictionaryTable.Table.Title,
        _ => DictionaryTable.Table,
        (_, _) => DictionaryTable.Table,
        (_, language) => DictionaryTable.Rows(language));

    private static readonly Lazy<PublicDocument> Document = new(() => PublicDocument.Json(DataDictionaryAnswer.All, Json.Api.DataDictionaryAnswer));

    /// <summary>GET /processes/{process}/data-dictionary</summary>
    [Function("GetDataDictionary")]
    [Access(Role.Anyone)]
    [Operation("What each column of each download means, in both languages.", Answer = typeof(DataDictionaryAnswer))]
    [CountedAs(ToolSection.Downloads)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/data-dictionary")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        await processes.FindAsync(process, cancellationToken) is null ? Problems.ProcessNotFound : new PublicAnswer(Document.Value, CachePolicy.Usual);

    /// <summary>GET /processes/{process}/data-dictionary.csv</summary>
    [Function("GetDataDictionaryTable")]
    [Access(Role.Anyone)]
    [Operation("The data dictionary as CSV, a column a line, in one language.", MediaType = "text/csv")]
    [Query(DownloadForm.Mark, DownloadForm.MarkMeaning, Values = ["true", "false"])]
    [CountedAs(ToolSection.Downloads)]
    public async Task<IResult> GetTableAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/data-dictionary.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        await processes.FindAsync(process, cancellationToken) is { } found
            ? TableFile.Answer(OpenContent.Always(found, time.GetUtcNow()), request, CachePolicy.Usual)
            : Problems.ProcessNotFound;
}
