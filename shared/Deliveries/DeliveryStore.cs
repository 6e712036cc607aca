using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using ServerlessDecide.Processes;
using ServerlessDecide.Reactions;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Deliveries;

/// <summary>One run that makes a process's packages. It does not see what an earlier run, which was taken back, left.</summary>
/// <param name="Began">When it began, according to the catalog.</param>
public readonly record struct PackagingRun(ProcessId Process, DateTimeOffset Began)
{
    /// <summary>The run that the catalog names; null when packaging has not begun.</summary>
    public static PackagingRun? Of(ElectoralProcess process) => process.PackagingBegan is { } began ? new(process.Id, began) : null;

    /// <summary>The run that the catalog names.</summary>
    /// <exception cref="InvalidOperationException">
    /// Packaging has not begun: a message that came early, or was made by hand, must not freeze data that is not final.
    /// </exception>
    public static PackagingRun MustBe(ElectoralProcess process) => Of(process) ?? throw new InvalidOperationException($"Packaging of {process.Id} has not begun.");

    /// <summary>Its name in keys: <c>20210610060030</c> and seven more digits.</summary>
    public string Name => Began.UtcDateTime.ToString("yyyyMMddHHmmssfffffff", CultureInfo.InvariantCulture);
}

/// <summary>A package that was made.</summary>
/// <param name="Version">Begins with 1; one more each time it is made anew.</param>
/// <param name="Sha256">Of the zip file, 64 hexadecimal digits.</param>
/// <param name="Reactions">The sum over its <c>reactions.csv</c>.</param>
/// <param name="Comments">Comments in the main file and in the annex together.</param>
/// <param name="ReleasedAt">When it became available for download; null before the release.</param>
public sealed record Delivery(
    string Contender, int Version, string Sha256, long Bytes, Tally Reactions, long Comments, DateTimeOffset? ReleasedAt = null);

/// <summary>A step on the way to the packages: a shard's tally, a contender's package, or the release of all.</summary>
/// <param name="QueuedAt">When it was last queued; null when it never was.</param>
/// <param name="Stopped">Whether it found something that a person must look into.</param>
public sealed record DeliveryStep(string Name, DateTimeOffset? QueuedAt, bool Done, bool Stopped = false);

/// <summary>
/// Keeps the steps of packaging (partition: the process and the run; rows <c>decisions</c>, <c>tally.{shard}</c>, <c>package.{contender}</c> and
/// <c>release</c>), the tallies of shards (blobs of the work container) and the packages. Every step is idempotent.
/// </summary>
public sealed class DeliveryStore(Tables tables, Blobs blobs, StorageNames names)
{
    /// <summary>The first step. After it, no comment can be decided any more.</summary>
    public const string DecisionsStep = "decisions";

    /// <summary>The last step. It compares all packages with the stores and releases them.</summary>
    public const string ReleaseStep = "release";

    /// <summary>The audit's name for the download of a package.</summary>
    public const string DownloadAction = "package.download";

    public static string TallyStep(int shard) => string.Create(CultureInfo.InvariantCulture, $"tally.{shard:x1}");

    public static string PackageStep(string contender) => "package." + contender;

    /// <summary>All steps of a run by name. One storage operation.</summary>
    public async Task<IReadOnlyDictionary<string, DeliveryStep>> ReadStepsAsync(PackagingRun run, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, DeliveryStep>(StringComparer.Ordinal);
        await foreach (var row in ReadRowsAsync(run, cancellationToken))
        {
            steps[row.RowKey] = new DeliveryStep(row.RowKey, row.GetDateTimeOffset("QueuedAt"), row.GetBoolean("Done") ?? false, row.GetBoolean("Stopped") ?? false);
        }

        return steps;
    }

    /// <summary>Records that a step was queued, unless it was done meanwhile.</summary>
    public async Task MarkQueuedAsync(PackagingRun run, string step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition(run), step) { ["QueuedAt"] = now.UtcDateTime, ["Done"] = false };
        if (await tables.InsertAsync(names.Deliveries, row, cancellationToken)) return;
        if (await tables.FindAsync(names.Deliveries, Partition(run), step, cancellationToken) is not { } there || there.GetBoolean("Done") == true) return;
        there["QueuedAt"] = now.UtcDateTime;
        await tables.ReplaceAsync(names.Deliveries, there, cancellationToken);
    }

    /// <summary>Records that a step without a result of its own is done. Last write wins.</summary>
    public Task MarkDoneAsync(PackagingRun run, string step, CancellationToken cancellationToken) =>
        tables.PutAsync(names.Deliveries, new TableEntity(Partition(run), step) { ["Done"] = true }, cancellationToken);

    /// <summary>Records that a step found something that a person must look into. It is queued again like any step that is not done.</summary>
    public async Task MarkStoppedAsync(PackagingRun run, string step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition(run), step) { ["QueuedAt"] = now.UtcDateTime, ["Done"] = false, ["Stopped"] = true };
        if (await tables.InsertAsync(names.Deliveries, row, cancellationToken)) return;
        if (await tables.FindAsync(names.Deliveries, Partition(run), step, cancellationToken) is not { } there || there.GetBoolean("Done") == true) return;
        row.ETag = there.ETag;
        await tables.ReplaceAsync(names.Deliveries, row, cancellationToken);
    }

    /// <summary>Whether a version of the software without runs made packages of this process. One storage operation.</summary>
    public async Task<bool> HasStepsWithoutRunAsync(ProcessId process, CancellationToken cancellationToken) => await tables
        .QueryAsync(names.Deliveries, TableClient.CreateQueryFilter($"PartitionKey eq {process.Value}"), ["RowKey"], 1, cancellationToken).AnyAsync(cancellationToken);

    /// <summary>Writes the tally of a shard, then marks the step done.</summary>
    public async Task SaveTallyAsync(
        PackagingRun run, int shard, IReadOnlyDictionary<Target, Tally> tallies, CancellationToken cancellationToken)
    {
        var stored = tallies.ToDictionary(t => t.Key.ToString(), t => t.Value, StringComparer.Ordinal);
        var json = JsonSerializer.SerializeToUtf8Bytes(stored, DeliveryJson.Default.DictionaryStringTally);
        await blobs.PutAsync(names.WorkContainer, TallyBlob(run, shard), BinaryData.FromBytes(json), cancellationToken);
        await MarkDoneAsync(run, TallyStep(shard), cancellationToken);
    }

    /// <summary>The tally of each target over all shards.</summary>
    /// <exception cref="InvalidOperationException">A shard is not counted yet.</exception>
    public async Task<IReadOnlyDictionary<string, Tally>> ReadTalliesAsync(PackagingRun run, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<string, Tally>(StringComparer.Ordinal);
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            var blob = await blobs.ReadAsync(names.WorkContainer, TallyBlob(run, shard), unless: null, cancellationToken)
                ?? throw new InvalidOperationException($"Shard {shard} of {run.Process} is not counted yet.");
            foreach (var (target, tally) in JsonSerializer.Deserialize(blob.Content, DeliveryJson.Default.DictionaryStringTally)!)
            {
                sums[target] = sums.GetValueOrDefault(target) + tally;
            }
        }

        return sums;
    }

    /// <summary>A stream for a package; the blob appears when the stream is disposed.</summary>
    public Task<Stream> OpenPackageForWritingAsync(PackagingRun run, string contender, int version, CancellationToken cancellationToken) =>
        blobs.OpenWriteAsync(names.PackagesContainer, PackageBlob(run, contender, version), cancellationToken);

    /// <summary>The package, or null when it does not exist yet.</summary>
    public Task<Stream?> OpenPackageAsync(PackagingRun run, Delivery delivery, CancellationToken cancellationToken) =>
        blobs.OpenReadAsync(names.PackagesContainer, PackageBlob(run, delivery.Contender, delivery.Version), cancellationToken);

    /// <summary>Records that a package is complete, unless that is recorded already. This is the last step of a package before the release.</summary>
    public async Task SaveAsync(PackagingRun run, Delivery delivery, CancellationToken cancellationToken)
    {
        var step = PackageStep(delivery.Contender);
        var row = new TableEntity(Partition(run), step)
        {
            ["Done"] = true,
            ["Version"] = delivery.Version,
            ["Sha256"] = delivery.Sha256,
            ["Bytes"] = delivery.Bytes,
            ["Reactions"] = JsonSerializer.Serialize(delivery.Reactions, DeliveryJson.Default.Tally),
            ["Comments"] = delivery.Comments,
        };
        if (await tables.InsertAsync(names.Deliveries, row, cancellationToken)) return;
        if (await tables.FindAsync(names.Deliveries, Partition(run), step, cancellationToken) is not { } there || FromRow(there) is not null) return;
        row.ETag = there.ETag;
        await tables.ReplaceAsync(names.Deliveries, row, cancellationToken);
    }

    /// <summary>Releases every complete package of a run, and marks the step done.</summary>
    public async Task ReleaseAsync(PackagingRun run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await foreach (var row in ReadRowsAsync(run, cancellationToken))
        {
            if (FromRow(row) is not { ReleasedAt: null }) continue;
            row["ReleasedAt"] = now.UtcDateTime;
            await tables.ReplaceAsync(names.Deliveries, row, cancellationToken);
        }

        await MarkDoneAsync(run, ReleaseStep, cancellationToken);
    }

    /// <summary>The complete packages, in the order of contenders' ids. One storage operation.</summary>
    public async Task<IReadOnlyList<Delivery>> ListAsync(PackagingRun run, CancellationToken cancellationToken)
    {
        var deliveries = new List<Delivery>();
        await foreach (var row in ReadRowsAsync(run, cancellationToken))
        {
            if (FromRow(row) is { } delivery) deliveries.Add(delivery);
        }

        return deliveries;
    }

    /// <summary>The package of one contender, or null when it is not complete. One storage operation.</summary>
    public async Task<Delivery?> FindAsync(PackagingRun run, Slug contender, CancellationToken cancellationToken) =>
        await tables.FindAsync(names.Deliveries, Partition(run), PackageStep(contender.Value), cancellationToken) is { } row ? FromRow(row) : null;

    private IAsyncEnumerable<TableEntity> ReadRowsAsync(PackagingRun run, CancellationToken cancellationToken) =>
        tables.QueryAsync(names.Deliveries, TableClient.CreateQueryFilter($"PartitionKey eq {Partition(run)}"), null, cancellationToken);

    private static Delivery? FromRow(TableEntity row) =>
        row.GetString("Sha256") is { } hash && row.RowKey.StartsWith("package.", StringComparison.Ordinal)
            ? new Delivery(
                row.RowKey["package.".Length..],
                row.GetInt32("Version") ?? 1,
                hash,
                row.GetInt64("Bytes") ?? 0,
                JsonSerializer.Deserialize(row.GetString("Reactions"), DeliveryJson.Default.Tally),
                row.GetInt64("Comments") ?? 0,
                row.GetDateTimeOffset("ReleasedAt"))
            : null;

    private static string Partition(PackagingRun run) => $"{run.Process}.{run.Name}";

    private static string TallyBlob(PackagingRun run, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{run.Process}/tally/{run.Name}/{shard:x1}.json");

    private static string PackageBlob(PackagingRun run, string contender, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{run.Process}/{run.Name}/{contender}/{version}/{run.Process}-{contender}.zip");
}

[JsonSerializable(typeof(Tally))]
[JsonSerializable(typeof(Dictionary<string, Tally>))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
