using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Moderation;

/// <summary>Comments that wait, oldest first.</summary>
/// <param name="Last">Where the next page begins; null on the last one. A page may hold fewer comments than were asked for.</param>
public sealed record WorkListPage(IReadOnlyList<CommentVersion> Comments, string? Last);

/// <summary>
/// An index of the comments that wait for a person: a table for each process, a partition for each list, rows that begin with the moment
/// since which the comment waits. What is true stands in the comment. A row is written before its comment is marked and removed after a
/// person has decided, so a comment that waits has its row whatever dies in between, and a row without its comment is told by reading it.
/// <para>
/// Partition <c>deciding</c> holds the decisions under way. One announces itself there before it asks whether packages are being made;
/// who makes packages says so first and then looks there, so either the decision sees the packages or the packages see the decision.
/// </para>
/// <para>
/// Partitions <c>copies.{hash of a text}</c> name the comments with that text that moderation held or quarantined, a row each. They stay.
/// </para>
/// </summary>
public sealed class WorkList(CommentStore comments, Tables tables, StorageNames names, TimeProvider time)
{
    /// <summary>A row of a proposal or a review this young may be ahead of its comment. No function runs that long.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private const string Deciding = "deciding";

    // A page of 500 must not be 500 requests one after the other, nor all at once.
    private const int ReadsAtOnce = 16;

    /// <summary>Notes that a comment waits (last write wins). One storage operation.</summary>
    public Task PutAsync(ProcessId process, Receipt receipt, Waiting waits, CancellationToken cancellationToken)
    {
        var row = new TableEntity(waits.List.Name(), RowOf(receipt, waits)) { ["WrittenAt"] = time.GetUtcNow().UtcDateTime };
        return tables.PutAsync(names.WorkList(process), row, cancellationToken);
    }

    /// <summary>Notes that a comment no longer waits. One storage operation.</summary>
    public Task RemoveAsync(ProcessId process, Receipt receipt, Waiting waits, CancellationToken cancellationToken) =>
        tables.RemoveAsync(names.WorkList(process), waits.List.Name(), RowOf(receipt, waits), ETag.All, cancellationToken);

    /// <summary>
    /// Since when the comment waits that waits longest; null when none does. One storage operation. A row that a death left behind counts
    /// until somebody reads the list.
    /// </summary>
    public async Task<DateTimeOffset?> OldestAsync(ProcessId process, WaitingList list, CancellationToken cancellationToken)
    {
        await foreach (var row in ReadRowsAsync(process, list, null, 1, cancellationToken))
        {
            return TryParse(row.RowKey, out var since, out _) ? since : null;
        }

        return null;
    }

    /// <summary>Whether <see cref="ReadAsync"/> can begin after that.</summary>
    public static bool IsPlace(string text) => TryParse(text, out _, out _);

    /// <summary>
    /// A page of a list. Rows that nobody waits behind are left out, and removed where that is certain. One storage operation and one more
    /// for each row.
    /// </summary>
    /// <param name="after">Where the page before ended, or null.</param>
    public async Task<WorkListPage> ReadAsync(ProcessId process, WaitingList list, string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in ReadRowsAsync(process, list, after, limit + 1, cancellationToken))
        {
            rows.Add(row);
            if (rows.Count > limit) break;
        }

        var page = rows.Take(limit).ToList();
        var waiting = new List<CommentVersion>(page.Count);
        foreach (var some in page.Chunk(ReadsAtOnce))
        {
            var read = await Task.WhenAll(some.Select(row => FindAsync(process, list, row, cancellationToken)));
            waiting.AddRange(read.OfType<CommentVersion>());
        }

        return new(waiting, rows.Count > limit ? page[^1].RowKey : null);
    }

    /// <summary>Notes those of these comments that are not noted. Returns how many. A few storage operations and one for each of those.</summary>
    public async Task<int> RepairAsync(ProcessId process, IReadOnlyList<UnsettledComment> waiting, CancellationToken cancellationToken)
    {
        if (waiting.Count == 0) return 0;
        var noted = new HashSet<(string, string)>();
        var filter = string.Join(" or ", Enum.GetValues<WaitingList>().Select(list => TableClient.CreateQueryFilter($"PartitionKey eq {list.Name()}")));
        await foreach (var row in tables.QueryAsync(names.WorkList(process), filter, ["PartitionKey", "RowKey"], cancellationToken))
        {
            noted.Add((row.PartitionKey, row.RowKey));
        }

        var repaired = 0;
        foreach (var (receipt, _, waits, review) in waiting)
        {
            foreach (var place in ((Waiting?[])[waits, review]).OfType<Waiting>().Where(w => !noted.Contains((w.List.Name(), RowOf(receipt, w)))))
            {
                await PutAsync(process, receipt, place, cancellationToken);
                repaired++;
            }
        }

        return repaired;
    }

    /// <summary>Notes that a comment has this text, so that its copies are found (last write wins). One storage operation.</summary>
    public Task NoteCopyAsync(ProcessId process, Receipt receipt, string text, CancellationToken cancellationToken) =>
        tables.PutAsync(names.WorkList(process), new TableEntity(CopiesOf(CopiedText.HashOf(text)), receipt.ToString()), cancellationToken);

    /// <summary>Comments that are noted under the hash of a text, in the order of their receipts. One storage operation.</summary>
    /// <param name="after">Where the page before ended, or null.</param>
    public async Task<(IReadOnlyList<Receipt> Copies, string? Last)> ReadCopiesAsync(
        ProcessId process, string hash, string? after, int limit, CancellationToken cancellationToken)
    {
        var partition = CopiesOf(hash);
        var filter = after is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partition}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after}");
        var copies = new List<Receipt>();
        await foreach (var row in tables.QueryAsync(names.WorkList(process), filter, ["RowKey"], limit + 1, cancellationToken))
        {
            if (copies.Count == limit) return (copies, copies[^1].ToString());
            copies.Add(Receipt.TryParse(row.RowKey, out var receipt) ? receipt : throw new InvalidDataException("A copy names no comment."));
        }

        return (copies, null);
    }

    /// <summary>
    /// Writes a comment that was read and changed (ETag replace), with its rows: those of the lists in which it waits from now on before,
    /// those of the lists that it leaves afterwards. False when somebody else was first.
    /// </summary>
    internal async Task<bool> WriteAsync(ProcessId process, CommentVersion read, Comment changed, CancellationToken cancellationToken)
    {
        var receipt = changed.Receipt;
        foreach (var waits in changed.AllWaits.Except(read.Comment.AllWaits)) await PutAsync(process, receipt, waits, cancellationToken);
        if (!await comments.DecideAsync(process, read, changed, cancellationToken)
            && !IsThere(changed.Decisions[^1], await comments.FindAsync(process, receipt, cancellationToken)))
        {
            return false;
        }

        foreach (var waited in read.Comment.AllWaits.Except(changed.AllWaits)) await RemoveAsync(process, receipt, waited, cancellationToken);
        return true;
    }

    // A write whose answer was lost is tried again by the storage client, and meets its own new version.
    private static bool IsThere(Decision step, CommentVersion? present) =>
        present?.Comment.Decisions is [.., var last] && (last.At, last.By, last.Step) == (step.At, step.By, step.Step);

    private static string CopiesOf(string hash) => "copies." + hash;

    /// <summary>Says that a decision about a comment is under way. The comment must have been read before. One storage operation.</summary>
    /// <returns>What ends it.</returns>
    internal async Task<string> AnnounceAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken)
    {
        var row = $"{receipt}.{Guid.NewGuid():n}";
        await tables.InsertAsync(names.WorkList(process), new TableEntity(Deciding, row), cancellationToken);
        return row;
    }

    /// <summary>Says that a decision is no longer under way. One storage operation.</summary>
    internal Task EndAsync(ProcessId process, string announced, CancellationToken cancellationToken) =>
        tables.RemoveAsync(names.WorkList(process), Deciding, announced, ETag.All, cancellationToken);

    /// <summary>
    /// Ends the decisions under way: each of their comments gets a new version, so a decision that has not been written by now never is.
    /// Called once no new decision can begin.
    /// </summary>
    internal async Task EndDecisionsAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var underWay = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Deciding}");
        await foreach (var row in tables.QueryAsync(names.WorkList(process), filter, ["RowKey"], cancellationToken)) underWay.Add(row.RowKey);
        foreach (var announced in underWay)
        {
            if (!Receipt.TryParse(announced.Split('.')[0], out var receipt)) throw new InvalidDataException("A decision under way names no comment.");
            while (await comments.FindAsync(process, receipt, cancellationToken) is { } read
                && !await comments.DecideAsync(process, read, read.Comment, cancellationToken))
            {
                // Somebody was faster: the next version is the one to end.
            }

            await EndAsync(process, announced, cancellationToken);
        }
    }

    private IAsyncEnumerable<TableEntity> ReadRowsAsync(ProcessId process, WaitingList list, string? after, int page, CancellationToken cancellationToken) =>
        tables.QueryAsync(
            names.WorkList(process),
            after is null
                ? TableClient.CreateQueryFilter($"PartitionKey eq {list.Name()}")
                : TableClient.CreateQueryFilter($"PartitionKey eq {list.Name()} and RowKey gt {after}"),
            null,
            page,
            cancellationToken);

    private async Task<CommentVersion?> FindAsync(ProcessId process, WaitingList list, TableEntity row, CancellationToken cancellationToken)
    {
        if (!TryParse(row.RowKey, out var since, out var receipt)) throw new InvalidDataException("A row of the work list has a key that this version cannot read.");
        var read = await comments.FindAsync(process, receipt, cancellationToken);
        if (read?.Comment.AllWaits.Any(waits => waits.List == list && RowOf(receipt, waits) == row.RowKey) == true) return read;
        // Moderation may be about to mark what it has not decided; a first person, or who asks for a review, what it has.
        var certain = read is not { Comment.Status: CommentStatus.Received }
            && (list == WaitingList.Held
                || (list == WaitingList.Quarantined && since == read?.Comment.ReceivedAt)
                || row.GetDateTimeOffset("WrittenAt") + Grace < time.GetUtcNow());
        if (certain) await tables.RemoveAsync(names.WorkList(process), row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
        return null;
    }

    private static string RowOf(Receipt receipt, Waiting waits) => string.Create(CultureInfo.InvariantCulture, $"{waits.Since.UtcTicks:D19}.{receipt}");

    private static bool TryParse(string row, out DateTimeOffset since, out Receipt receipt)
    {
        since = default;
        receipt = default;
        if (row.Length < 21 || row[19] != '.' || !long.TryParse(row.AsSpan(0, 19), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTime.MaxValue.Ticks || !Receipt.TryParse(row[20..], out receipt))
        {
            return false;
        }

        since = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }
}
