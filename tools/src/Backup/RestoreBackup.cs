using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessDecide.Tools.Backup;

/// <summary>What a restore does if the account already holds something of the process.</summary>
internal enum Present
{
    /// <summary>Restores nothing.</summary>
    Refuse,

    /// <summary>Keeps what is there and adds what is missing.</summary>
    Keep,

    /// <summary>Overwrites with the backup; what is not in the backup stays.</summary>
    Replace,
}

/// <summary>
/// Restores a backup into an account, under any prefix. It writes the catalog entry last: until then the app does not know the process.
/// After an interruption, run it again with --keep or --replace.
/// </summary>
internal sealed class RestoreBackup(Account account, string folder, Manifest manifest, Present present, TextWriter log)
{
    /// <summary>The most rows of a transaction, by the service's rule, and the most bytes, half of what the service allows.</summary>
    private const int MostRows = 100;
    private const int MostBytes = 2 << 20;

    private static readonly ParallelOptions SideBySide = new() { MaxDegreeOfParallelism = 16 };

    private readonly ProcessId process = ProcessId.Parse(manifest.Process);

    private Inventory Inventory => new(account.Prefix, process);

    /// <param name="table">Only this table, without the prefix; null for all.</param>
    /// <exception cref="RefusedException">The account already holds something of the process, or the restore would do harm.</exception>
    public async Task RunAsync(string? table, CancellationToken cancellationToken)
    {
        var tables = manifest.Tables.Where(t => table is null || t.Name == table).ToList();
        if (table is not null && tables.Count == 0) throw new RefusedException($"The backup has no table {table}. It has: {string.Join(", ", manifest.Tables.Select(t => t.Name))}");
        var blobs = table is null ? manifest.Blobs : [];
        await CheckAsync(tables, blobs, cancellationToken);
        foreach (var stored in tables)
        {
            await RestoreAsync(stored, cancellationToken);
            await log.WriteLineAsync($"{account.Prefix}{stored.Name}: {stored.Rows} rows");
        }

        foreach (var container in blobs.Select(b => b.Container).Distinct(StringComparer.Ordinal))
        {
            await account.Blobs.GetBlobContainerClient($"{account.Prefix}-{container}").CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        await Parallel.ForEachAsync(blobs, With(cancellationToken), (blob, token) => new ValueTask(RestoreAsync(blob, token)));
        if (blobs.Count > 0) await log.WriteLineAsync($"{blobs.Count} blobs");
        if (table is null && manifest.CatalogEntry is { } entry && (present != Present.Keep || (await CatalogEntry.ReadAsync(account, process, cancellationToken)).Entry is null))
        {
            await CatalogEntry.WriteAsync(account, process, await File.ReadAllTextAsync(Path.Combine(folder, entry.Path), cancellationToken), manifest.FinishedAt, cancellationToken);
            await log.WriteLineAsync("the catalog's entry");
        }
    }

    private async Task CheckAsync(List<StoredTable> tables, IReadOnlyList<StoredBlob> blobs, CancellationToken cancellationToken)
    {
        await CatalogEntry.RefuseRemovedAsync(account, process, cancellationToken);
        var found = new List<string>();
        foreach (var stored in tables)
        {
            // The installation's own audit rows do not mean that the process exists.
            var filter = stored.Name == Inventory.AuditTable ? $"PartitionKey ge '{process}.' and PartitionKey lt '{process}/'" : Inventory.Find(account.Prefix + stored.Name)?.Filter;
            if (await HasRowsAsync(account.Prefix + stored.Name, filter, cancellationToken)) found.Add($"table {account.Prefix}{stored.Name} has rows");
        }

        if (blobs.Count > 0)
        {
            foreach (var own in Inventory.Blobs)
            {
                var container = account.Blobs.GetBlobContainerClient($"{account.Prefix}-{own.Container}");
                await foreach (var blob in SaveBackup.ListAsync(container, own.Name, cancellationToken))
                {
                    found.Add($"container {container.Name} has {blob.Name}");
                    break;
                }
            }

            if ((await CatalogEntry.ReadAsync(account, process, cancellationToken)).Entry is not null) found.Add("the catalog names it");
        }

        if (present == Present.Refuse && found.Count > 0)
        {
            throw new RefusedException($"The account holds {process} already: {string.Join("; ", found.Take(10))}. Say --keep to add what is missing, or --replace to overwrite.");
        }

        if (present != Present.Replace) await CheckVisitorKeyAsync(cancellationToken);
    }

    /// <summary>Refuses another visitors' key: restored rows could not be found under it.</summary>
    private async Task CheckVisitorKeyAsync(CancellationToken cancellationToken)
    {
        foreach (var key in manifest.Blobs.Where(b => b.Container == Inventory.Keys && b.Name.StartsWith("secrets/", StringComparison.Ordinal)))
        {
            var blob = Blob(key);
            if (!await blob.ExistsAsync(cancellationToken)) continue;
            var there = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
            var stored = await File.ReadAllBytesAsync(Path.Combine(folder, key.File.Path), cancellationToken);
            if (!there.Span.SequenceEqual(stored)) throw new RefusedException($"The account has another key {key.Name}: restored rows would belong to nobody. Say --replace to put the backup's key in its place.");
        }
    }

    private async Task<bool> HasRowsAsync(string table, string? filter, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in account.Tables.GetTableClient(table).QueryAsync<TableEntity>(filter, 1, ["PartitionKey"], cancellationToken)) return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == "TableNotFound")
        {
            // Nothing there.
        }

        return false;
    }

    private async Task RestoreAsync(StoredTable stored, CancellationToken cancellationToken)
    {
        var client = account.Tables.GetTableClient(account.Prefix + stored.Name);
        await client.CreateIfNotExistsAsync(cancellationToken);
        // Never overwrite audit rows.
        var replace = present == Present.Replace && stored.Name != Inventory.AuditTable;
        var lines = File.ReadLinesAsync(Path.Combine(folder, stored.File.Path), cancellationToken);
        // A visitor's reactions are numbered: among reactions that came since, restored older ones would count as newer.
        if (!replace && stored.Name.StartsWith(Inventory.ReactionsKind, StringComparison.Ordinal) && await IsBetweenAsync(client, lines, cancellationToken))
        {
            throw new RefusedException(
                $"{client.Name} lost reactions of the backup and has others that came since. They cannot be put between each other: say --replace, or leave the table as it is.");
        }

        await Parallel.ForEachAsync(BatchesAsync(lines, cancellationToken), With(cancellationToken), (rows, token) => new ValueTask(WriteAsync(client, rows, replace, token)));
    }

    /// <summary>Whether a table lacks rows of the backup and also has rows that the backup lacks.</summary>
    private static async Task<bool> IsBetweenAsync(TableClient client, IAsyncEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var saved = new HashSet<(string, string)>();
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            var row = RowLine.Read(line);
            saved.Add((row.PartitionKey, row.RowKey));
        }

        var hasOthers = false;
        await foreach (var row in client.QueryAsync<TableEntity>((string?)null, 1000, ["PartitionKey", "RowKey"], cancellationToken))
        {
            hasOthers |= !saved.Remove((row.PartitionKey, row.RowKey));
        }

        return hasOthers && saved.Count > 0;
    }

    private static async Task WriteAsync(TableClient client, List<TableEntity> rows, bool replace, CancellationToken cancellationToken)
    {
        var kind = replace ? TableTransactionActionType.UpsertReplace : TableTransactionActionType.Add;
        try
        {
            await client.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(kind, row)), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409 && !replace)
        {
            // One row already exists, so the transaction wrote none. Add them one by one.
            foreach (var row in rows) await AddAsync(client, row, cancellationToken);
        }
    }

    private static async Task AddAsync(TableClient client, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await client.AddEntityAsync(row, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == "EntityAlreadyExists")
        {
            // The existing row stays.
        }
    }

    /// <summary>Returns consecutive rows of one partition, as many as a transaction takes.</summary>
    private static async IAsyncEnumerable<List<TableEntity>> BatchesAsync(IAsyncEnumerable<string> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<TableEntity>();
        var bytes = 0;
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            var row = RowLine.Read(line);
            if (batch.Count > 0 && (batch.Count == MostRows || bytes + line.Length > MostBytes || batch[0].PartitionKey != row.PartitionKey))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(row);
            bytes += line.Length;
        }

        if (batch.Count > 0) yield return batch;
    }

    private async Task RestoreAsync(StoredBlob stored, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = stored.ContentType },
            Conditions = present == Present.Replace ? null : new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await Blob(stored).UploadAsync(Path.Combine(folder, stored.File.Path), options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            // The existing blob stays. Ring keys may exist before anything else of the process.
        }
    }

    private BlobClient Blob(StoredBlob stored) => account.Blobs.GetBlobContainerClient($"{account.Prefix}-{stored.Container}").GetBlobClient(stored.Name);

    private static ParallelOptions With(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = SideBySide.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
}
