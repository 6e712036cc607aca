using System.Globalization;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Keeps the figures of each day: partition the process, row the day. The last write wins, because figures are always counted from
/// scratch.
/// </summary>
public sealed class StatisticsStore(Tables tables, StorageNames names)
{
    public async Task<IReadOnlyDictionary<DateOnly, DailyFigures>> ReadDaysAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var days = new Dictionary<DateOnly, DailyFigures>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {process.Value}");
        await foreach (var row in tables.QueryAsync(names.DailyFigures, filter, null, cancellationToken))
        {
            var day = DateOnly.ParseExact(row.RowKey, "O", CultureInfo.InvariantCulture);
            days[day] = new DailyFigures(
                day,
                row.GetInt32("Reactions") ?? 0,
                row.GetInt32("Comments") ?? 0,
                row.GetInt32("OthersUnknown"),
                UsageStore.Read(row.GetString("Use")),
                row.GetInt64("Visitors") ?? 0,
                row.GetBoolean("Final") ?? false);
        }

        return days;
    }

    public Task SaveDayAsync(ProcessId process, DailyFigures figures, CancellationToken cancellationToken) => tables.PutAsync(
        names.DailyFigures,
        new TableEntity(process.Value, figures.Day.ToString("O", CultureInfo.InvariantCulture))
        {
            ["Reactions"] = figures.Reactions,
            ["Comments"] = figures.Comments,
            ["OthersUnknown"] = figures.OthersUnknown,
            ["Use"] = UsageStore.Write(figures.Use),
            ["Visitors"] = figures.Visitors,
            ["Final"] = figures.Final,
        },
        cancellationToken);
}
