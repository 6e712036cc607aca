using System.Text.Json;
using Azure.Data.Tables;
using ServerlessDecide.Comments;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Counts what moderation and people did, from the comments themselves: every run counts all days anew while people can decide, and once
/// more when they no longer can. The figures are one row of the table of daily figures, partition <c>{process}.moderation</c>. Last write
/// wins, because each run counts everything.
/// </summary>
public sealed class ModerationCounting(
    CommentStore comments, AcceptedComments accepted, DeliveryStore deliveries, Tables tables, StorageNames names, TimeProvider time)
{
    private const string Row = "figures";

    /// <summary>
    /// Counts the days on which people could comment until now. Costs two storage operations, one for each day and one for each 1,000
    /// comments; two if the last count is final.
    /// </summary>
    public async Task RunAsync(ElectoralProcess process, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var days = process.ParticipationDays(now).ToList();
        if (days.Count == 0) return;
        // Ask before counting: a count is final only if decisions had ended before it began.
        var final = PackagingRun.Of(process) is { } run
            && (await deliveries.ReadStepsAsync(run, cancellationToken)).GetValueOrDefault(DeliveryStore.DecisionsStep)?.Done == true;
        if (final && await ReadAsync(process.Id, cancellationToken) is { Final: true }) return;
        var all = ModerationFigures.None(now);
        foreach (var day in days)
        {
            var sample = await accepted.SampleOfAsync(process.Id, day, cancellationToken);
            all += await ModerationFigures.CountAsync(comments.ReadOutcomesAsync(process.Id, day, cancellationToken), sample, now);
        }

        var figures = JsonSerializer.Serialize(all with { Final = final }, ModerationFiguresJson.Default.ModerationFigures);
        await tables.PutAsync(names.DailyFigures, new TableEntity(PartitionOf(process.Id), Row) { ["Figures"] = figures }, cancellationToken);
    }

    /// <summary>Returns the latest figures, or null if there are none. Costs one storage operation.</summary>
    public async Task<ModerationFigures?> ReadAsync(ProcessId process, CancellationToken cancellationToken) =>
        await tables.FindAsync(names.DailyFigures, PartitionOf(process), Row, cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row.GetString("Figures"), ModerationFiguresJson.Default.ModerationFigures)
            : null;

    private static string PartitionOf(ProcessId process) => process.Value + ".moderation";
}
