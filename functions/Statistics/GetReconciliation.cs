using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

internal sealed record ReconciliationAnswer(IReadOnlyList<ReconciledAnswer> Items);

/// <param name="Stored">Counted now from the stores.</param>
/// <param name="Counted">The daily figure; 0 while the day is not final.</param>
/// <param name="Published">The published figure; null if it is not shown.</param>
internal sealed record ReconciledAnswer(
    string Day,
    [AllowedValues("reactions", "comments", "consultations", "visits", "visitors")] string Figure,
    long Stored,
    long Counted,
    long? Published,
    long Difference,
    [NamesOf(typeof(DifferenceReason))] IReadOnlyList<string> Reasons);

/// <summary>GET /processes/{process}/operator/statistics/reconciliation?day=</summary>
internal sealed class GetReconciliation(PublishedProcessCache processes, StatisticsReconciliation reconciliation)
{
    [Function(nameof(GetReconciliation))]
    [Access(Role.Operator)]
    [Operation(
        "By how much the published figures differ from the stores, and why. Reads all rows of the days it is asked for.",
        Answer = typeof(ReconciliationAnswer),
        Refusals = [nameof(Problems.InvalidInput)])]
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
                return Problems.Invalid("day", new("debe ser un día como 2021-05-10", "must be a day such as 2021-05-10"));
            }

            only = day;
        }

        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
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
        [.. figure.Reasons.Select(r => r.Name())]);
}
