using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Exports;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>The list of candidates as files, with the filters of the list.</summary>
internal sealed class CandidateFiles(ContentEndpoint content)
{
    /// <summary>GET /processes/{process}/candidates.csv</summary>
    [Function("GetCandidatesCsv")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Candidates,
        ToolSection.Downloads,
        "The list of candidates as CSV: the columns with which it is imported, then names. With lang, headers and words are for people.",
        MediaType = "text/csv",
        Queries = typeof(CandidateRequest))]
    [Query(DownloadForm.Mark, DownloadForm.MarkMeaning, Values = ["true", "false"])]
    public Task<IResult> GetCsvAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => CandidateDownload.Csv.Answer(open, request), cancellationToken);

    /// <summary>GET /processes/{process}/candidates.json</summary>
    [Function("GetCandidatesJson")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Candidates,
        ToolSection.Downloads,
        "The list of candidates as JSON, in one piece, with names beside ids.",
        typeof(CandidateFile),
        Queries = typeof(CandidateRequest))]
    public Task<IResult> GetJsonAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates.json")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => CandidateDownload.Json.Answer(open, request), cancellationToken);

    /// <summary>GET /processes/{process}/candidates.xlsx</summary>
    [Function("GetCandidatesXlsx")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Candidates,
        ToolSection.Downloads,
        "The list of candidates as a workbook of one sheet, with the columns of the CSV, filters and a header that stays in view.",
        MediaType = TableXlsx.ContentType,
        Queries = typeof(CandidateRequest))]
    public Task<IResult> GetXlsxAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/candidates.xlsx")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => CandidateDownload.Xlsx.Answer(open, request), cancellationToken);
}
