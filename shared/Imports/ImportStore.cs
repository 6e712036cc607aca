using System.Text.Json;
using Azure.Data.Tables;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Imports;

/// <summary>How far an import is.</summary>
public enum ImportStatus
{
    Queued,
    Running,
    Done,
    Failed,
}

/// <summary>An import and what came of it.</summary>
/// <param name="IsJson">Whether the file came as JSON, otherwise as CSV.</param>
public sealed record Import(
    string Id,
    string Dataset,
    bool IsJson,
    ImportStatus Status,
    DateTimeOffset CreatedAt,
    int Rows,
    int Accepted,
    int Rejected,
    IReadOnlyList<ImportError> Errors);

/// <summary>
/// Keeps imports: a row in partition <c>{process}</c>, the file as it came in blob <c>{process}/{import}</c>, and its errors, which may
/// be more than a row holds, in blob <c>{process}/{import}.errors.json</c>. The last write wins: every run of the same import says the same.
/// </summary>
public sealed class ImportStore(Tables tables, Blobs blobs, StorageNames names)
{
    /// <summary>Keeps the file, then the row. The file is there when the row is.</summary>
    public async Task CreateAsync(ProcessId process, Import import, Stream file, CancellationToken cancellationToken)
    {
        await blobs.PutStreamAsync(names.ImportsContainer, Blob(process, import.Id), file, cancellationToken);
        await SaveAsync(process, import, cancellationToken);
    }

    /// <summary>The whole file, or null when there is no such import.</summary>
    public async Task<BinaryData?> ReadFileAsync(ProcessId process, string id, CancellationToken cancellationToken) =>
        (await blobs.ReadAsync(names.ImportsContainer, Blob(process, id), unless: null, cancellationToken))?.Content;

    public async Task SaveAsync(ProcessId process, Import import, CancellationToken cancellationToken)
    {
        if (import.Errors.Count > 0)
        {
            var errors = JsonSerializer.SerializeToUtf8Bytes(import.Errors, ImportJson.Default.IReadOnlyListImportError);
            await blobs.PutAsync(names.ImportsContainer, Blob(process, import.Id) + ".errors.json", BinaryData.FromBytes(errors), cancellationToken);
        }

        var row = new TableEntity(process.Value, import.Id)
        {
            ["Dataset"] = import.Dataset,
            ["IsJson"] = import.IsJson,
            ["Status"] = import.Status.ToString(),
            ["CreatedAt"] = import.CreatedAt.UtcDateTime,
            ["Rows"] = import.Rows,
            ["Accepted"] = import.Accepted,
            ["Rejected"] = import.Rejected,
            ["HasErrors"] = import.Errors.Count > 0,
        };
        await tables.PutAsync(names.Imports, row, cancellationToken);
    }

    /// <summary>The import, or null.</summary>
    public async Task<Import?> FindAsync(ProcessId process, string id, CancellationToken cancellationToken)
    {
        // Ids are made by this application; anything else is not there, and may not reach a key.
        if (!Guid.TryParseExact(id, "D", out _)) return null;
        if (await tables.FindAsync(names.Imports, process.Value, id, cancellationToken) is not { } row) return null;
        IReadOnlyList<ImportError> errors = [];
        if (row.GetBoolean("HasErrors") == true
            && await blobs.ReadAsync(names.ImportsContainer, Blob(process, id) + ".errors.json", unless: null, cancellationToken) is { } blob)
        {
            errors = JsonSerializer.Deserialize(blob.Content, ImportJson.Default.IReadOnlyListImportError)!;
        }

        return new Import(
            id,
            row.GetString("Dataset"),
            row.GetBoolean("IsJson") ?? false,
            Enum.Parse<ImportStatus>(row.GetString("Status")),
            row.GetDateTimeOffset("CreatedAt") ?? default,
            row.GetInt32("Rows") ?? 0,
            row.GetInt32("Accepted") ?? 0,
            row.GetInt32("Rejected") ?? 0,
            errors);
    }

    private static string Blob(ProcessId process, string id) => $"{process}/{id}";
}
