using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Keeps the figures of each day (partition: the process, row: the day; last write wins, because a figure is always counted anew from
/// what is stored) and the published statistics (immutable blobs <c>{process}/statistics/{version}.json</c>).
/// </summary>
public sealed class StatisticsStore(Tables tables, Blobs blobs, StorageNames names)
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

    /// <summary>Writes statistics to be published and returns their version. Insert only.</summary>
    public async Task<string> WritePublishedAsync(ProcessId process, PublishedStatistics statistics, CancellationToken cancellationToken)
    {
        var json = Bytes(statistics);
        var version = VersionOf(json);
        await blobs.InsertAsync(names.ContentContainer, Blob(process, version), BinaryData.FromBytes(json), cancellationToken);
        return version;
    }

    /// <exception cref="InvalidDataException">The blob is missing or cannot be read.</exception>
    public async Task<PublishedStatistics> ReadPublishedAsync(ProcessId process, string version, CancellationToken cancellationToken)
    {
        var blob = await blobs.ReadAsync(names.ContentContainer, Blob(process, version), unless: null, cancellationToken)
            ?? throw new InvalidDataException($"Statistics {version} of {process} are missing.");
        try
        {
            return JsonSerializer.Deserialize(blob.Content, StatisticsJson.Default.PublishedStatistics)
                ?? throw new InvalidDataException($"Statistics {version} of {process} are empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Statistics {version} of {process} cannot be read.", e);
        }
    }

    /// <summary>The version that <see cref="WritePublishedAsync"/> would return: the same statistics are the same version.</summary>
    public static string VersionOf(PublishedStatistics statistics) => VersionOf(Bytes(statistics));

    private static byte[] Bytes(PublishedStatistics statistics) =>
        JsonSerializer.SerializeToUtf8Bytes(statistics, StatisticsJson.Default.PublishedStatistics);

    private static string VersionOf(byte[] json) => Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16));

    private static string Blob(ProcessId process, string version) => $"{process}/statistics/{version}.json";
}
