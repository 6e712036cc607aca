using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Comments;

/// <summary>A page of comments, which may be fewer than asked for.</summary>
/// <param name="Last">The cursor to the next page; null on the last page.</param>
public sealed record ReviewQueuePage(IReadOnlyList<CommentVersion> Comments, string? Last);

/// <summary>
/// The review queue: an index of the comments that wait for a person. It has a table for each process, a partition for each list, and row keys
/// that begin with the moment since which the comment waits. The comment is authoritative. A row is written before its comment is marked
/// and removed after a person has decided. So a comment that waits has its row whatever crashes in between, and a reader recognizes an
/// orphaned row by reading its comment.
/// <para>
/// Partition <c>deciding</c> has the decisions under way. A decision announces itself there before it asks whether packaging has begun;
/// packaging first says that it has begun and then looks there. So either the decision sees the packaging or the packaging sees the decision.
/// </para>
/// <para>
/// Partitions <c>copies.{hash of a text}</c> name the comments with that text that moderation held or quarantined, one row each. These rows
/// are kept.
/// </para>
/// </summary>
public sealed class ReviewQueue(CommentStore comments, Tables tables, StorageNames names, TimeProvider time)
{
    /// <summary>A row of a proposal or a review this recent may be ahead of its comment. No function runs longer.</summary>
    public static readonly TimeSpan PendingWriteWindow = TimeSpan.FromHours(1);

    private const string Deciding = "deciding";

    // A page of 500 would take too long one request after the other, and too much of storage all at once.
    private const int ReadsAtOnce = 16;

    /// <summary>Records that a comment waits (last write wins). Costs one storage operation.</summary>
    public Task PutAsync(ProcessId process, Receipt receipt, ReviewListEntry waits, CancellationToken cancellationToken)
    {
        var row = new TableEntity(waits.List.Name(), RowOf(receipt, waits)) { ["WrittenAt"] = time.GetUtcNow().UtcDateTime };
        return tables.PutAsync(names.ReviewQueue(process), row, cancellationToken);
    }

    /// <summary>Removes the row of a comment that no longer waits. Costs one storage operation.</summary>
    public Task RemoveAsync(ProcessId process, Receipt receipt, ReviewListEntry waits, CancellationToken cancellationToken) =>
        tables.RemoveAsync(names.ReviewQueue(process), waits.List.Name(), RowOf(receipt, waits), ETag.All, cancellationToken);

    /// <summary>
    /// Returns since when the oldest comment of a list has waited, or null if none waits. An orphaned row counts until a reader of the list
    /// removes it. Costs one storage operation.
    /// </summary>
    public async Task<DateTimeOffset?> OldestAsync(ProcessId process, ReviewList list, CancellationToken cancellationToken)
    {
        await foreach (var row in ReadRowsAsync(process, list, null, 1, cancellationToken))
        {
            return TryParse(row.RowKey, out var since, out _) ? since : null;
        }

        return null;
    }

    /// <summary>Whether the text is a cursor for <see cref="ReadAsync"/>.</summary>
    public static bool IsPlace(string text) => TryParse(text, out _, out _);

    /// <summary>
    /// Returns a page of a list, oldest first. Leaves out orphaned rows, and removes those that are certain to be orphaned. Costs one storage
    /// operation and one for each row.
    /// </summary>
    /// <param name="after">The cursor that the previous page returned, or null.</param>
    public async Task<ReviewQueuePage> ReadAsync(ProcessId process, ReviewList list, string? after, int limit, CancellationToken cancellationToken)
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

    /// <summary>Writes the missing rows of comments that wait. Returns how many. Costs a few storage operations and one for each row.</summary>
    public async Task<int> RepairAsync(ProcessId process, IReadOnlyList<UnsettledComment> waiting, CancellationToken cancellationToken)
    {
        if (waiting.Count == 0) return 0;
        var noted = new HashSet<(string, string)>();
        var filter = string.Join(" or ", WireName.All<ReviewList>().Select(list => TableClient.CreateQueryFilter($"PartitionKey eq {list}")));
        await foreach (var row in tables.QueryAsync(names.ReviewQueue(process), filter, ["PartitionKey", "RowKey"], cancellationToken))
        {
            noted.Add((row.PartitionKey, row.RowKey));
        }

        var repaired = 0;
        foreach (var (receipt, _, waits, review) in waiting)
        {
            foreach (var place in ((ReviewListEntry?[])[waits, review]).OfType<ReviewListEntry>().Where(w => !noted.Contains((w.List.Name(), RowOf(receipt, w)))))
            {
                await PutAsync(process, receipt, place, cancellationToken);
                repaired++;
            }
        }

        return repaired;
    }

    /// <summary>Records that a comment has this text, so that its copies can be found (last write wins). Costs one storage operation.</summary>
    public Task NoteCopyAsync(ProcessId process, Receipt receipt, string text, CancellationToken cancellationToken) =>
        tables.PutAsync(names.ReviewQueue(process), new TableEntity(CopiesOf(CopiedText.HashOf(text)), receipt.ToString()), cancellationToken);

    /// <summary>Returns the comments recorded under the hash of a text, in the order of their receipts. Costs one storage operation.</summary>
    /// <param name="after">The cursor that the previous page returned, or null.</param>
    public async Task<(IReadOnlyList<Receipt> Copies, string? Last)> ReadCopiesAsync(
        ProcessId process, string hash, string? after, int limit, CancellationToken cancellationToken)
    {
        var partition = CopiesOf(hash);
        var filter = after is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partition}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after}");
        var copies = new List<Receipt>();
        await foreach (var row in tables.QueryAsync(names.ReviewQueue(process), filter, ["RowKey"], limit + 1, cancellationToken))
        {
            if (copies.Count == limit) return (copies, copies[^1].ToString());
            copies.Add(Receipt.TryParse(row.RowKey, out var receipt) ? receipt : throw new InvalidDataException("A copy names no comment."));
        }

        return (copies, null);
    }

    /// <summary>
    /// Writes a changed comment (ETag replace) and its rows: adds those of the lists it enters before, and removes those of the lists it
    /// leaves after. Returns false if another writer was first.
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

    // The storage client retries a write whose answer was lost, and the retry then meets the version that the first attempt wrote.
    private static bool IsThere(HistoryStep step, CommentVersion? present) =>
        present?.Comment.Decisions is [.., var last] && (last.At, last.By, last.Step) == (step.At, step.By, step.Step);

    private static string CopiesOf(string hash) => "copies." + hash;

    /// <summary>Announces a decision about a comment. The comment must have been read before. Costs one storage operation.</summary>
    /// <returns>The key to pass to <see cref="EndAsync"/>.</returns>
    internal async Task<string> AnnounceAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken)
    {
        var row = $"{receipt}.{Guid.NewGuid():n}";
        await tables.InsertAsync(names.ReviewQueue(process), new TableEntity(Deciding, row), cancellationToken);
        return row;
    }

    /// <summary>Ends the announcement of a decision. Costs one storage operation.</summary>
    internal Task EndAsync(ProcessId process, string announced, CancellationToken cancellationToken) =>
        tables.RemoveAsync(names.ReviewQueue(process), Deciding, announced, ETag.All, cancellationToken);

    /// <summary>
    /// Ends the decisions under way by giving each of their comments a new version, so that a decision not written by now never will be.
    /// Call it once no new decision can begin.
    /// </summary>
    internal async Task EndDecisionsAsync(ProcessId process, CancellationToken cancellationToken)
    {
        var underWay = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Deciding}");
        await foreach (var row in tables.QueryAsync(names.ReviewQueue(process), filter, ["RowKey"], cancellationToken)) underWay.Add(row.RowKey);
        foreach (var announced in underWay)
        {
            if (!Receipt.TryParse(announced.Split('.')[0], out var receipt)) throw new InvalidDataException("A decision under way names no comment.");
            while (await comments.FindAsync(process, receipt, cancellationToken) is { } read
                && !await comments.DecideAsync(process, read, read.Comment, cancellationToken))
            {
                // Another writer was first; try again with the new version.
            }

            await EndAsync(process, announced, cancellationToken);
        }
    }

    private IAsyncEnumerable<TableEntity> ReadRowsAsync(ProcessId process, ReviewList list, string? after, int page, CancellationToken cancellationToken) =>
        tables.QueryAsync(
            names.ReviewQueue(process),
            after is null
                ? TableClient.CreateQueryFilter($"PartitionKey eq {list.Name()}")
                : TableClient.CreateQueryFilter($"PartitionKey eq {list.Name()} and RowKey gt {after}"),
            null,
            page,
            cancellationToken);

    private async Task<CommentVersion?> FindAsync(ProcessId process, ReviewList list, TableEntity row, CancellationToken cancellationToken)
    {
        if (!TryParse(row.RowKey, out var since, out var receipt)) throw new InvalidDataException("A row of the review queue has a key that this version cannot read.");
        var read = await comments.FindAsync(process, receipt, cancellationToken);
        if (read?.Comment.AllWaits.Any(waits => waits.List == list && RowOf(receipt, waits) == row.RowKey) == true) return read;
        // The row may be ahead of its comment: moderation is about to mark a received comment, or a proposal or a review a decided one.
        var certain = read is not { Comment.Status: CommentStatus.Received }
            && (list == ReviewList.Held
                || (list == ReviewList.Quarantined && since == read?.Comment.ReceivedAt)
                || row.GetDateTimeOffset("WrittenAt") + PendingWriteWindow < time.GetUtcNow());
        if (certain) await tables.RemoveAsync(names.ReviewQueue(process), row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
        return null;
    }

    private static string RowOf(Receipt receipt, ReviewListEntry waits) => string.Create(CultureInfo.InvariantCulture, $"{waits.Since.UtcTicks:D19}.{receipt}");

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
