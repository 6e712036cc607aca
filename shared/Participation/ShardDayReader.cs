using System.Globalization;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Participation;

/// <summary>A row of reactions, as much of it as counting needs: small, so that a page of each day can wait in memory.</summary>
/// <param name="Visitor">The 32 hexadecimal digits as a number: the same order.</param>
/// <param name="TargetKey">The row's key up to its last dot, which is part of it: the order of row keys. Equal ones are one object.</param>
internal readonly record struct StanceRow(UInt128 Visitor, string TargetKey, int Sequence, Stance Stance, QualityClass Class);

/// <summary>Walks through the table of one day and one shard in the order of its keys, with one page of it in memory.</summary>
/// <param name="targetKeys">What equal target keys are shared through, by all readers of a count.</param>
internal sealed class ShardDayReader(Tables tables, string table, DateOnly day, HashSet<string> targetKeys)
{
    private StanceRow[] page = [];
    private int at;
    private string? next;
    private bool isAtEnd;

    public DateOnly Day { get; } = day;

    public StanceRow Current => page[at];

    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (++at < page.Length) return true;
        // A page can be empty and still not be the last.
        do
        {
            if (isAtEnd) return false;
            page = await ReadPageAsync(cancellationToken);
            at = 0;
        }
        while (page.Length == 0);
        return true;
    }

    private async Task<StanceRow[]> ReadPageAsync(CancellationToken cancellationToken)
    {
        var (rows, following) = await tables.ReadPageAsync(table, Columns, next, cancellationToken);
        next = following;
        isAtEnd = following is null;
        return [.. rows.Select(Read)];
    }

    private StanceRow Read(TableEntity row)
    {
        var dot = row.RowKey.LastIndexOf('.');
        if (!UInt128.TryParse(row.PartitionKey, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var visitor)
            || dot < 0
            || !int.TryParse(row.RowKey.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            throw new InvalidDataException("A row of reactions has a key that this version cannot read.");
        }

        return new(visitor, Shared(row.RowKey[..(dot + 1)]), sequence, StanceNames.Stored(row.GetString("Stance")), QualityClasses.Stored(row.GetString("Class")));
    }

    private string Shared(string key)
    {
        lock (targetKeys)
        {
            if (targetKeys.TryGetValue(key, out var known)) return known;
            targetKeys.Add(key);
            return key;
        }
    }

    private static readonly string[] Columns = ["PartitionKey", "RowKey", "Stance", "Class"];
}
