using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;

namespace ServerlessDecide.Tools.Backup;

/// <summary>Compares a backup with what an account holds. Anything the account holds beyond the backup is not a difference.</summary>
internal sealed class CompareBackup(Account account, string folder, Manifest manifest)
{
    /// <summary>How many differences are named; further ones are only counted.</summary>
    private const int Named = 20;

    private readonly List<string> differences = [];
    private int more;

    /// <summary>Returns a sentence for each row or blob that is missing or differs; empty if the account holds the whole backup.</summary>
    /// <param name="table">Only this table, without the prefix; null for all.</param>
    public async Task<List<string>> FindDifferencesAsync(string? table, CancellationToken cancellationToken)
    {
        foreach (var stored in manifest.Tables.Where(t => table is null || t.Name == table)) await CompareAsync(stored, cancellationToken);
        if (table is null)
        {
            foreach (var stored in manifest.Blobs) await CompareAsync(stored, cancellationToken);
            if (manifest.CatalogEntry is { } file)
            {
                var (_, _, entry) = await CatalogEntry.ReadAsync(account, ProcessId.Parse(manifest.Process), cancellationToken);
                if (entry is null) Add("the catalog does not name the process");
                else if (entry.ToJsonString() != await File.ReadAllTextAsync(Path.Combine(folder, file.Path), cancellationToken)) Add("the catalog's entry is another");
            }
        }

        if (more > 0) differences.Add($"and {more} more");
        return differences;
    }

    /// <summary>Compares a table in one pass: file and table are both in the order of their keys.</summary>
    private async Task CompareAsync(StoredTable stored, CancellationToken cancellationToken)
    {
        var name = account.Prefix + stored.Name;
        var filter = new Inventory(account.Prefix, ProcessId.Parse(manifest.Process)).Find(name)?.Filter;
        await using var rows = account.Tables.GetTableClient(name).QueryAsync<TableEntity>(filter, 1000, null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            var there = await rows.MoveNextAsync();
            await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, stored.File.Path), cancellationToken))
            {
                var row = RowLine.Read(line);
                while (there && Order(rows.Current, row) < 0) there = await rows.MoveNextAsync();
                if (!there || Order(rows.Current, row) > 0) Add($"{name}: row {row.PartitionKey} {row.RowKey} is missing");
                else if (RowLine.Write(rows.Current) != line) Add($"{name}: row {row.PartitionKey} {row.RowKey} is another");
            }
        }
        catch (RequestFailedException e) when (e.ErrorCode == "TableNotFound")
        {
            Add($"{name} is missing");
        }
    }

    private async Task CompareAsync(StoredBlob stored, CancellationToken cancellationToken)
    {
        var container = $"{account.Prefix}-{stored.Container}";
        try
        {
            await using var stream = await account.Blobs.GetBlobContainerClient(container).GetBlobClient(stored.Name).OpenReadAsync(cancellationToken: cancellationToken);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) != stored.File.Sha256) Add($"{container}: blob {stored.Name} is another");
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            Add($"{container}: blob {stored.Name} is missing");
        }
    }

    private void Add(string difference)
    {
        if (differences.Count < Named) differences.Add(difference);
        else more++;
    }

    private static int Order(TableEntity left, TableEntity right)
    {
        var order = string.CompareOrdinal(left.PartitionKey, right.PartitionKey);
        return order != 0 ? order : string.CompareOrdinal(left.RowKey, right.RowKey);
    }
}
