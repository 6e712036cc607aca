using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Visitors;

/// <summary>
/// Remembers which proofs were used, until they expire. One table for each UTC day of expiry, partitions by the first two digits of the
/// signature; a day's table is dropped when the day is over.
/// </summary>
public sealed class UsedTokenStore(Tables tables, StorageNames names)
{
    // The request that used the proof, so that it recognises its own row.
    private const string Request = "Request";

    /// <summary>
    /// Marks the proof as used (insert only). Returns false when another request used it. One storage operation; two when the row is there,
    /// because it may be this request's own: the storage client repeats an insert whose answer was late or lost.
    /// </summary>
    public async Task<bool> TrySpendAsync(VerifiedProof proof, CancellationToken cancellationToken)
    {
        var table = names.SpentProofs(Day(proof.ExpiresAt));
        var request = Guid.NewGuid().ToString("n");
        if (await tables.InsertAsync(table, new TableEntity(proof.Id[..2], proof.Id) { [Request] = request }, cancellationToken)) return true;
        var row = await tables.FindAsync(table, proof.Id[..2], proof.Id, cancellationToken);
        return row?.GetString(Request) == request;
    }

    /// <summary>Drops the tables of past days and returns how many.</summary>
    public Task<int> ForgetExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        tables.DropDaysBeforeAsync(names.SpentProofsPrefix, Day(now), cancellationToken);

    private static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
