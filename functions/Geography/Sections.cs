using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Downloads;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Geography;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Geography;

/// <summary>Electoral sections.</summary>
internal sealed class Sections(ContentEndpoint content)
{
    public static readonly PublicFile TableFile = PublicFile.Csv(
        "sections.csv",
        Activity.Information,
        SectionTable.Table.Title,
        open => open.Content,
        (_, language) => SectionTable.For(language),
        (open, language) => SectionTable.Rows(open.Content, language));

    /// <summary>GET /processes/{process}/sections/{section}</summary>
    [Function("GetSection")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Information,
        ToolSection.Geography,
        "An electoral section: its municipality, its district and what is voted for there. Leading zeros may be left out.",
        typeof(SectionAnswer),
        Refusals = [nameof(Problems.SectionMerged), nameof(Problems.SectionNotFound)])]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/sections/{section}")] HttpRequest request,
        string process,
        string section,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => Answer(open, Section.NumberOf(section) ?? ""), cancellationToken);

    /// <summary>GET /processes/{process}/sections.csv</summary>
    /// <remarks>
    /// Every section, so that a device can look one up without revealing which. CSV, UTF-8 without BOM, comma, CRLF, a header, sorted by section:
    /// <c>section,municipality,district,mergedInto</c>. The last cell is empty for a section that stands; a merged section has the municipality
    /// and the district of the one it was merged into. 6,530 sections are 104 KB.
    /// </remarks>
    [Function("GetSectionTable")]
    [Access(Role.Anyone)]
    [Content(
        Activity.Information,
        ToolSection.Downloads,
        "Every section with its municipality and district, as CSV. With lang it is a file for people: with names, and headers in that language.",
        MediaType = "text/csv")]
    [Query(DownloadForm.Mark, DownloadForm.MarkMeaning, Values = ["true", "false"])]
    public Task<IResult> GetTableAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/sections.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => TableFile.Answer(open, request), cancellationToken);

    private static IResult Answer(OpenContent open, string number)
    {
        if (open.Content.Section(number) is { } found) return open.Item(number, found, s => SectionAnswer.From(open.Content, s), Json.Api.SectionAnswer);
        return open.Content.MergedSection(number) is { } merged ? Problems.SectionMergedInto(merged.Into) : Problems.SectionNotFound;
    }
}
