using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;

namespace ServerlessDecide.Storage;

/// <summary>
/// Random keys of 32 bytes that are made to be destroyed: one for each purpose and day, created on first use and then the same for every
/// instance. They are table rows, because a deleted row is gone, while blobs live on in versions and soft delete.
/// </summary>
public sealed class DayKeyStore(Tables tables, StorageNames names)
{
    private const string Key = "Key";

    /// <summary>Returns the key of a day; it is not cached here. Costs one storage operation, and two more for the first caller.</summary>
    /// <param name="purpose">What is hashed under the key: a name that is valid in a table key.</param>
    public async Task<byte[]> ReadOrMakeAsync(string purpose, DateOnly day, CancellationToken cancellationToken)
    {
        if (await tables.FindAsync(names.DayKeys, purpose, RowOf(day), cancellationToken) is { } known) return known.GetBinary(Key);
        var row = new TableEntity(purpose, RowOf(day)) { [Key] = RandomNumberGenerator.GetBytes(32) };
        await tables.InsertAsync(names.DayKeys, row, cancellationToken);
        // If another instance was first, use the key that it wrote.
        var made = await tables.FindAsync(names.DayKeys, purpose, RowOf(day), cancellationToken);
        return made?.GetBinary(Key) ?? throw new InvalidOperationException($"The key of {purpose} was destroyed while it was made.");
    }

    /// <summary>Destroys the key of a day. Does nothing if there is none. Costs one storage operation.</summary>
    public Task DestroyAsync(string purpose, DateOnly day, CancellationToken cancellationToken) =>
        tables.RemoveAsync(names.DayKeys, purpose, RowOf(day), ETag.All, cancellationToken);

    /// <summary>Destroys the keys of all days before a day. Returns how many. Costs one storage operation, and one for each key.</summary>
    public async Task<int> DestroyBeforeAsync(string purpose, DateOnly day, CancellationToken cancellationToken)
    {
        var destroyed = 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {purpose} and RowKey lt {RowOf(day)}");
        await foreach (var row in tables.QueryAsync(names.DayKeys, filter, ["PartitionKey", "RowKey"], cancellationToken))
        {
            if (await tables.RemoveAsync(names.DayKeys, row.PartitionKey, row.RowKey, ETag.All, cancellationToken)) destroyed++;
        }

        return destroyed;
    }

    private static string RowOf(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
