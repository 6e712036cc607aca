using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace ServerlessDecide.Storage;

/// <summary>
/// Thin access to tables. Checks keys; the first row creates a table; a missing table reads as empty. Every other failure of storage
/// escapes as <see cref="RequestFailedException"/>.
/// </summary>
public sealed class Tables(StorageClients clients)
{
    // The most rows that the service returns at once.
    private const int LongestPage = 1000;

    private readonly ConcurrentDictionary<string, TableClient> tables = new(StringComparer.Ordinal);

    /// <summary>
    /// Inserts a row. Returns false only if a row with that key exists, and leaves that row as it is. A table that is being deleted is a
    /// conflict too; that one escapes as an exception.
    /// </summary>
    public async Task<bool> InsertAsync(string table, TableEntity entity, CancellationToken cancellationToken)
    {
        CheckKeys(entity);
        var client = Client(table);
        try
        {
            try
            {
                await client.AddEntityAsync(entity, cancellationToken);
            }
            catch (RequestFailedException e) when (IsTableMissing(e))
            {
                await client.CreateIfNotExistsAsync(cancellationToken);
                await client.AddEntityAsync(entity, cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Inserts or replaces a row; last write wins.</summary>
    public async Task PutAsync(string table, TableEntity entity, CancellationToken cancellationToken)
    {
        CheckKeys(entity);
        var client = Client(table);
        try
        {
            await client.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException e) when (IsTableMissing(e))
        {
            await client.CreateIfNotExistsAsync(cancellationToken);
            await client.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        }
    }

    /// <summary>Replaces a row only if it still has the version that was read. Returns false if another writer was first.</summary>
    public async Task<bool> ReplaceAsync(string table, TableEntity entity, CancellationToken cancellationToken)
    {
        CheckKeys(entity);
        try
        {
            await Client(table).UpdateEntityAsync(entity, entity.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Inserts or replaces up to 100 rows of one partition, all or none; last write wins.</summary>
    /// <exception cref="ArgumentException">There are more rows or partitions. Azure refuses them, Azurite does not.</exception>
    public async Task PutTogetherAsync(string table, IReadOnlyList<TableEntity> entities, CancellationToken cancellationToken)
    {
        foreach (var entity in entities) CheckKeys(entity);
        if (entities.Count > 100 || entities.DistinctBy(e => e.PartitionKey, StringComparer.Ordinal).Count() > 1)
        {
            throw new ArgumentException("At most 100 rows of one partition are written together.", nameof(entities));
        }

        var client = Client(table);
        var actions = entities.Select(entity => new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity)).ToArray();
        try
        {
            await client.SubmitTransactionAsync(actions, cancellationToken);
        }
        catch (RequestFailedException e) when (IsTableMissing(e))
        {
            await client.CreateIfNotExistsAsync(cancellationToken);
            await client.SubmitTransactionAsync(actions, cancellationToken);
        }
    }

    /// <summary>Returns the row, or null.</summary>
    public async Task<TableEntity?> FindAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Client(table).GetEntityIfExistsAsync<TableEntity>(
                TableKey.Checked(partitionKey), TableKey.Checked(rowKey), cancellationToken: cancellationToken);
            return found.HasValue ? found.Value : null;
        }
        catch (RequestFailedException e) when (IsTableMissing(e))
        {
            return null;
        }
    }

    /// <summary>Returns rows in the order of their keys, and reads pages on demand.</summary>
    /// <param name="filter">An OData filter made with <see cref="TableClient.CreateQueryFilter(FormattableString)"/>, or null for all rows.</param>
    /// <param name="select">The columns to read, or null for all.</param>
    public IAsyncEnumerable<TableEntity> QueryAsync(string table, string? filter, IEnumerable<string>? select, CancellationToken cancellationToken) =>
        QueryAsync(table, filter, select, LongestPage, cancellationToken);

    /// <param name="page">The page size; pass a small one to read only the first of many rows.</param>
    /// <inheritdoc cref="QueryAsync(string, string?, IEnumerable{string}?, CancellationToken)"/>
    public async IAsyncEnumerable<TableEntity> QueryAsync(
        string table,
        string? filter,
        IEnumerable<string>? select,
        int page,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = Client(table).QueryAsync<TableEntity>(filter, Math.Min(page, LongestPage), select, cancellationToken);
        await using var rows = pages.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync()) yield break;
            }
            catch (RequestFailedException e) when (IsTableMissing(e))
            {
                yield break;
            }

            yield return rows.Current;
        }
    }

    /// <summary>Removes a row, or only the version that was read. Returns false if there is none, or a newer one.</summary>
    public async Task<bool> RemoveAsync(string table, string partitionKey, string rowKey, ETag read, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await Client(table).DeleteEntityAsync(TableKey.Checked(partitionKey), TableKey.Checked(rowKey), read, cancellationToken);
            // The client does not throw for a missing row.
            return answer.Status != (int)HttpStatusCode.NotFound;
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    /// <summary>
    /// Returns the time on storage's own clock, to the second. That clock, not this machine's, sets the <c>Timestamp</c> of rows. Costs one
    /// storage operation.
    /// </summary>
    public async Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in clients.Tables.QueryAsync(NoTable, maxPerPage: 1, cancellationToken).AsPages())
        {
            if (page.GetRawResponse().Headers.Date is { } date) return date;
        }

        throw new InvalidDataException("Storage answered without a date.");
    }

    // No table's name is this short.
    private const string NoTable = "TableName eq 'a'";

    /// <summary>Returns the names of the tables with a prefix.</summary>
    public async Task<List<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var filter = TableClient.CreateQueryFilter($"TableName ge {prefix} and TableName lt {prefix + '~'}");
        await foreach (var table in clients.Tables.QueryAsync(filter, cancellationToken: cancellationToken)) names.Add(table.Name);
        return names;
    }

    /// <summary>Returns the days of the tables whose names are a prefix, a day (eight digits) and a suffix, in ascending order.</summary>
    public async Task<IReadOnlyList<DateOnly>> ListDaysAsync(string prefix, string suffix, CancellationToken cancellationToken)
    {
        var days = new List<DateOnly>();
        foreach (var table in await ListAsync(prefix, cancellationToken))
        {
            // Another process's id may begin like this one's; its tables have longer names.
            if (table.Length == prefix.Length + 8 + suffix.Length
                && table.EndsWith(suffix, StringComparison.Ordinal)
                && DateOnly.TryParseExact(table.AsSpan(prefix.Length, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                days.Add(day);
            }
        }

        days.Sort();
        return days;
    }

    /// <summary>Drops the tables named by a prefix and a day (eight digits) that is before the first one to keep. Returns how many.</summary>
    public async Task<int> DropDaysBeforeAsync(string prefix, DateOnly firstKept, CancellationToken cancellationToken)
    {
        var dropped = 0;
        foreach (var table in await ListAsync(prefix, cancellationToken))
        {
            if (!DateOnly.TryParseExact(table[prefix.Length..], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day >= firstKept) continue;
            await DropAsync(table, cancellationToken);
            dropped++;
        }

        return dropped;
    }

    /// <summary>Drops a table. Does nothing if there is none.</summary>
    public async Task DropAsync(string table, CancellationToken cancellationToken) =>
        await clients.Tables.DeleteTableAsync(table, cancellationToken);

    private TableClient Client(string table) => tables.GetOrAdd(table, static (name, service) => service.GetTableClient(name), clients.Tables);

    private static void CheckKeys(TableEntity entity)
    {
        TableKey.Checked(entity.PartitionKey);
        TableKey.Checked(entity.RowKey);
    }

    private static bool IsTableMissing(RequestFailedException e) =>
        e.Status == (int)HttpStatusCode.NotFound && e.ErrorCode == "TableNotFound";
}
