using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Functions.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.ElectionResults;

/// <summary>GET /processes/{process}/results.csv</summary>
/// <remarks>The columns of the dataset <c>results</c>: importing the file changes nothing.</remarks>
internal sealed class GetResultTable(ContentReader content)
{
    [Function(nameof(GetResultTable))]
    [Access(Caller.Anyone)]
    [Operation("The counts of all territories line by line, as CSV with the columns of the import.", MediaType = "text/csv")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/results.csv")] HttpRequest request,
        string process,
        CancellationToken cancellationToken) =>
        content.AnswerAsync(process, Activity.Results, open => open.Document("results.csv", () => Write(open.Content.All.Results)), cancellationToken);

    private static PublicDocument Write(IReadOnlyList<TerritoryResult> results) => PublicDocument.Csv(
        ["level", "territory", "option", "votes", "status", "source"],
        from result in results
        from line in result.Lines()
        select (string[])[result.Level.Name(), result.Territory, line.Option, line.Votes.ToString(CultureInfo.InvariantCulture), result.Status.Name(), result.Source]);
}
