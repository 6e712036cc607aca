using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ServerlessDecide.Storage;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Comments;

/// <summary>A comment and the version of it that was read.</summary>
public sealed record CommentVersion(Comment Comment, ETag ETag);

/// <summary>A comment that waits for moderation or for a person.</summary>
/// <param name="Waits">The list in which it waits for a person; null if it waits for moderation.</param>
/// <param name="Review">Its entry in the list of reviews; null if no review is pending.</param>
public readonly record struct UnsettledComment(Receipt Receipt, DateTimeOffset ReceivedAt, ReviewListEntry? Waits, ReviewListEntry? Review = null);

/// <summary>The outcome of a comment, without its text and its contender.</summary>
/// <param name="Moderated">The status that moderation gave it.</param>
/// <param name="Codes">The reasons of moderation.</param>
public readonly record struct CommentOutcome(
    Receipt Receipt, CommentStatus Status, CommentStatus Moderated, IReadOnlyList<string> Codes, bool WasLookedAt, bool WasReviewAsked, bool IsUnderReview);

/// <summary>
/// Stores comments: a table for each local day, partitioned by the first two characters of the receipt's random part (1,024 partitions),
/// with the random part as row key. So a receipt alone locates its row, and a package reads the days one after the other.
/// </summary>
public sealed class CommentStore(Tables tables, StorageNames names)
{
    /// <summary>Inserts a comment. Returns false if one with that receipt exists. Costs one storage operation.</summary>
    public async Task<bool> InsertAsync(ProcessId process, Comment comment, CancellationToken cancellationToken)
    {
        if (!await tables.InsertAsync(names.Comments(process, comment.Receipt.Day), ToEntity(comment), cancellationToken)) return false;
        Counters.CommentStored();
        return true;
    }

    /// <summary>Returns the comment, or null. Costs one storage operation.</summary>
    public async Task<CommentVersion?> FindAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(names.Comments(process, receipt.Day), receipt.Random[..2], receipt.Random, cancellationToken);
        return row is null ? null : new CommentVersion(FromEntity(row, receipt.Day), row.ETag);
    }

    /// <summary>Writes a decided comment (ETag replace). Returns false if another writer changed it since it was read.</summary>
    public async Task<bool> DecideAsync(ProcessId process, CommentVersion read, Comment decided, CancellationToken cancellationToken)
    {
        var row = ToEntity(decided);
        row.ETag = read.ETag;
        if (!await tables.ReplaceAsync(names.Comments(process, decided.Receipt.Day), row, cancellationToken)) return false;
        // A request for review is no decision.
        if (!decided.IsUnderReview) Counters.CommentDecided(decided.Status.Name());
        return true;
    }

    /// <summary>Returns a day's comments that wait for moderation or for a person.</summary>
    public async IAsyncEnumerable<UnsettledComment> ReadUnsettledAsync(
        ProcessId process, DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A comment under review also waits in another list, so this filter finds it.
        string[] values = [CommentStatus.Received.Name(), .. WireName.All<ReviewList>()];
        var filter = string.Join(" or ", values.Select((value, i) => i == 0
            ? TableClient.CreateQueryFilter($"Status eq {value}")
            : TableClient.CreateQueryFilter($"Waits eq {value}")));
        string[] columns = ["PartitionKey", "RowKey", "ReceivedAt", "Waits", "WaitsSince", "ReviewSince"];
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), filter, columns, cancellationToken))
        {
            ReviewListEntry? waits = WireName.TryParse(row.GetString("Waits"), out ReviewList list) ? new(list, row.GetDateTimeOffset("WaitsSince") ?? default) : null;
            ReviewListEntry? review = row.GetDateTimeOffset("ReviewSince") is { } since ? new(ReviewList.Review, since) : null;
            yield return new(ReceiptOf(row, day), row.GetDateTimeOffset("ReceivedAt") ?? default, waits, review);
        }
    }

    /// <summary>Returns a day's comments to one contender, in the order of their receipts.</summary>
    public async IAsyncEnumerable<Comment> ReadAsync(
        ProcessId process, DateOnly day, Slug contender, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"Contender eq {contender.Value}");
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), filter, null, cancellationToken))
        {
            yield return FromEntity(row, day);
        }
    }

    /// <summary>Returns a day's accepted comments, in the order of their receipts.</summary>
    /// <param name="after">The random part of the receipt after which to begin, or null.</param>
    /// <param name="page">The page size of the query.</param>
    public async IAsyncEnumerable<CommentVersion> ReadAcceptedAsync(
        ProcessId process, DateOnly day, ReceiptRange range, string? after, int page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = range.Filter(TableClient.CreateQueryFilter($"Status eq {CommentStatus.Accepted.Name()}"), after);
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), filter, null, page, cancellationToken))
        {
            yield return new(FromEntity(row, day), row.ETag);
        }
    }

    /// <summary>Returns the outcome of each of a day's comments.</summary>
    public async IAsyncEnumerable<CommentOutcome> ReadOutcomesAsync(
        ProcessId process, DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] columns = ["PartitionKey", "RowKey", "Status", "Reasons", "Decisions", "ReviewAskedAt"];
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), null, columns, cancellationToken))
        {
            var decisions = DecisionsOf(row);
            var status = WireName.Parse<CommentStatus>(row.GetString("Status"));
            yield return new(
                ReceiptOf(row, day),
                status,
                decisions is [var first, ..] ? first.To : status,
                decisions is [var moderation, ..] ? moderation.Reasons : ReasonsOf(row),
                Comment.WasLookedAtIn(decisions),
                row.GetDateTimeOffset("ReviewAskedAt") is not null,
                Comment.IsUnderReviewIn(decisions));
        }
    }

    /// <summary>Counts the comments received on a day.</summary>
    public async Task<int> CountDayAsync(ProcessId process, DateOnly day, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in tables.QueryAsync(names.Comments(process, day), null, ["RowKey"], cancellationToken)) count++;
        return count;
    }

    /// <summary>Returns the days for which comments are stored, whatever the calendar says. Costs one storage operation.</summary>
    public Task<IReadOnlyList<DateOnly>> ListDaysAsync(ProcessId process, CancellationToken cancellationToken) =>
        tables.ListDaysAsync(names.CommentsPrefix(process), "", cancellationToken);

    private static TableEntity ToEntity(Comment comment) => new(comment.Receipt.Random[..2], comment.Receipt.Random)
    {
        ["Visitor"] = comment.Visitor.Value,
        ["Target"] = comment.Target.ToString(),
        ["Contender"] = comment.Contender.Value,
        ["Kind"] = comment.Kind.Name(),
        ["Text"] = comment.Text,
        ["ReceivedAt"] = comment.ReceivedAt.UtcDateTime,
        ["Status"] = comment.Status.Name(),
        ["Reasons"] = string.Join('|', comment.Reasons),
        ["DecidedAt"] = comment.DecidedAt?.UtcDateTime,
        ["Class"] = comment.Class.ToString(),
        ["Lexicon"] = comment.Lexicon,
        ["Decisions"] = comment.Decisions.Count == 0 ? null : JsonSerializer.Serialize(comment.Decisions, HistoryJson.Column.IReadOnlyListHistoryStep),
        ["ReviewAskedAt"] = comment.Review?.AskedAt.UtcDateTime,
        ["ReviewNotBy"] = comment.Review is { } review ? string.Join('|', review.NotBy) : null,
        // Derived from the other columns, so that a query can find the comments that wait.
        ["Waits"] = comment.Waits?.List.Name(),
        ["WaitsSince"] = comment.Waits?.Since.UtcDateTime,
        ["ReviewSince"] = comment.WaitsForReview?.Since.UtcDateTime,
    };

    private static Comment FromEntity(TableEntity row, DateOnly day)
    {
        if (!Target.TryParse(row.GetString("Target"), out var target)
            || !WireName.TryParse(row.GetString("Kind"), out CommentKind kind)
            || !VisitorHash.TryParse(row.GetString("Visitor"), out var visitor)
            || !Slug.TryParse(row.GetString("Contender"), out var contender))
        {
            throw new InvalidDataException("A row of comments has a target or a kind that this version does not know.");
        }

        return new Comment(
            ReceiptOf(row, day),
            visitor,
            target,
            contender,
            kind,
            row.GetString("Text"),
            row.GetDateTimeOffset("ReceivedAt") ?? default,
            WireName.Parse<CommentStatus>(row.GetString("Status")),
            ReasonsOf(row),
            row.GetDateTimeOffset("DecidedAt"),
            WireName.Parse<QualityClass>(row.GetString("Class")))
        {
            Lexicon = row.GetString("Lexicon"),
            Review = row.GetDateTimeOffset("ReviewAskedAt") is { } asked
                ? new ReviewRequest(asked, row.GetString("ReviewNotBy") is { Length: > 0 } notBy ? notBy.Split('|') : [])
                : null,
            Decisions = DecisionsOf(row),
        };
    }

    private static string[] ReasonsOf(TableEntity row) => row.GetString("Reasons") is { Length: > 0 } reasons ? reasons.Split('|') : [];

    private static IReadOnlyList<HistoryStep> DecisionsOf(TableEntity row) =>
        row.GetString("Decisions") is { } decisions ? JsonSerializer.Deserialize(decisions, HistoryJson.Column.IReadOnlyListHistoryStep)! : [];

    private static Receipt ReceiptOf(TableEntity row, DateOnly day) =>
        Receipt.TryParse($"{day:yyMMdd}{row.RowKey}", out var receipt)
            ? receipt
            : throw new InvalidDataException("A row of comments has a key that this version cannot read.");
}
