using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Deliveries;

/// <summary>A package that was made.</summary>
/// <param name="Version">1, and one more each time it would be made anew.</param>
/// <param name="Sha256">Of the zip file, 64 hexadecimal digits.</param>
public sealed record Delivery(string Contender, int Version, string Sha256, long Bytes, DateTimeOffset ReleasedAt);

/// <summary>A step on the way to the packages: a shard's tally or a contender's package.</summary>
/// <param name="QueuedAt">When it was last asked for; null when it never was.</param>
public sealed record DeliveryStep(string Name, DateTimeOffset? QueuedAt, bool Done);

/// <summary>
/// Keeps the steps of packaging (partition: the process; rows <c>decisions</c>, <c>tally.{shard}</c> and <c>package.{contender}</c>; last write wins,
/// because every run of a step comes to the same), the tallies of shards (blobs of the work container) and the packages.
/// </summary>
public sealed class DeliveryStore(Tables tables, Blobs blobs, StorageNames names)
{
    /// <summary>The step after which nobody decides about a comment any more. The first one.</summary>
    public const string DecisionsStep = "decisions";

    public static string TallyStep(int shard) => string.Create(CultureInfo.InvariantCulture, $"tally.{shard:x1}");

    public static string PackageStep(string contender) => "package." + contender;

    /// <summary>All steps of a process by name. One storage operation.</summary>
    public async Task<IReadOnlyDictionary<string, DeliveryStep>> ReadStepsAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, DeliveryStep>(StringComparer.Ordinal);
        await foreach (var row in ReadRowsAsync(process, cancellationToken))
        {
            steps[row.RowKey] = new DeliveryStep(row.RowKey, row.GetDateTimeOffset("QueuedAt"), row.GetBoolean("Done") ?? false);
        }

        return steps;
    }

    /// <summary>Notes that a step was asked for, unless it was done meanwhile.</summary>
    public async Task MarkQueuedAsync(ProcessId process, string step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = new TableEntity(process.Value, step) { ["QueuedAt"] = now.UtcDateTime, ["Done"] = false };
        if (await tables.InsertAsync(names.Deliveries, row, cancellationToken)) return;
        if (await tables.FindAsync(names.Deliveries, process.Value, step, cancellationToken) is not { } there || there.GetBoolean("Done") == true) return;
        there["QueuedAt"] = now.UtcDateTime;
        await tables.ReplaceAsync(names.Deliveries, there, cancellationToken);
    }

    /// <summary>Notes that a step without a result of its own is done.</summary>
    public Task MarkDoneAsync(ProcessId process, string step, CancellationToken cancellationToken) =>
        tables.PutAsync(names.Deliveries, new TableEntity(process.Value, step) { ["Done"] = true }, cancellationToken);

    /// <summary>Keeps the tally of a shard, then marks the step done.</summary>
    public async Task SaveTallyAsync(
        ProcessId process, int shard, IReadOnlyDictionary<Target, Tally> tallies, CancellationToken cancellationToken)
    {
        var stored = tallies.ToDictionary(t => t.Key.ToString(), t => t.Value, StringComparer.Ordinal);
        var json = JsonSerializer.SerializeToUtf8Bytes(stored, DeliveryJson.Default.DictionaryStringTally);
        await blobs.PutAsync(names.WorkContainer, TallyBlob(process, shard), BinaryData.FromBytes(json), cancellationToken);
        await tables.PutAsync(names.Deliveries, new TableEntity(process.Value, TallyStep(shard)) { ["Done"] = true }, cancellationToken);
    }

    /// <summary>The tally of each target over all shards.</summary>
    /// <exception cref="InvalidOperationException">A shard is not counted yet.</exception>
    public async Task<IReadOnlyDictionary<string, Tally>> ReadTalliesAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<string, Tally>(StringComparer.Ordinal);
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            var blob = await blobs.ReadAsync(names.WorkContainer, TallyBlob(process, shard), unless: null, cancellationToken)
                ?? throw new InvalidOperationException($"Shard {shard} of {process} is not counted yet.");
            foreach (var (target, tally) in JsonSerializer.Deserialize(blob.Content, DeliveryJson.Default.DictionaryStringTally)!)
            {
                sums[target] = sums.GetValueOrDefault(target) + tally;
            }
        }

        return sums;
    }

    /// <summary>A stream for a package; the blob appears when the stream is disposed.</summary>
    public Task<Stream> OpenPackageForWritingAsync(ProcessId process, string contender, int version, CancellationToken cancellationToken) =>
        blobs.OpenWriteAsync(names.PackagesContainer, PackageBlob(process, contender, version), cancellationToken);

    /// <summary>The package, or null when it is not made yet.</summary>
    public Task<Stream?> OpenPackageAsync(ProcessId process, Delivery delivery, CancellationToken cancellationToken) =>
        blobs.OpenReadAsync(names.PackagesContainer, PackageBlob(process, delivery.Contender, delivery.Version), cancellationToken);

    /// <summary>Notes that a package stands; the last thing that happens to one.</summary>
    public Task SaveAsync(ProcessId process, Delivery delivery, CancellationToken cancellationToken) => tables.PutAsync(
        names.Deliveries,
        new TableEntity(process.Value, PackageStep(delivery.Contender))
        {
            ["Done"] = true,
            ["Version"] = delivery.Version,
            ["Sha256"] = delivery.Sha256,
            ["Bytes"] = delivery.Bytes,
            ["ReleasedAt"] = delivery.ReleasedAt.UtcDateTime,
        },
        cancellationToken);

    /// <summary>The packages made, in the order of contenders' ids.</summary>
    public async Task<IReadOnlyList<Delivery>> ListAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var deliveries = new List<Delivery>();
        await foreach (var row in ReadRowsAsync(process, cancellationToken))
        {
            if (FromRow(row) is { } delivery) deliveries.Add(delivery);
        }

        return deliveries;
    }

    public async Task<Delivery?> FindAsync(ProcessId process, Slug contender, CancellationToken cancellationToken) =>
        await tables.FindAsync(names.Deliveries, process.Value, PackageStep(contender.Value), cancellationToken) is { } row ? FromRow(row) : null;

    private IAsyncEnumerable<TableEntity> ReadRowsAsync(ProcessId process, CancellationToken cancellationToken) =>
        tables.QueryAsync(names.Deliveries, TableClient.CreateQueryFilter($"PartitionKey eq {process.Value}"), null, cancellationToken);

    private static Delivery? FromRow(TableEntity row) =>
        row.GetString("Sha256") is { } hash && row.RowKey.StartsWith("package.", StringComparison.Ordinal)
            ? new Delivery(
                row.RowKey["package.".Length..],
                row.GetInt32("Version") ?? 1,
                hash,
                row.GetInt64("Bytes") ?? 0,
                row.GetDateTimeOffset("ReleasedAt") ?? default)
            : null;

    private static string TallyBlob(ProcessId process, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{process}/tally/{shard:x1}.json");

    private static string PackageBlob(ProcessId process, string contender, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{process}/{contender}/{version}/{process}-{contender}.zip");
}

[JsonSerializable(typeof(Dictionary<string, Tally>))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
