using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Keeps the counts of instances: a table for each local day of a process, the instance as partition. Its deltas (row: the sequence) are
/// inserted and never changed; its sketch of visitors is one row that only it writes, last write wins.
/// </summary>
public sealed class UsageStore(Tables tables, StorageNames names)
{
    private const string SketchRow = "sketch";

    /// <summary>Insert only. False when the delta exists already: an earlier write succeeded but its answer was lost. One storage operation.</summary>
    public Task<bool> InsertAsync(ProcessId process, DateOnly day, string instance, UsageDelta delta, CancellationToken cancellationToken)
    {
        var row = new TableEntity(instance, delta.Sequence.ToString("D8", CultureInfo.InvariantCulture)) { ["Counts"] = Write(delta.Counts) };
        if (delta.OthersUnknown is { } unknown) row["OthersUnknown"] = unknown;
        return tables.InsertAsync(names.Usage(process, day), row, cancellationToken);
    }

    /// <summary>Last write wins. One storage operation.</summary>
    public Task PutSketchAsync(ProcessId process, DateOnly day, string instance, byte[] registers, CancellationToken cancellationToken) =>
        tables.PutAsync(names.Usage(process, day), new TableEntity(instance, SketchRow) { ["Registers"] = registers }, cancellationToken);

    /// <summary>The days that have counts.</summary>
    public Task<IReadOnlyList<DateOnly>> ListDaysAsync(ProcessId process, CancellationToken cancellationToken) =>
        tables.ListDaysAsync(names.UsagePrefix(process), "", cancellationToken);

    /// <summary>The counts of a day: the sum of the deltas, with the sketches merged.</summary>
    public async Task<UsageOfDay> ReadAsync(ProcessId process, DateOnly day, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        int? unknown = null;
        var visitors = new HyperLogLog();
        await foreach (var row in tables.QueryAsync(names.Usage(process, day), null, null, cancellationToken))
        {
            if (row.RowKey == SketchRow)
            {
                visitors.Merge(HyperLogLog.From(row.GetBinary("Registers")));
                continue;
            }

            foreach (var (cell, count) in Read(row.GetString("Counts"))) counts[cell] = counts.GetValueOrDefault(cell) + count;
            if (row.GetInt32("OthersUnknown") is { } seen) unknown = Math.Min(unknown ?? seen, seen);
        }

        return new UsageOfDay(counts, unknown, visitors.Estimate());
    }

    internal static string Write(IReadOnlyDictionary<string, long> counts) => JsonSerializer.Serialize(
        new SortedDictionary<string, long>(counts.ToDictionary(), StringComparer.Ordinal), UsageJson.Default.SortedDictionaryStringInt64);

    internal static SortedDictionary<string, long> Read(string? counts) =>
        counts is null ? [] : JsonSerializer.Deserialize(counts, UsageJson.Default.SortedDictionaryStringInt64) ?? [];
}

[JsonSerializable(typeof(SortedDictionary<string, long>))]
internal sealed partial class UsageJson : JsonSerializerContext;
