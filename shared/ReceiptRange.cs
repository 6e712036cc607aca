using Azure.Data.Tables;

namespace ServerlessDecide;

/// <summary>A range of a day's receipts by their random parts, in the order in which comments are stored.</summary>
/// <param name="From">Inclusive lower bound; null for none.</param>
/// <param name="Before">Exclusive upper bound; null for none.</param>
public readonly record struct ReceiptRange(string? From, string? Before)
{
    public bool Holds(Receipt receipt) =>
        (From is null || string.CompareOrdinal(receipt.Random, From) >= 0) && (Before is null || string.CompareOrdinal(receipt.Random, Before) < 0);

    /// <summary>Returns a filter for the day's table. It names partitions, so that storage scans no others.</summary>
    /// <param name="after">The random part after which reading resumes, or null.</param>
    internal string Filter(string filter, string? after)
    {
        if (From is not null) filter += " and " + TableClient.CreateQueryFilter($"PartitionKey ge {From[..2]} and RowKey ge {From}");
        if (Before is not null) filter += " and " + TableClient.CreateQueryFilter($"PartitionKey le {Before[..2]} and RowKey lt {Before}");
        if (after is not null) filter += " and " + TableClient.CreateQueryFilter($"PartitionKey ge {after[..2]} and RowKey gt {after}");
        return filter;
    }
}
