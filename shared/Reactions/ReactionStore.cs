using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure.Data.Tables;
using ServerlessDecide.Storage;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Reactions;

/// <summary>
/// Keeps reactions as events that are inserted and never changed. All events of a visitor are in one partition: a table holds the visitors of
/// one of 16 shards whose credentials were issued on one UTC day, the partition is the visitor, the row <c>{target}.{99999 - number}</c>,
/// so that the newest comes first. docs/decisions/0017 says why, and what each reader costs.
/// </summary>
public sealed class ReactionStore(Tables tables, StorageNames names)
{
    /// <summary>Changes of mind about one target on one day; further ones are limited to one every <see cref="SlowPace"/>.</summary>
    public const int MaxChangesADay = 200;

    /// <summary>
    /// The pause between changes beyond <see cref="MaxChangesADay"/>. It must stay short: a visitor who could use up all changes of a day could
    /// prove a stance that can no longer be changed, or someone else could keep its owner from withdrawing it.
    /// </summary>
    public static readonly TimeSpan SlowPace = TimeSpan.FromMinutes(1);

    // Azure serves tables from several servers; memory holds a page of each table: 4 in each of 16 tallies, which may run at once.
    private const int TablesAtOnceOfShard = 4;
    private const int TablesAtOnceOfDay = 16;

    private const int LastNumber = 99_999;

    // Insertions refused as duplicates although no newer row is found: storage contradicts itself, or somebody deletes rows.
    private const int MostContradictions = 3;

    private static readonly string[] CountedColumns = ["PartitionKey", "RowKey", "Stance", "Class"];

    /// <summary>
    /// Records a stance (insert only). Writes nothing and returns the earlier reaction when the stance already is the visitor's last one
    /// of the day. One storage operation for a visitor's first stance on a target, two for a repetition, three for a change.
    /// </summary>
    /// <param name="day">The local day of the process. When the visitor's newest event is of a later day, because the clock of an instance is
    /// ahead, this event gets that day too: the order of a visitor's events is the order in which they were written.</param>
    /// <returns>The current reaction, or null after too many changes on that day.</returns>
    /// <exception cref="IOException">Storage refuses the row as a duplicate but does not find it.</exception>
    public Task<Reaction?> RecordAsync(
        ProcessId process, Visitor visitor, Target target, Stance stance, QualityClass quality, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken) =>
        RecordAfterAsync(null, process, visitor, target, stance, quality, day, now, cancellationToken);

    /// <summary>Withdraws the visitor's stance on a target; writes nothing when there is none. Two storage operations, or one.</summary>
    /// <returns>False after too many changes on that day.</returns>
    /// <inheritdoc cref="RecordAsync" path="/exception"/>
    public async Task<bool> WithdrawAsync(
        ProcessId process, Visitor visitor, Target target, QualityClass quality, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken) =>
        await NewestAsync(process, visitor, target, cancellationToken) is not { Stance: not Stance.Withdrawn } standing
        || await RecordAfterAsync(standing, process, visitor, target, Stance.Withdrawn, quality, day, now, cancellationToken) is not null;

    /// <summary>Returns the visitor's stance on a target, or null. One storage operation.</summary>
    public async Task<Reaction?> FindAsync(ProcessId process, Visitor visitor, Target target, CancellationToken cancellationToken) =>
        await NewestAsync(process, visitor, target, cancellationToken) is { Stance: not Stance.Withdrawn } standing ? standing : null;

    /// <summary>Lists all current stances of a visitor, by target. One storage operation for each thousand events of the visitor.</summary>
    public async Task<IReadOnlyList<Reaction>> ListAsync(ProcessId process, Visitor visitor, CancellationToken cancellationToken)
    {
        var newest = new SortedDictionary<string, Reaction>(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {visitor.Hash.Value}");
        await foreach (var row in tables.QueryAsync(TableOf(process, visitor), filter, null, cancellationToken))
        {
            // Rows are ordered by target, and the newest of each target comes first.
            var reaction = FromEntity(row);
            newest.TryAdd(reaction.Target.ToString(), reaction);
        }

        return [.. newest.Values.Where(r => r.Stance != Stance.Withdrawn)];
    }

    /// <summary>Counts the reactions accepted on a day, without withdrawals. Scans every table of the process that can hold them.</summary>
    public async Task<int> CountDayAsync(ProcessId process, DateOnly day, CancellationToken cancellationToken)
    {
        var count = 0;
        var filter = TableClient.CreateQueryFilter($"Day eq {DayText(day)} and Stance ne {Stance.Withdrawn.Name()}");
        var candidates = (await ListTablesAsync(process, cancellationToken)).Where(table => CanHold(table, day));
        await Parallel.ForEachAsync(candidates, AtOnce(TablesAtOnceOfDay, cancellationToken), async (table, token) =>
        {
            await foreach (var _ in tables.QueryAsync(table.Name, filter, ["RowKey"], token)) Interlocked.Increment(ref count);
        });
        return count;
    }

    /// <summary>
    /// Returns the exact tally of every target over one shard of visitors: the newest event of each visitor and target counts. Counts all that
    /// is stored of the process, whatever its calendar says by now.
    /// </summary>
    public async Task<IReadOnlyDictionary<Target, Tally>> CountShardAsync(ProcessId process, int shard, CancellationToken cancellationToken)
    {
        var sums = new ConcurrentDictionary<string, Tally>(StringComparer.Ordinal);
        var own = (await ListTablesAsync(process, cancellationToken)).Where(table => table.Shard == shard);
        await Parallel.ForEachAsync(own, AtOnce(TablesAtOnceOfShard, cancellationToken), async (table, token) =>
        {
            foreach (var (target, tally) in await CountTableAsync(table.Name, token)) sums.AddOrUpdate(target, tally, (_, sum) => sum + tally);
        });
        return sums.ToDictionary(sum => ParseTarget(sum.Key), sum => sum.Value);
    }

    /// <summary>Reads one day's accepted events of one shard; those of one visitor and target are adjacent, the newest first.</summary>
    public async IAsyncEnumerable<Reaction> ReadShardAsync(
        ProcessId process, DateOnly day, int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"Day eq {DayText(day)}");
        foreach (var table in await ListTablesAsync(process, cancellationToken))
        {
            if (table.Shard != shard || !CanHold(table, day)) continue;
            await foreach (var row in tables.QueryAsync(table.Name, filter, null, cancellationToken)) yield return FromEntity(row);
        }
    }

    private async Task<Reaction?> RecordAfterAsync(
        Reaction? newest,
        ProcessId process,
        Visitor visitor,
        Target target,
        Stance stance,
        QualityClass quality,
        DateOnly day,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        for (var contradictions = 0; contradictions < MostContradictions;)
        {
            var eventDay = newest is not null && newest.Day > day ? newest.Day : day;
            if (newest?.Stance == stance && newest.Day == eventDay) return newest;
            var sequence = newest?.Day == eventDay ? newest.Sequence + 1 : 1;
            var number = (newest?.Number ?? 0) + 1;
            if ((sequence > MaxChangesADay && now - newest!.At < SlowPace) || number > LastNumber) return null;
            var reaction = new Reaction(
                visitor.Hash, target, stance, eventDay, sequence, Receipt.New(eventDay), now, RandomNumberGenerator.GetBytes(32), quality, number);
            if (await tables.InsertAsync(TableOf(process, visitor), ToEntity(reaction), cancellationToken))
            {
                Counters.ReactionStored();
                return reaction;
            }

            // The row exists: from an earlier stance, from this very request when its answer was lost, or from the visitor's other tab just now.
            var found = await NewestAsync(process, visitor, target, cancellationToken);
            if (found is null || found.Number < number) contradictions++;
            newest = found;
        }

        throw new IOException("Storage refuses a reaction as a duplicate but does not find it.");
    }

    private async Task<Reaction?> NewestAsync(ProcessId process, Visitor visitor, Target target, CancellationToken cancellationToken)
    {
        // '/' follows '.' in ASCII, so the range holds exactly the rows of the target.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {visitor.Hash.Value} and RowKey ge {target + "."} and RowKey lt {target + "/"}");
        await foreach (var row in tables.QueryAsync(TableOf(process, visitor), filter, null, page: 1, cancellationToken)) return FromEntity(row);
        return null;
    }

    private async Task<Dictionary<string, Tally>> CountTableAsync(string table, CancellationToken cancellationToken)
    {
        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var (visitor, target) = ("", "");
        await foreach (var row in tables.QueryAsync(table, null, CountedColumns, cancellationToken))
        {
            var (rowTarget, _) = ReadKey(row.RowKey);
            if (row.PartitionKey == visitor && rowTarget == target) continue;
            (visitor, target) = (row.PartitionKey, rowTarget);
            tallies[target] = tallies.GetValueOrDefault(target) + Tally.Of(WireName.Parse<Stance>(row.GetString("Stance")), WireName.Parse<QualityClass>(row.GetString("Class")));
        }

        return tallies;
    }

    /// <summary>Whether any reaction was ever stored. One storage operation.</summary>
    public async Task<bool> HasAnyAsync(ProcessId process, CancellationToken cancellationToken) => (await ListTablesAsync(process, cancellationToken)).Count > 0;

    // Lists what storage has, not what the calendar says, so that no row is left out when days were moved.
    private async Task<List<ReactionTable>> ListTablesAsync(ProcessId process, CancellationToken cancellationToken) =>
        [.. (await tables.ListAsync(names.ReactionsPrefix(process), cancellationToken)).Select(name => names.ReadReactions(process, name)).OfType<ReactionTable>()];

    private string TableOf(ProcessId process, Visitor visitor) => names.Reactions(process, visitor.IssuedOn, visitor.Hash.Shard);

    // A visitor cannot react before the credential is issued; a UTC day begins up to half a day before or after the local one.
    private static bool CanHold(ReactionTable table, DateOnly day) => table.IssuedOn <= day.AddDays(1);

    private static ParallelOptions AtOnce(int most, CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = most, CancellationToken = cancellationToken };

    private static string DayText(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static TableEntity ToEntity(Reaction reaction) => new(
        reaction.Visitor.Value, string.Create(CultureInfo.InvariantCulture, $"{reaction.Target}.{LastNumber - reaction.Number:D5}"))
    {
        ["Day"] = DayText(reaction.Day),
        ["Sequence"] = reaction.Sequence,
        ["Stance"] = reaction.Stance.Name(),
        ["Receipt"] = reaction.Receipt.Random,
        ["At"] = reaction.At.UtcDateTime,
        ["Opening"] = reaction.Opening.ToArray(),
        ["Class"] = reaction.Class.ToString(),
    };

    private static Reaction FromEntity(TableEntity row)
    {
        var (target, number) = ReadKey(row.RowKey);
        if (!DateOnly.TryParseExact(row.GetString("Day"), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || row.GetInt32("Sequence") is not { } sequence
            || !VisitorHash.TryParse(row.PartitionKey, out var visitor))
        {
            throw Unreadable();
        }

        return new Reaction(
            visitor,
            ParseTarget(target),
            WireName.Parse<Stance>(row.GetString("Stance")),
            day,
            sequence,
            Receipt.TryParse($"{day:yyMMdd}{row.GetString("Receipt")}", out var receipt) ? receipt : default,
            row.GetDateTimeOffset("At") ?? default,
            row.GetBinary("Opening"),
            WireName.Parse<QualityClass>(row.GetString("Class")),
            number);
    }

    private static (string Target, int Number) ReadKey(string key)
    {
        const int Digits = 5;
        var dot = key.Length - Digits - 1;
        return dot > 0 && key[dot] == '.' && int.TryParse(key.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var complement)
            ? (key[..dot], LastNumber - complement)
            : throw Unreadable();
    }

    private static Target ParseTarget(string text) => Target.TryParse(text, out var target) ? target : throw Unreadable();

    private static InvalidDataException Unreadable() => new("A row of reactions is not one that this version can read.");
}
