using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

internal sealed record ReconciliationAnswer(IReadOnlyList<ReconciledAnswer> Items);

/// <param name="Stored">Counted from what is stored just now.</param>
/// <param name="Counted">In the daily figures; 0 while the day is not final.</param>
/// <param name="Published">Null where it is not shown.</param>
internal sealed record ReconciledAnswer(
    string Day, string Figure, long Stored, long Counted, long? Published, long Difference, IReadOnlyList<string> Reasons);

/// <summary>GET /processes/{process}/operator/statistics/reconciliation?day=</summary>
internal sealed class GetReconciliation(PublishedProcesses processes, StatisticsReconciliation reconciliation)
{
    [Function(nameof(GetReconciliation))]
    [Access(Caller.Operator)]
    [Operation(
        "By how much the published figures differ from the stores, and why. Reads all rows of the days it is asked for.",
        Answer = typeof(ReconciliationAnswer),
        Refusals = ["invalid_input"])]
    [Query("day", "One local day, such as 2021-05-10; all of them unless it is given.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "processes/{process}/operator/statistics/reconciliation")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        DateOnly? only = null;
        if (request.Query["day"] is { Count: > 0 } given)
        {
            if (!DateOnly.TryParseExact(given, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return Problems.InvalidInput("day", new("debe ser un día como 2021-05-10", "must be a day such as 2021-05-10"));
            }

            only = day;
        }

        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var figures = await reconciliation.RunAsync(found, only, cancellationToken);
        return Results.Json(new ReconciliationAnswer([.. figures.Select(Answer)]), Json.Api.ReconciliationAnswer);
    }

    private static ReconciledAnswer Answer(ReconciledFigure figure) => new(
        figure.Day.ToString("O", CultureInfo.InvariantCulture),
        figure.Figure,
        figure.Stored,
        figure.Counted,
        figure.Published,
        figure.Stored - (figure.Published ?? 0),
        [.. figure.Reasons.Select(r => JsonNamingPolicy.SnakeCaseLower.ConvertName(r.ToString()))]);
}
