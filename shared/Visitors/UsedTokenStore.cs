using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Visitors;

/// <summary>
/// Remembers which proofs were used, until they expire. One table for each UTC day of expiry, partitions by the first two digits of the
/// signature; a day's table is dropped when the day is over.
/// </summary>
public sealed class UsedTokenStore(Tables tables, StorageNames names)
{
    /// <summary>Marks the proof as used (insert only). Returns false when it was used before. One storage operation.</summary>
    public Task<bool> TrySpendAsync(VerifiedProof proof, CancellationToken cancellationToken) => tables.InsertAsync(
        names.SpentProofs(Day(proof.ExpiresAt)), new TableEntity(proof.Id[..2], proof.Id), cancellationToken);

    /// <summary>Drops the tables of past days and returns how many.</summary>
    public Task<int> ForgetExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        tables.DropDaysBeforeAsync(names.SpentProofsPrefix, Day(now), cancellationToken);

    private static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
