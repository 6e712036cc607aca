using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessDecide.Content;
using ServerlessDecide.Oversight;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Imports;

/// <summary>Imports files: all or nothing for a dataset. Doing it twice is doing it once.</summary>
public sealed class Importer(
    ImportStore imports, CatalogStore catalogs, ContentStore contents, PublishedProcesses published, AuditStore audit, Queues queues, TimeProvider time)
{
    /// <summary>Bytes of a file at most.</summary>
    public const int MaxFileSize = 30_000_000;

    /// <summary>Keeps a file and asks for its import. Returns the import's id.</summary>
    /// <param name="key">For GeoJSON, the property that holds the number or code; null for the usual ones.</param>
    /// <param name="actor">Who asks, for the audit: beside the import's id it keeps the file's SHA-256, so that others can tell which file it was.</param>
    public async Task<string> QueueAsync(
        ProcessId process, IDataset dataset, bool isJson, string? key, Stream file, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var import = new Import(Guid.CreateVersion7(now).ToString(), dataset.Name, isJson, key, ImportStatus.Queued, now, 0, 0, 0, ImportFindings.None);
        await using var hashed = new HashingReadStream(file);
        await imports.CreateAsync(process, import, hashed, cancellationToken);
        var detail = new AuditedImport(import.Id, import.Dataset, hashed.Finish(), hashed.Bytes);
        await audit.RecordAsync(
            process.Value, actor, "import.queue", JsonSerializer.Serialize(detail, AuditedImportJson.Default.AuditedImport), cancellationToken);
        await queues.SendAsync(ImportMessage.Queue, new ImportMessage(process.Value, import.Id), ImportMessageJson.Default.ImportMessage, cancellationToken);
        return import.Id;
    }

    /// <summary>Reads the file, checks every row and, when all are right, publishes. False when there is no such import.</summary>
    public async Task<bool> RunAsync(ProcessId id, string importId, CancellationToken cancellationToken)
    {
        var isFound = await ImportAsync(id, importId, cancellationToken);
        // An import needs several times what it leaves, a few times a day. What it needed is given back now, not when others need it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return isFound;
    }

    private async Task<bool> ImportAsync(ProcessId id, string importId, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, importId, cancellationToken) is not { } import
            || await imports.ReadFileAsync(id, importId, cancellationToken) is not { } file
            || Datasets.Find(import.Dataset) is not { } dataset)
        {
            return false;
        }

        if (import.Status is ImportStatus.Done or ImportStatus.Failed) return true;
        await imports.SaveAsync(id, import with { Status = ImportStatus.Running }, cancellationToken);

        var errors = new ImportErrors();
        var rows = Read(file, import, dataset, errors);
        // Those who wait see how much there is; checking it takes longer than reading it.
        await imports.SaveAsync(id, import with { Status = ImportStatus.Running, Rows = rows.Count, Rejected = errors.RejectedRows }, cancellationToken);
        if (rows.Count == 0 && errors.Count == 0) errors.Add(1, "", ImportErrorCode.EmptyFile);
        var changes = ImportChanges.None;
        if (errors.Count == 0 || rows.Count > 0) (errors, changes) = await PublishAsync(id, dataset, import, rows, errors, cancellationToken);

        // Before the import is called done: whoever sees that it is finds here what it brought.
        await published.RefreshAsync(cancellationToken);
        var failed = errors.Count > 0;
        await imports.SaveAsync(
            id,
            import with
            {
                Status = failed ? ImportStatus.Failed : ImportStatus.Done,
                Rows = rows.Count,
                Accepted = failed ? 0 : rows.Count,
                Rejected = errors.RejectedRows,
                Findings = new ImportFindings(errors.Reported, errors.Warnings, changes),
            },
            cancellationToken);
        return true;
    }

    /// <summary>Ends an import that could not be carried to an end. False when there is no such import.</summary>
    public async Task<bool> GiveUpAsync(ProcessId id, string importId, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(id, importId, cancellationToken) is not { } import) return false;
        if (import.Status is ImportStatus.Done or ImportStatus.Failed) return true;
        var errors = new ImportErrors();
        errors.Add(0, "", ImportErrorCode.NotProcessed);
        await imports.SaveAsync(
            id, import with { Status = ImportStatus.Failed, Findings = import.Findings with { Errors = errors.Reported } }, cancellationToken);
        return true;
    }

    private static List<ImportRow> Read(BinaryData file, Import import, IDataset dataset, ImportErrors errors)
    {
        var text = ImportRows.Decode(file.ToMemory().Span);
        if (dataset.Format == ImportFormat.GeoJson) return ImportRows.ReadGeoJson(text, import.Key, errors);
        return import.IsJson ? ImportRows.ReadJson(text, errors) : ImportRows.ReadCsv(text, dataset.Columns, errors);
    }

    // Two imports at once: each applies itself to what the other has published, and begins again when it was not first.
    private async Task<(ImportErrors Errors, ImportChanges Changes)> PublishAsync(
        ProcessId id, IDataset dataset, Import import, List<ImportRow> rows, ImportErrors reading, CancellationToken cancellationToken)
    {
        while (true)
        {
            var errors = new ImportErrors(reading);
            var process = (await catalogs.ReadAsync(null, cancellationToken))!.Catalog.Find(id)
                ?? throw new InvalidOperationException($"Process {id} is not in the catalog.");
            // Not before: whoever published what was just read had noted it by then.
            if (await imports.IsSupersededAsync(id, import, cancellationToken))
            {
                errors.Add(0, "", ImportErrorCode.Superseded);
                return (errors, ImportChanges.None);
            }

            var current = process.ContentVersion is { } version ? await contents.ReadAsync(id, version, cancellationToken) : ProcessContent.Empty;
            var (platformsInUse, proposalsInUse) = InUse(process);
            var content = dataset.Apply(new ImportContext(current, platformsInUse, proposalsInUse, import.CreatedAt), rows, errors);
            if (errors.Count > 0) return (errors, ImportChanges.None);

            var changes = dataset.Compare(current, content);
            // A run that died after it had published finds nothing left to change: what it did is told by what it noted before.
            if (changes.IsEmpty) changes = import.Findings.Changes;
            import = import with { Status = ImportStatus.Running, Rows = rows.Count, Findings = new ImportFindings([], errors.Warnings, changes) };
            await imports.SaveAsync(id, import, cancellationToken);
            var next = await contents.WriteAsync(id, content, cancellationToken);
            var overtaken = false;
            await catalogs.ChangeAsync(
                catalog =>
                {
                    var now = catalog.Find(id)!;
                    // What was allowed while nobody could react is not once they can.
                    overtaken = now.ContentVersion != process.ContentVersion || InUse(now) != (platformsInUse, proposalsInUse);
                    return overtaken || now.ContentVersion == next ? null : catalog.Replace(now with { ContentVersion = next });
                },
                cancellationToken);
            if (!overtaken) return (errors, changes);
        }

        (bool Platforms, bool Proposals) InUse(ElectoralProcess asked)
        {
            var now = time.GetUtcNow();
            return (asked.HasOpened(Activity.ReactToPlatforms, now), asked.HasOpened(Activity.ReactToProposals, now));
        }
    }
}

/// <summary>What the audit keeps of an import: which file somebody sent.</summary>
internal sealed record AuditedImport(string Import, string Dataset, string Sha256, long Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditedImport))]
internal sealed partial class AuditedImportJson : JsonSerializerContext;
