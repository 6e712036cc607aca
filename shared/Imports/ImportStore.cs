using System.Text.Json;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Imports;

/// <summary>The progress of an import.</summary>
public enum ImportStatus
{
    Queued,
    Running,
    Done,
    Failed,
}

/// <summary>An import and its outcome.</summary>
/// <param name="IsJson">Whether it was sent as JSON. What a file is, its bytes say.</param>
/// <param name="Key">For GeoJSON, the property that holds the number or code; null for the usual ones.</param>
public sealed record Import(
    string Id,
    string Dataset,
    bool IsJson,
    string? Key,
    ImportStatus Status,
    DateTimeOffset CreatedAt,
    int Rows,
    int Accepted,
    int Rejected,
    ImportFindings Findings)
{
    /// <summary>Who sent it, as the audit names them; null for imports that an earlier version stored.</summary>
    public string? SentBy { get; init; }

    /// <summary>What the sender calls the file, cleaned; null when they did not say.</summary>
    public string? FileName { get; init; }

    /// <summary>The file's SHA-256; null for imports that an earlier version stored.</summary>
    public string? Sha256 { get; init; }

    public long Bytes { get; init; }

    /// <summary>Whether it only finds out what would change. It publishes nothing and takes precedence over nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The import whose file this one brings again; null for a file that was sent.</summary>
    public string? From { get; init; }

    /// <summary>The sheet that was named; null for the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>The encoding that was named, one of <see cref="ImportedText.Encodings"/>; null for none.</summary>
    public string? Encoding { get; init; }

    internal ImportReading Reading => new(Key, Sheet, Encoding);
}

/// <summary>An import in the list, without its findings.</summary>
public sealed record ListedImport(Import Import, int Added, int Changed, int Removed);

/// <param name="Last">The id of the last import; null when none follows.</param>
public sealed record ImportPage(IReadOnlyList<ListedImport> Imports, string? Last);

/// <summary>
/// Keeps imports: in partition <c>{process}</c> a row with the id, the same in the lists <c>sent.{inverted id}</c> and
/// <c>sent-{dataset}.{inverted id}</c>, whose first is the newest, and a row <c>latest-{dataset}</c> that names the one sent last; the unaltered
/// file in blob <c>{process}/{import}</c>; and the findings, which may not fit into a row, in blob <c>{process}/{import}.findings.json</c>.
/// The last write wins, because every run of an import writes the same.
/// </summary>
public sealed class ImportStore(Tables tables, Blobs blobs, StorageNames names)
{
    /// <summary>Whether a text is the id of some import. Nothing else may reach a key.</summary>
    public static bool IsId(string text) => Guid.TryParseExact(text, "D", out _);

    /// <summary>Stores a file as it comes. Write the import afterwards: when its row exists, so does the file.</summary>
    public Task PutFileAsync(ProcessId process, string id, Stream file, CancellationToken cancellationToken) =>
        blobs.PutStreamAsync(names.ImportsContainer, Blob(process, id), file, cancellationToken);

    /// <summary>Writes a new import, and names it as the one of its dataset that was sent last unless it is a dry run.</summary>
    public async Task CreateAsync(ProcessId process, Import import, CancellationToken cancellationToken)
    {
        var rows = Rows(process, import);
        if (!import.IsDryRun) rows.Add(new TableEntity(process.Value, LatestRow(import.Dataset)) { ["Import"] = import.Id });
        await tables.PutTogetherAsync(names.Imports, rows, cancellationToken);
    }

    /// <summary>
    /// Whether another file of the same dataset was sent later and is clean. Needed because a queue guarantees no order. An import records
    /// that its file is clean before it publishes it.
    /// </summary>
    public async Task<bool> IsSupersededAsync(ProcessId process, Import import, CancellationToken cancellationToken) =>
        (await tables.FindAsync(names.Imports, process.Value, LatestRow(import.Dataset), cancellationToken))?.GetString("Import") is { } latest
        && latest != import.Id
        && await FindAsync(process, latest, cancellationToken) is { Status: not ImportStatus.Failed } sentLast
        && sentLast.Findings != ImportFindings.None;

    /// <summary>Returns a stream to read the file, or null when it is gone.</summary>
    public Task<Stream?> OpenFileAsync(ProcessId process, string id, CancellationToken cancellationToken) =>
        blobs.OpenReadAsync(names.ImportsContainer, Blob(process, id), cancellationToken);

    /// <summary>The whole file, or null when there is no such import.</summary>
    public async Task<BinaryData?> ReadFileAsync(ProcessId process, string id, CancellationToken cancellationToken) =>
        (await blobs.ReadAsync(names.ImportsContainer, Blob(process, id), unless: null, cancellationToken))?.Content;

    public async Task SaveAsync(ProcessId process, Import import, CancellationToken cancellationToken)
    {
        if (import.Findings != ImportFindings.None)
        {
            var findings = JsonSerializer.SerializeToUtf8Bytes(import.Findings, ImportJson.Default.ImportFindings);
            await blobs.PutAsync(names.ImportsContainer, FindingsBlob(process, import.Id), BinaryData.FromBytes(findings), cancellationToken);
        }

        await tables.PutTogetherAsync(names.Imports, Rows(process, import), cancellationToken);
    }

    /// <summary>The import, or null.</summary>
    public async Task<Import?> FindAsync(ProcessId process, string id, CancellationToken cancellationToken)
    {
        if (!IsId(id) || await tables.FindAsync(names.Imports, process.Value, id, cancellationToken) is not { } row) return null;
        var findings = ImportFindings.None;
        if (row.GetBoolean("HasFindings") == true
            && await blobs.ReadAsync(names.ImportsContainer, FindingsBlob(process, id), unless: null, cancellationToken) is { } blob)
        {
            findings = JsonSerializer.Deserialize(blob.Content, ImportJson.Default.ImportFindings)!;
        }

        return Read(row, id, findings);
    }

    /// <summary>Returns the imports of a process, the newest first.</summary>
    /// <param name="dataset">Only those of this dataset, or null for all.</param>
    /// <param name="after">The id of the import after which the page begins; null for the first page.</param>
    public async Task<ImportPage> ListAsync(ProcessId process, string? dataset, string? after, int limit, CancellationToken cancellationToken)
    {
        var list = ListOf(dataset);
        // '~' follows every digit.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {process.Value} and RowKey gt {list + (after is null ? "" : Inverted(after))} and RowKey lt {list + "~"}");
        var imports = new List<ListedImport>();
        await foreach (var row in tables.QueryAsync(names.Imports, filter, null, limit + 1, cancellationToken))
        {
            if (imports.Count == limit) return new(imports, imports[^1].Import.Id);
            var import = Read(row, row.GetString("Import"), ImportFindings.None);
            imports.Add(new(import, row.GetInt32("Added") ?? 0, row.GetInt32("Changed") ?? 0, row.GetInt32("Removed") ?? 0));
        }

        return new(imports, null);
    }

    private static List<TableEntity> Rows(ProcessId process, Import import)
    {
        string[] keys = [import.Id, ListOf(null) + Inverted(import.Id), ListOf(import.Dataset) + Inverted(import.Id)];
        return [.. keys.Select(key => new TableEntity(process.Value, key)
        {
            ["Import"] = import.Id,
            // An earlier version, which knows no dry run, finds no dataset here: it must not publish one.
            [import.IsDryRun ? "DryRunOf" : "Dataset"] = import.Dataset,
            ["IsJson"] = import.IsJson,
            // The member's name, as earlier versions write it: their instances may read this row.
            ["Status"] = import.Status.ToString(),
            ["CreatedAt"] = import.CreatedAt.UtcDateTime,
            ["Rows"] = import.Rows,
            ["Accepted"] = import.Accepted,
            ["Rejected"] = import.Rejected,
            ["Key"] = import.Key,
            ["Sheet"] = import.Sheet,
            ["Encoding"] = import.Encoding,
            ["HasFindings"] = import.Findings != ImportFindings.None,
            ["Added"] = import.Findings.Changes.Added.Count,
            ["Changed"] = import.Findings.Changes.Changed.Count,
            ["Removed"] = import.Findings.Changes.Removed.Count,
            ["SentBy"] = import.SentBy,
            ["FileName"] = import.FileName,
            ["Sha256"] = import.Sha256,
            ["Bytes"] = import.Bytes,
            ["From"] = import.From,
        })];
    }

    private static Import Read(TableEntity row, string id, ImportFindings findings) => new(
        id,
        row.GetString("DryRunOf") ?? row.GetString("Dataset"),
        row.GetBoolean("IsJson") ?? false,
        row.GetString("Key"),
        Enum.Parse<ImportStatus>(row.GetString("Status")),
        row.GetDateTimeOffset("CreatedAt") ?? default,
        row.GetInt32("Rows") ?? 0,
        row.GetInt32("Accepted") ?? 0,
        row.GetInt32("Rejected") ?? 0,
        findings)
    {
        SentBy = row.GetString("SentBy"),
        FileName = row.GetString("FileName"),
        Sha256 = row.GetString("Sha256"),
        Bytes = row.GetInt64("Bytes") ?? 0,
        IsDryRun = row.GetString("DryRunOf") is not null,
        From = row.GetString("From"),
        Sheet = row.GetString("Sheet"),
        Encoding = row.GetString("Encoding"),
    };

    private static string LatestRow(string dataset) => "latest-" + dataset;

    // No dataset has a dot in its name.
    private static string ListOf(string? dataset) => dataset is null ? "sent." : $"sent-{dataset}.";

    // Ids begin with their time, so the complement of their bits puts the newest first.
    private static string Inverted(string id) => Convert.ToHexStringLower([.. Guid.ParseExact(id, "D").ToByteArray(bigEndian: true).Select(b => (byte)~b)]);

    private static string FindingsBlob(ProcessId process, string id) => Blob(process, id) + ".findings.json";

    private static string Blob(ProcessId process, string id) => $"{process}/{id}";
}
