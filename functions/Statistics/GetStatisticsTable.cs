using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Downloads;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>GET /processes/{process}/statistics.csv</summary>
internal sealed class GetStatisticsTable(ContentEndpoint content)
{
    public static readonly PublicFile TableFile = PublicFile.Csv(
        "statistics.csv",
        Activity.Statistics,
        StatisticsTable.Table.Title,
        open => open.Process.Statistics,
        (_, _) => StatisticsTable.Table,
        (open, _) => Rows(open.Process.Statistics));

    [Function(nameof(GetStatisticsTable))]
    [Access(Role.Anyone)]
    [Content(
        Activity.Statistics,
        ToolSection.Downloads,
        "The statistics as one table, a figure a line; a count is empty where it is not shown. With lang, headers and words are for people.",
        MediaType = "text/csv")]
    [Query(DownloadForm.Mark, DownloadForm.MarkMeaning, Values = ["true", "false"])]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/statistics.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(request, process, open => TableFile.Answer(open, request), cancellationToken);

    internal static IEnumerable<string[]> Rows(PublishedStatistics statistics) =>
    [
        .. statistics.Days.SelectMany(d => Measures(d.Reactions, d.Comments, d.Consultations, d.Visits).Append(("visitors", d.Visitors))
            .Select(m => Row("days", d.Day, m.Item1, "", "", m.Item2))),
        .. Measures(statistics.Totals.Reactions, statistics.Totals.Comments, statistics.Totals.Consultations, statistics.Totals.Visits)
            .Select(m => Row("totals", "", m.Item1, "", "", m.Item2)),
        .. statistics.Use.Select(u => Row("use", u.Day, u.Measure, u.Dimension, u.Value, u.Count)),
    ];

    private static (string, long?)[] Measures(long? reactions, long? comments, long? consultations, long? visits) =>
        [("reactions", reactions), ("comments", comments), ("consultations", consultations), ("visits", visits)];

    private static string[] Row(string table, string day, string measure, string dimension, string value, long? count) =>
        [table, day, measure, dimension, value, count?.ToString(CultureInfo.InvariantCulture) ?? "", StatisticsDefinitions.UnitOf(measure)];
}
