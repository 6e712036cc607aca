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
/// <param name="IsJson">True for JSON, false for CSV.</param>
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
    ImportFindings Findings);

/// <summary>
/// Keeps imports: a row in partition <c>{process}</c>, and a row <c>latest-{dataset}</c> that names the one sent last; the unaltered file in
/// blob <c>{process}/{import}</c>; and the findings, which may not fit into a row, in blob <c>{process}/{import}.findings.json</c>.
/// The last write wins, because every run of an import writes the same.
/// </summary>
public sealed class ImportStore(Tables tables, Blobs blobs, StorageNames names)
{
    /// <summary>Writes the file, then the row: when the row exists, so does the file.</summary>
    public async Task CreateAsync(ProcessId process, Import import, Stream file, CancellationToken cancellationToken)
    {
        await blobs.PutStreamAsync(names.ImportsContainer, Blob(process, import.Id), file, cancellationToken);
        await SaveAsync(process, import, cancellationToken);
        var latest = new TableEntity(process.Value, LatestRow(import.Dataset)) { ["Import"] = import.Id };
        await tables.PutAsync(names.Imports, latest, cancellationToken);
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

        var row = new TableEntity(process.Value, import.Id)
        {
            ["Dataset"] = import.Dataset,
            ["IsJson"] = import.IsJson,
            // The member's name, as earlier versions write it: their instances may read this row.
            ["Status"] = import.Status.ToString(),
            ["CreatedAt"] = import.CreatedAt.UtcDateTime,
            ["Rows"] = import.Rows,
            ["Accepted"] = import.Accepted,
            ["Rejected"] = import.Rejected,
            ["Key"] = import.Key,
            ["HasFindings"] = import.Findings != ImportFindings.None,
        };
        await tables.PutAsync(names.Imports, row, cancellationToken);
    }

    /// <summary>The import, or null.</summary>
    public async Task<Import?> FindAsync(ProcessId process, string id, CancellationToken cancellationToken)
    {
        // All ids are GUIDs made by this application. Nothing else may reach a key.
        if (!Guid.TryParseExact(id, "D", out _)) return null;
        if (await tables.FindAsync(names.Imports, process.Value, id, cancellationToken) is not { } row) return null;
        var findings = ImportFindings.None;
        if (row.GetBoolean("HasFindings") == true
            && await blobs.ReadAsync(names.ImportsContainer, FindingsBlob(process, id), unless: null, cancellationToken) is { } blob)
        {
            findings = JsonSerializer.Deserialize(blob.Content, ImportJson.Default.ImportFindings)!;
        }

        return new Import(
            id,
            row.GetString("Dataset"),
            row.GetBoolean("IsJson") ?? false,
            row.GetString("Key"),
            Enum.Parse<ImportStatus>(row.GetString("Status")),
            row.GetDateTimeOffset("CreatedAt") ?? default,
            row.GetInt32("Rows") ?? 0,
            row.GetInt32("Accepted") ?? 0,
            row.GetInt32("Rejected") ?? 0,
            findings);
    }

    private static string LatestRow(string dataset) => "latest-" + dataset;

    private static string FindingsBlob(ProcessId process, string id) => Blob(process, id) + ".findings.json";

    private static string Blob(ProcessId process, string id) => $"{process}/{id}";
}
