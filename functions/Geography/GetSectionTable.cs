using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Geography;

/// <summary>GET /processes/{process}/sections.csv</summary>
/// <remarks>
/// Every section, for look-up on the device without telling anybody which. CSV, UTF-8 without BOM, comma, CRLF, a header, sorted by section:
/// <c>section,municipality,district</c>, and only where sections were merged a fourth column <c>mergedInto</c>, empty for the others; a merged
/// section has the municipality and the district of the one it was merged into. 6,530 sections are 97 KB, 13 KB packed with gzip.
/// </remarks>
internal sealed class GetSectionTable(ContentReader content)
{
    [Function(nameof(GetSectionTable))]
    [Access(Caller.Anyone)]
    [Operation("Every section with its municipality and district, as CSV.", MediaType = "text/csv")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/sections.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(process, Activity.Information, open => open.Document("sections.csv", () => Write(open.Content)), cancellationToken);

    private static PublicDocument Write(ContentIndex content)
    {
        string[] columns = ["section", "municipality", "district"];
        var standing = content.All.Sections.Select(s => (string[])[s.Number, s.Municipality, s.District]);
        if (content.All.MergedSections.Count == 0) return PublicDocument.Csv(columns, standing);
        var merged = content.All.MergedSections.Select(s => (string[])[s.Number, .. content.Section(s.Into) is { } into ? (string[])[into.Municipality, into.District] : ["", ""], s.Into]);
        return PublicDocument.Csv([.. columns, "mergedInto"], standing.Select(row => (string[])[.. row, ""]).Concat(merged).OrderBy(row => row[0], StringComparer.Ordinal));
    }
}
