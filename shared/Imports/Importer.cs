using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessDecide.Audit;
using ServerlessDecide.Content;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Imports;

/// <summary>Imports files: all or nothing for a dataset. Idempotent.</summary>
public sealed class Importer(
    ImportStore imports, CatalogStore catalogs, ContentStore contents, PublishedProcessCache published, AuditStore audit, Queues queues, TimeProvider time)
    : IDisposable
{
    // One at a time on an instance: a file and what is read of it take many times the memory of a request.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Maximum bytes of a file.</summary>
    public const int MaxFileSize = 30_000_000;

    /// <summary>Stores a file and queues its import. Returns the import's id.</summary>
    /// <param name="reading">What the person who sends it says about it; null for nothing.</param>
    public async Task<string> QueueAsync(
        ProcessId process, IDataset dataset, bool isJson, ImportReading? reading, Stream file, Submission submission, CancellationToken cancellationToken)
    {
        var import = new Import("", dataset.Name, isJson, reading?.Key, ImportStatus.Queued, default, 0, 0, 0, ImportFindings.None)
        {
            FileName = submission.FileName,
            Sheet = reading?.Sheet,
            Encoding = reading?.Encoding,
        };
        return (await QueueAsync(process, import, file, submission, cancellationToken))!;
    }

    /// <summary>Queues an import of the file that an earlier import published. It is read and checked as if it were sent now.</summary>
    public async Task<Republication> PublishAgainAsync(ProcessId process, string importId, Submission submission, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(process, importId, cancellationToken) is not { } earlier) return new(RepublicationOutcome.NotFound);
        if (earlier.IsDryRun) return new(RepublicationOutcome.WasDryRun);
        if (earlier.Status != ImportStatus.Done) return new(RepublicationOutcome.NotPublished);
        if (await imports.OpenFileAsync(process, earlier.Id, cancellationToken) is not { } file) return new(RepublicationOutcome.FileGone);
        await using (file)
        {
            var again = earlier with { Status = ImportStatus.Queued, Rows = 0, Accepted = 0, Rejected = 0, Findings = ImportFindings.None, From = earlier.Id };
            var id = await QueueAsync(process, again, file, submission, cancellationToken);
            return id is null ? new(RepublicationOutcome.FileGone) : new(RepublicationOutcome.Queued, id);
        }
    }

    /// <summary>Reads the file, checks every row and publishes when all are valid. False when there is no such import.</summary>
    public async Task<bool> RunAsync(ProcessId id, string importId, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await RunAloneAsync(id, importId, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> RunAloneAsync(ProcessId id, string importId, CancellationToken cancellationToken)
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
        var rows = ImportFile.Read(file.ToMemory(), dataset, import.Reading, errors);
        // Show the number of rows to the person who waits: checking takes longer than reading.
        await imports.SaveAsync(id, import with { Status = ImportStatus.Running, Rows = rows.Count, Rejected = errors.RejectedRows }, cancellationToken);
        if (rows.Count == 0 && errors.Count == 0) errors.Add(1, "", ImportErrorCode.EmptyFile);
        var changes = ImportChanges.None;
        if (errors.Count == 0 || rows.Count > 0) (errors, changes) = await ApplyAsync(id, dataset, import, rows, errors, cancellationToken);

        // Refresh before the import is marked done, so that whoever sees it done finds the new content on this instance.
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
                Findings = errors.Findings(changes),
            },
            cancellationToken);
        return true;
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Marks an import that failed in every attempt as failed. False when there is no such import.</summary>
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

    // Null when the file is not the one that the import to be repeated had.
    private async Task<string?> QueueAsync(ProcessId process, Import import, Stream file, Submission submission, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        import = import with { Id = Guid.CreateVersion7(now).ToString(), CreatedAt = now, SentBy = submission.By, IsDryRun = submission.IsDryRun };
        await using var hashed = new HashingReadStream(file);
        await imports.PutFileAsync(process, import.Id, hashed, cancellationToken);
        var sha256 = hashed.Finish();
        if (import.Sha256 is { } expected && sha256 != expected) return null;
        import = import with { Sha256 = sha256, Bytes = hashed.Bytes };
        await imports.CreateAsync(process, import, cancellationToken);
        var action = import.IsDryRun ? "import.dry-run" : import.From is null ? "import.queue" : "import.publish";
        // The SHA-256 lets others tell which file it was. The file's name may be a person's, so it stays out.
        var detail = new AuditedImport(import.Id, import.Dataset, sha256, import.Bytes, import.From);
        await audit.RecordAsync(
            process.Value, submission.By, action, JsonSerializer.Serialize(detail, AuditedImportJson.Default.AuditedImport), cancellationToken);
        await queues.SendAsync(ImportMessage.Queue, new ImportMessage(process.Value, import.Id), ImportMessageJson.Default.ImportMessage, cancellationToken);
        return import.Id;
    }

    // When two imports run at once, the one that publishes second starts again on the content that the first has published.
    private async Task<(ImportErrors Errors, ImportChanges Changes)> ApplyAsync(
        ProcessId id, IDataset dataset, Import import, List<ImportRow> rows, ImportErrors reading, CancellationToken cancellationToken)
    {
        while (true)
        {
            var errors = new ImportErrors(reading);
            var process = (await catalogs.ReadAsync(null, cancellationToken))!.Catalog.Find(id)
                ?? throw new InvalidOperationException($"Process {id} is not in the catalog.");
            // Check after reading the catalog: whichever import published what was just read had recorded its file as clean by then.
            if (!import.IsDryRun && await imports.IsSupersededAsync(id, import, cancellationToken))
            {
                errors.Add(0, "", ImportErrorCode.Superseded);
                return (errors, ImportChanges.None);
            }

            var current = process.ContentVersion is { } version ? await contents.ReadAsync(id, version, cancellationToken) : ProcessContent.Empty;
            var inUse = InUse(process);
            var content = dataset.Apply(new ImportContext(current, import.CreatedAt) { InUse = inUse }, rows, errors);
            // Before anything is on record as clean, and in a dry run too.
            if (errors.Count == 0 && !contents.Fits(content)) errors.Add(0, "", ImportErrorCode.ContentTooLarge);
            if (errors.Count > 0) return (errors, ImportChanges.None);

            var changes = dataset.Compare(current, content);
            if (import.IsDryRun) return (errors, changes);

            // The run before may have crashed after it published. Nothing is left to change then, so report the changes that it recorded.
            if (changes.IsEmpty) changes = import.Findings.Changes;
            import = import with { Status = ImportStatus.Running, Rows = rows.Count, Findings = errors.Findings(changes) };
            await imports.SaveAsync(id, import, cancellationToken);
            if (await TryPublishAsync(process, inUse, content, cancellationToken)) return (errors, changes);
        }
    }

    /// <summary>Publishes content that was checked against a process. False when its content has changed since, or reactions have opened.</summary>
    private async Task<bool> TryPublishAsync(
        ElectoralProcess asChecked, IReadOnlyList<TargetKind> inUse, ProcessContent content, CancellationToken cancellationToken)
    {
        var next = await contents.WriteAsync(asChecked.Id, content, cancellationToken);
        var isOvertaken = false;
        await catalogs.ChangeAsync(
            catalog =>
            {
                var now = catalog.Find(asChecked.Id)!;
                // Some changes are allowed only until reactions open.
                isOvertaken = now.ContentVersion != asChecked.ContentVersion || !InUse(now).SequenceEqual(inUse);
                return isOvertaken || now.ContentVersion == next ? null : catalog.Replace(now with { ContentVersion = next });
            },
            cancellationToken);
        return !isOvertaken;
    }

    private IReadOnlyList<TargetKind> InUse(ElectoralProcess process)
    {
        var now = time.GetUtcNow();
        return [.. TargetKind.All.Where(kind => process.HasOpened(kind.Opens, now))];
    }
}

/// <summary>Who sends a file, and for what.</summary>
/// <param name="By">The sender's name in the audit.</param>
/// <param name="FileName">What the sender calls the file, cleaned (<see cref="ImportFileName"/>); null when they did not say.</param>
/// <param name="IsDryRun">Whether only to find out what would change.</param>
public sealed record Submission(string By, string? FileName = null, bool IsDryRun = false);

/// <summary>What became of the wish to publish an earlier file again.</summary>
public enum RepublicationOutcome
{
    Queued,
    NotFound,

    /// <summary>The earlier import failed, or has not ended.</summary>
    NotPublished,
    WasDryRun,

    /// <summary>The earlier file is gone, or no longer the one that was published.</summary>
    FileGone,
}

/// <param name="Import">The id of the new import, if it is queued.</param>
public sealed record Republication(RepublicationOutcome Outcome, string? Import = null);

/// <summary>What the audit keeps of an import: which file was sent, or from which import it came.</summary>
internal sealed record AuditedImport(
    string Import, string Dataset, string Sha256, long Bytes, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? From);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditedImport))]
internal sealed partial class AuditedImportJson : JsonSerializerContext;
