using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure.Data.Tables;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Participation;

/// <summary>
/// Keeps reactions as events that are inserted and never changed. A table holds one local day of one of 16 shards of visitors; the
/// partition is the visitor, the row <c>{target}.{sequence}</c>. Why, and what each reader pays, is in docs/decisions/0002.
/// </summary>
public sealed class ReactionStore(Tables tables, StorageNames names)
{
    /// <summary>More changes of mind than this about one target on one day are refused.</summary>
    public const int MaxChangesADay = 200;

    /// <summary>
    /// Records a stance (insert only). Nothing is written when it already is the visitor's last one of the day: the reaction of then is
    /// returned. One storage operation for the first stance of the day on a target, two for a repetition, three for a change.
    /// </summary>
    /// <returns>The reaction that stands, or null when there were too many changes on that day.</returns>
    public async Task<Reaction?> RecordAsync(
        ProcessId process, VisitorHash visitor, Target target, Stance stance, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var table = names.Reactions(process, day, visitor.Shard);
        var receipt = Receipt.New(day);
        for (var sequence = 1; sequence <= MaxChangesADay;)
        {
            var reaction = new Reaction(visitor.Value, target, stance, day, sequence, receipt, now, RandomNumberGenerator.GetBytes(32));
            if (await tables.InsertAsync(table, ToEntity(reaction), cancellationToken)) return reaction;

            // Somebody was first: this visitor before, this very request when its answer was lost, or the visitor's other tab just now.
            var last = await LastOfDayAsync(process, visitor, target, day, cancellationToken);
            if (last is null) continue;
            if (last.Stance == stance) return last;
            sequence = last.Sequence + 1;
        }

        return null;
    }

    /// <summary>The visitor's stance on a target, or null. At most one storage operation for each day since the credential was issued.</summary>
    public async Task<Reaction?> FindAsync(
        ProcessId process, Visitor visitor, Target target, IEnumerable<DateOnly> daysNewestFirst, CancellationToken cancellationToken)
    {
        foreach (var day in daysNewestFirst)
        {
            if (await LastOfDayAsync(process, visitor.Hash, target, day, cancellationToken) is { } last)
            {
                return last.Stance == Stance.Withdrawn ? null : last;
            }
        }

        return null;
    }

    /// <summary>All stances of a visitor that stand, by target. One storage operation for each day since the credential was issued.</summary>
    public async Task<IReadOnlyList<Reaction>> ListAsync(
        ProcessId process, Visitor visitor, IEnumerable<DateOnly> days, CancellationToken cancellationToken)
    {
        var standing = new SortedDictionary<string, Reaction>(StringComparer.Ordinal);
        foreach (var day in days)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {visitor.Hash.Value}");
            await foreach (var row in tables.QueryAsync(names.Reactions(process, day, visitor.Hash.Shard), filter, null, cancellationToken))
            {
                // Rows come by target and sequence, days in their order: the last one is the one that counts.
                var reaction = FromEntity(row, day);
                standing[reaction.Target.ToString()] = reaction;
            }
        }

        return [.. standing.Values.Where(r => r.Stance != Stance.Withdrawn)];
    }

    /// <summary>How many reactions were accepted on a day, withdrawals not counted. Reads that day's tables and no others.</summary>
    public async Task<int> CountDayAsync(ProcessId process, DateOnly day, CancellationToken cancellationToken)
    {
        var count = 0;
        var filter = TableClient.CreateQueryFilter($"Stance ne {Stance.Withdrawn.Name()}");
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            await foreach (var _ in tables.QueryAsync(names.Reactions(process, day, shard), filter, ["RowKey"], cancellationToken)) count++;
        }

        return count;
    }

    /// <summary>
    /// The exact tally of every target over one shard of visitors. The days' tables are read side by side in the order of their keys, so
    /// memory holds one page a day, however many reactions there are.
    /// </summary>
    public async Task<IReadOnlyDictionary<Target, Tally>> CountShardAsync(
        ProcessId process, int shard, IEnumerable<DateOnly> days, CancellationToken cancellationToken)
    {
        var tallies = new Dictionary<Target, Tally>();
        var readers = new PriorityQueue<IAsyncEnumerator<Reaction>, (string Visitor, string Target, DateOnly Day, int Sequence)>(ByKey);
        try
        {
            foreach (var day in days)
            {
                var reader = ReadShardAsync(process, day, shard, cancellationToken).GetAsyncEnumerator(cancellationToken);
                await AdvanceAsync(reader);
            }

            Reaction? last = null;
            while (readers.TryDequeue(out var reader, out _))
            {
                var next = reader.Current;
                if (last is not null && (last.Visitor != next.Visitor || last.Target != next.Target)) Count(last);
                last = next;
                await AdvanceAsync(reader);
            }

            if (last is not null) Count(last);
            return tallies;
        }
        finally
        {
            while (readers.TryDequeue(out var reader, out _)) await reader.DisposeAsync();
        }

        async Task AdvanceAsync(IAsyncEnumerator<Reaction> reader)
        {
            if (await reader.MoveNextAsync())
            {
                var r = reader.Current;
                // The order must be that of the row keys: with the dot, "a-b." comes before "a.", as it does in the table.
                readers.Enqueue(reader, (r.Visitor, r.Target + ".", r.Day, r.Sequence));
            }
            else
            {
                await reader.DisposeAsync();
            }
        }

        void Count(Reaction standing) => tallies[standing.Target] = tallies.GetValueOrDefault(standing.Target) + Tally.Of(standing.Stance);
    }

    /// <summary>One day's accepted events of one shard, by visitor, target and sequence.</summary>
    public async IAsyncEnumerable<Reaction> ReadShardAsync(
        ProcessId process, DateOnly day, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(names.Reactions(process, day, shard), null, null, cancellationToken))
        {
            yield return FromEntity(row, day);
        }
    }

    private static readonly Comparer<(string Visitor, string Target, DateOnly Day, int Sequence)> ByKey = Comparer<(string, string, DateOnly, int)>.Create(
        (left, right) =>
        {
            var order = string.CompareOrdinal(left.Item1, right.Item1);
            if (order == 0) order = string.CompareOrdinal(left.Item2, right.Item2);
            if (order == 0) order = left.Item3.CompareTo(right.Item3);
            return order != 0 ? order : left.Item4.CompareTo(right.Item4);
        });

    private async Task<Reaction?> LastOfDayAsync(
        ProcessId process, VisitorHash visitor, Target target, DateOnly day, CancellationToken cancellationToken)
    {
        // '/' follows '.' in ASCII, so this is every row of the target and of no other.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {visitor.Value} and RowKey ge {target + "."} and RowKey lt {target + "/"}");
        Reaction? last = null;
        await foreach (var row in tables.QueryAsync(names.Reactions(process, day, visitor.Shard), filter, null, cancellationToken))
        {
            last = FromEntity(row, day);
        }

        return last;
    }

    private static TableEntity ToEntity(Reaction reaction) => new(
        reaction.Visitor, string.Create(CultureInfo.InvariantCulture, $"{reaction.Target}.{reaction.Sequence:D4}"))
    {
        ["Stance"] = reaction.Stance.Name(),
        ["Receipt"] = reaction.Receipt.Random,
        ["At"] = reaction.At.UtcDateTime,
        ["Opening"] = reaction.Opening.ToArray(),
    };

    private static Reaction FromEntity(TableEntity row, DateOnly day)
    {
        var dot = row.RowKey.LastIndexOf('.');
        Target target = default;
        if (dot < 0
            || !Target.TryParse(row.RowKey[..dot], out target)
            || !int.TryParse(row.RowKey.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            throw new InvalidDataException("A row of reactions has a key that this version cannot read.");
        }

        return new Reaction(
            row.PartitionKey,
            target,
            row.GetString("Stance") switch { "like" => Stance.Like, "dislike" => Stance.Dislike, _ => Stance.Withdrawn },
            day,
            sequence,
            Receipt.TryParse($"{day:yyMMdd}{row.GetString("Receipt")}", out var receipt) ? receipt : default,
            row.GetDateTimeOffset("At") ?? default,
            row.GetBinary("Opening"));
    }
}
