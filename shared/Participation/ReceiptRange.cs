using Azure.Data.Tables;

namespace ServerlessDecide.Participation;

/// <summary>Receipts of a day whose random parts lie between two texts, in the order in which comments are stored.</summary>
/// <param name="From">The first that is in it, or null for the first of all.</param>
/// <param name="Before">The first that is no longer in it, or null where all that follow are.</param>
public readonly record struct ReceiptRange(string? From, string? Before)
{
    public bool Holds(Receipt receipt) =>
        (From is null || string.CompareOrdinal(receipt.Random, From) >= 0) && (Before is null || string.CompareOrdinal(receipt.Random, Before) < 0);

    /// <summary>As a filter of a day's table, that names partitions so that storage reads no others.</summary>
    /// <param name="after">The random part after which reading goes on, or null.</param>
    internal string Filter(string filter, string? after)
    {
        if (From is not null) filter += " and " + TableClient.CreateQueryFilter($"PartitionKey ge {From[..2]} and RowKey ge {From}");
        if (Before is not null) filter += " and " + TableClient.CreateQueryFilter($"PartitionKey le {Before[..2]} and RowKey lt {Before}");
        if (after is not null) filter += " and " + TableClient.CreateQueryFilter($"PartitionKey ge {after[..2]} and RowKey gt {after}");
        return filter;
    }
}
