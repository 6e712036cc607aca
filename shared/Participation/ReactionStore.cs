using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure.Data.Tables;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;
using ServerlessDecide.Telemetry;

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
        ProcessId process,
        VisitorHash visitor,
        Target target,
        Stance stance,
        QualityClass quality,
        DateOnly day,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var table = names.Reactions(process, day, visitor.Shard);
        var receipt = Receipt.New(day);
        for (var sequence = 1; sequence <= MaxChangesADay;)
        {
            var reaction = new Reaction(visitor.Value, target, stance, day, sequence, receipt, now, RandomNumberGenerator.GetBytes(32), quality);
            if (await tables.InsertAsync(table, ToEntity(reaction), cancellationToken))
            {
                Counters.ReactionStored();
                return reaction;
            }

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

    /// <summary>The days under which reactions are stored, whatever the calendar says. One storage operation for each shard.</summary>
    public async Task<IReadOnlyCollection<DateOnly>> ListDaysAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var days = new SortedSet<DateOnly>();
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            var suffix = shard.ToString("x1", CultureInfo.InvariantCulture);
            days.UnionWith(await tables.ListDaysAsync(names.ReactionsPrefix(process), suffix, cancellationToken));
        }

        return days;
    }

    /// <summary>
    /// The exact tally of every target over one shard of visitors. The days' tables are read side by side in the order of their keys, so
    /// memory holds one page a day, however many reactions there are: some 30 KB each.
    /// </summary>
    public async Task<IReadOnlyDictionary<Target, Tally>> CountShardAsync(
        ProcessId process, int shard, IEnumerable<DateOnly> days, CancellationToken cancellationToken)
    {
        var targetKeys = new HashSet<string>(StringComparer.Ordinal);
        var readers = new PriorityQueue<ShardDayReader, (StanceRow Row, DateOnly Day)>(ByKey);
        var waiting = new Lock();
        var first = new ParallelOptions { MaxDegreeOfParallelism = DaysAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            days.Select(day => new ShardDayReader(tables, names.Reactions(process, day, shard), day, targetKeys)), first, (reader, token) => AdvanceAsync(reader, token));

        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        StanceRow? last = null;
        while (readers.TryDequeue(out var reader, out var next))
        {
            if (last is { } standing && (standing.Visitor != next.Row.Visitor || standing.TargetKey != next.Row.TargetKey)) Count(standing);
            last = next.Row;
            await AdvanceAsync(reader, cancellationToken);
        }

        if (last is { } final) Count(final);
        return tallies.ToDictionary(tally => ParseTarget(tally.Key[..^1]), tally => tally.Value);

        async ValueTask AdvanceAsync(ShardDayReader reader, CancellationToken token)
        {
            if (!await reader.MoveNextAsync(token)) return;
            lock (waiting) readers.Enqueue(reader, (reader.Current, reader.Day));
        }

        void Count(StanceRow standing) =>
            tallies[standing.TargetKey] = tallies.GetValueOrDefault(standing.TargetKey) + Tally.Of(standing.Stance, standing.Class);
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

    /// <summary>
    /// What storage took in between two moments of its own clock, of one day's events, withdrawals too; in no order. Rows are moved in
    /// proportion to what is new. Windows that meet hold each event once, but a write on its way can still get a moment that is past: a
    /// window may be read when it has been over for a while, by <see cref="Tables.ReadClockAsync"/>.
    /// </summary>
    public async IAsyncEnumerable<Reaction> ReadStoredAsync(
        ProcessId process, DateOnly day, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"Timestamp ge {from.ToUniversalTime()} and Timestamp lt {until.ToUniversalTime()}");
        var shards = new List<(IAsyncEnumerator<TableEntity> Rows, Task<bool> Any)>(VisitorHash.Shards);
        try
        {
            for (var shard = 0; shard < VisitorHash.Shards; shard++)
            {
                var rows = tables.QueryAsync(names.Reactions(process, day, shard), filter, null, cancellationToken).GetAsyncEnumerator(cancellationToken);
                // All begin at once: most of what they take is storage looking for what is new, and that is seldom more than a page.
                shards.Add((rows, rows.MoveNextAsync().AsTask()));
            }

            foreach (var (rows, any) in shards)
            {
                for (var more = await any; more; more = await rows.MoveNextAsync()) yield return FromEntity(rows.Current, day);
            }
        }
        finally
        {
            foreach (var (rows, any) in shards)
            {
                await ((Task)any).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await rows.DisposeAsync();
            }
        }
    }

    // First pages of so many days are asked for at once: most days have no second one.
    private const int DaysAtOnce = 4;

    private static readonly Comparer<(StanceRow Row, DateOnly Day)> ByKey = Comparer<(StanceRow Row, DateOnly Day)>.Create((left, right) =>
    {
        var order = left.Row.Visitor.CompareTo(right.Row.Visitor);
        // With the dot, "a-b." comes before "a.", as it does in the table.
        if (order == 0) order = string.CompareOrdinal(left.Row.TargetKey, right.Row.TargetKey);
        if (order == 0) order = left.Day.CompareTo(right.Day);
        return order != 0 ? order : left.Row.Sequence.CompareTo(right.Row.Sequence);
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
        ["Class"] = reaction.Class.ToString(),
    };

    private static Reaction FromEntity(TableEntity row, DateOnly day)
    {
        var dot = row.RowKey.LastIndexOf('.');
        if (dot < 0 || !int.TryParse(row.RowKey.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) throw Unreadable();
        return new Reaction(
            row.PartitionKey,
            ParseTarget(row.RowKey[..dot]),
            StanceNames.Stored(row.GetString("Stance")),
            day,
            sequence,
            Receipt.TryParse($"{day:yyMMdd}{row.GetString("Receipt")}", out var receipt) ? receipt : default,
            row.GetDateTimeOffset("At") ?? default,
            row.GetBinary("Opening"),
            QualityClasses.Stored(row.GetString("Class")));
    }

    private static Target ParseTarget(string text) => Target.TryParse(text, out var target) ? target : throw Unreadable();

    private static InvalidDataException Unreadable() => new("A row of reactions has a key that this version cannot read.");
}
