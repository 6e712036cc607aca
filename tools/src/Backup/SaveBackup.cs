using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessDecide.Tools.Backup;

/// <summary>
/// Copies all tables and blobs of a process into a folder. It writes into <c>FOLDER.partial</c> and renames that to FOLDER at the end. It
/// reads the catalog entry first, then rows, then blobs, so that everything the backup refers to is in the backup.
/// It holds only a page of a table or a block of a blob in memory.
/// </summary>
internal sealed class SaveBackup(Account account, ProcessId process, TimeProvider time, TextWriter log)
{
    private readonly Inventory inventory = new(account.Prefix, process);

    /// <summary>Saves the backup and returns the manifest's SHA-256.</summary>
    /// <exception cref="RefusedException">
    /// The folder exists, others can read the one around it, the process does not exist, or the installation has names unknown to this tool.
    /// </exception>
    public async Task<string> RunAsync(string folder, bool withKeys, bool leaveOutUnknown, CancellationToken cancellationToken)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        var partial = folder + ".partial";
        if (Path.Exists(folder)) throw new RefusedException($"{folder} is there already; name a new folder.");
        if (Path.Exists(partial)) throw new RefusedException($"{partial} was left by a backup that was interrupted, or one is writing it now; remove it first.");
        OwnersOnly.RequireAround(folder);
        var started = time.GetUtcNow();
        var tables = await ListTablesAsync(cancellationToken);
        var unknown = await FindUnknownAsync(tables, cancellationToken);
        if (unknown.Count > 0 && !leaveOutUnknown)
        {
            throw new RefusedException($"This tool does not know {string.Join(", ", unknown)}, which may belong to the process. Add them to Inventory.cs, or say --leave-out-unknown.");
        }

        OwnersOnly.MakeFolder(partial);
        var catalogEntry = await SaveCatalogEntryAsync(partial, cancellationToken);
        var storedTables = new List<StoredTable>();
        foreach (var table in tables.Select(inventory.Find).OfType<OwnTable>())
        {
            if (await SaveTableAsync(partial, table, cancellationToken) is { } stored) storedTables.Add(stored);
        }

        var storedBlobs = new List<StoredBlob>();
        foreach (var blobs in withKeys ? inventory.Blobs.Concat(inventory.KeyBlobs) : inventory.Blobs)
        {
            await SaveBlobsAsync(partial, blobs, storedBlobs, cancellationToken);
        }

        // The key ring and the installation's audit exist for any process id.
        if (catalogEntry is null && storedTables.TrueForAll(t => t.Name == Inventory.AuditTable) && storedBlobs.TrueForAll(b => b.Container == Inventory.Keys))
        {
            Directory.Delete(partial, recursive: true);
            throw new RefusedException($"There is no process {process} under the prefix {account.Prefix}.");
        }

        var manifest = new Manifest(
            Manifest.CurrentFormat, process.Value, account.Prefix, started, time.GetUtcNow(), withKeys, unknown, catalogEntry, storedTables, storedBlobs);
        var hash = await manifest.WriteAsync(partial, cancellationToken);
        Directory.Move(partial, folder);
        await log.WriteLineAsync(
            $"{folder}: {storedTables.Count} tables with {storedTables.Sum(t => t.Rows)} rows, {storedBlobs.Count} blobs, {manifest.Files.Sum(f => f.Bytes)} bytes");
        return hash;
    }

    private async Task<List<string>> ListTablesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        // After the prefix every name continues with '0', and '1' is the next character.
        var filter = TableClient.CreateQueryFilter($"TableName ge {account.Prefix + "0"} and TableName lt {account.Prefix + "1"}");
        await foreach (var table in account.Tables.QueryAsync(filter, cancellationToken: cancellationToken)) names.Add(table.Name);
        return names;
    }

    private async Task<List<string>> FindUnknownAsync(List<string> tables, CancellationToken cancellationToken)
    {
        var unknown = tables.Where(t => !inventory.KnowsTable(t)).Select(t => "table " + t).ToList();
        await foreach (var container in account.Blobs.GetBlobContainersAsync(BlobContainerTraits.None, BlobContainerStates.None, account.Prefix + "-", cancellationToken))
        {
            if (!inventory.KnowsContainer(container.Name)) unknown.Add("container " + container.Name);
        }

        return unknown;
    }

    private async Task<StoredFile?> SaveCatalogEntryAsync(string folder, CancellationToken cancellationToken)
    {
        var catalog = await CatalogEntry.ReadAsync(account, process, cancellationToken);
        return catalog.Entry is { } entry
            ? await WriteAsync(folder, "catalog-entry.json", file => file.WriteAsync(Encoding.UTF8.GetBytes(entry.ToJsonString()), cancellationToken).AsTask())
            : null;
    }

    private async Task<StoredTable?> SaveTableAsync(string folder, OwnTable table, CancellationToken cancellationToken)
    {
        var rows = 0L;
        var file = await WriteAsync(folder, $"tables/{table.Name}.jsonl", async stream =>
        {
            await using var lines = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            await foreach (var row in account.Tables.GetTableClient(account.Prefix + table.Name).QueryAsync<TableEntity>(table.Filter, 1000, null, cancellationToken))
            {
                await lines.WriteLineAsync(RowLine.Write(row).AsMemory(), cancellationToken);
                rows++;
            }
        });
        if (rows > 0) return new StoredTable(table.Name, rows, file);
        File.Delete(Path.Combine(folder, file.Path));
        return null;
    }

    private async Task SaveBlobsAsync(string folder, OwnBlobs blobs, List<StoredBlob> stored, CancellationToken cancellationToken)
    {
        var container = account.Blobs.GetBlobContainerClient($"{account.Prefix}-{blobs.Container}");
        await foreach (var blob in ListAsync(container, blobs.Name, cancellationToken))
        {
            if (!blobs.Has(blob.Name)) continue;
            if (!Manifest.IsPlain(blob.Name)) throw new RefusedException($"Blob {blob.Name} of {container.Name} has a name that is no path of plain words.");
            var client = container.GetBlobClient(blob.Name);
            var file = await WriteAsync(folder, $"blobs/{blobs.Container}/{blob.Name}", stream => client.DownloadToAsync(stream, cancellationToken));
            stored.Add(new StoredBlob(blobs.Container, blob.Name, blob.Properties.ContentType, file));
        }
    }

    /// <summary>Returns the blobs whose names begin with <paramref name="start"/>; none if the container does not exist.</summary>
    public static async IAsyncEnumerable<BlobItem> ListAsync(
        BlobContainerClient container, string start, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var blobs = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, start, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await blobs.MoveNextAsync()) yield break;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                yield break;
            }

            yield return blobs.Current;
        }
    }

    private static async Task<StoredFile> WriteAsync(string folder, string path, Func<Stream, Task> write)
    {
        var full = Path.Combine(folder, path);
        OwnersOnly.MakeFolder(Path.GetDirectoryName(full)!);
        await using var file = OwnersOnly.MakeFile(full);
        using var hash = SHA256.Create();
        await using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true)) await write(hashed);
        return new StoredFile(path, file.Length, Convert.ToHexStringLower(hash.Hash!));
    }
}
