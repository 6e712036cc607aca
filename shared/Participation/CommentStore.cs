using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ServerlessDecide.Moderation;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Participation;

/// <summary>A comment and the version of it that was read.</summary>
public sealed record CommentVersion(Comment Comment, ETag ETag);

/// <summary>A comment for which something is still to be done.</summary>
/// <param name="Waits">Where it waits for a person; null when it waits for moderation.</param>
/// <param name="Review">Where it waits besides; null while no review is asked for.</param>
public readonly record struct UnsettledComment(Receipt Receipt, DateTimeOffset ReceivedAt, Waiting? Waits, Waiting? Review = null);

/// <summary>What became of a comment, without what it says and whom it is about.</summary>
/// <param name="Moderated">What moderation made of it.</param>
/// <param name="Codes">Why moderation did.</param>
public readonly record struct CommentOutcome(
    Receipt Receipt, CommentStatus Status, CommentStatus Moderated, IReadOnlyList<string> Codes, bool WasLookedAt, bool WasReviewAsked, bool IsUnderReview);

/// <summary>
/// Keeps comments: a table for each local day, partitions by the first two characters of the receipt's random part (1,024 of them), the
/// rest of the receipt as row. A receipt says by itself where its row stands; a package reads the days one after the other.
/// </summary>
public sealed class CommentStore(Tables tables, StorageNames names)
{
    /// <summary>Insert only. False when a comment with that receipt is there. One storage operation.</summary>
    public async Task<bool> InsertAsync(ProcessId process, Comment comment, CancellationToken cancellationToken)
    {
        if (!await tables.InsertAsync(names.Comments(process, comment.Receipt.Day), ToEntity(comment), cancellationToken)) return false;
        Counters.CommentStored();
        return true;
    }

    /// <summary>The comment, or null. One storage operation.</summary>
    public async Task<CommentVersion?> FindAsync(ProcessId process, Receipt receipt, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(names.Comments(process, receipt.Day), receipt.Random[..2], receipt.Random, cancellationToken);
        return row is null ? null : new CommentVersion(FromEntity(row, receipt.Day), row.ETag);
    }

    /// <summary>Writes what became of a comment (ETag replace). False when somebody else decided since it was read.</summary>
    public async Task<bool> DecideAsync(ProcessId process, CommentVersion read, Comment decided, CancellationToken cancellationToken)
    {
        var row = ToEntity(decided);
        row.ETag = read.ETag;
        if (!await tables.ReplaceAsync(names.Comments(process, decided.Receipt.Day), row, cancellationToken)) return false;
        // Who asks for a review decides nothing.
        if (!decided.IsUnderReview) Counters.CommentDecided(decided.Status);
        return true;
    }

    /// <summary>A day's comments that wait for moderation or for a person.</summary>
    public async IAsyncEnumerable<UnsettledComment> ReadUnsettledAsync(
        ProcessId process, DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Whatever is under review waits in another list as well.
        string[] values = [CommentStatus.Received.Name(), .. Enum.GetValues<WaitingList>().Select(list => list.Name())];
        var filter = string.Join(" or ", values.Select((value, i) => i == 0
            ? TableClient.CreateQueryFilter($"Status eq {value}")
            : TableClient.CreateQueryFilter($"Waits eq {value}")));
        string[] columns = ["PartitionKey", "RowKey", "ReceivedAt", "Waits", "WaitsSince", "ReviewSince"];
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), filter, columns, cancellationToken))
        {
            Waiting? waits = WaitingListNames.TryParse(row.GetString("Waits"), out var list) ? new(list, row.GetDateTimeOffset("WaitsSince") ?? default) : null;
            Waiting? review = row.GetDateTimeOffset("ReviewSince") is { } since ? new(WaitingList.Review, since) : null;
            yield return new(ReceiptOf(row, day), row.GetDateTimeOffset("ReceivedAt") ?? default, waits, review);
        }
    }

    /// <summary>A day's comments to one contender, in the order of their receipts.</summary>
    public async IAsyncEnumerable<Comment> ReadAsync(
        ProcessId process, DateOnly day, string contender, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"Contender eq {contender}");
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), filter, null, cancellationToken))
        {
            yield return FromEntity(row, day);
        }
    }

    /// <summary>A day's comments that are accepted, in the order of their receipts.</summary>
    /// <param name="after">The random part of a receipt after which to begin, or null.</param>
    /// <param name="page">Comments that come at once.</param>
    public async IAsyncEnumerable<CommentVersion> ReadAcceptedAsync(
        ProcessId process, DateOnly day, ReceiptRange range, string? after, int page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = range.Filter(TableClient.CreateQueryFilter($"Status eq {CommentStatus.Accepted.Name()}"), after);
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), filter, null, page, cancellationToken))
        {
            yield return new(FromEntity(row, day), row.ETag);
        }
    }

    /// <summary>What became of each of a day's comments.</summary>
    public async IAsyncEnumerable<CommentOutcome> ReadOutcomesAsync(
        ProcessId process, DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] columns = ["PartitionKey", "RowKey", "Status", "Reasons", "Decisions", "ReviewAskedAt"];
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), null, columns, cancellationToken))
        {
            var decisions = DecisionsOf(row);
            var status = CommentNames.ParseStatus(row.GetString("Status"));
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

    /// <summary>How many comments were received on a day.</summary>
    public async Task<int> CountDayAsync(ProcessId process, DateOnly day, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in tables.QueryAsync(names.Comments(process, day), null, ["RowKey"], cancellationToken)) count++;
        return count;
    }

    /// <summary>The days under which comments are stored, whatever the calendar says. One storage operation.</summary>
    public Task<IReadOnlyList<DateOnly>> ListDaysAsync(ProcessId process, CancellationToken cancellationToken) =>
        tables.ListDaysAsync(names.CommentsPrefix(process), "", cancellationToken);

    private static TableEntity ToEntity(Comment comment) => new(comment.Receipt.Random[..2], comment.Receipt.Random)
    {
        ["Visitor"] = comment.Visitor,
        ["Target"] = comment.Target.ToString(),
        ["Contender"] = comment.Contender,
        ["Kind"] = comment.Kind.Name(),
        ["Text"] = comment.Text,
        ["ReceivedAt"] = comment.ReceivedAt.UtcDateTime,
        ["Status"] = comment.Status.Name(),
        ["Reasons"] = string.Join('|', comment.Reasons),
        ["DecidedAt"] = comment.DecidedAt?.UtcDateTime,
        ["Class"] = comment.Class.ToString(),
        ["Lexicon"] = comment.Lexicon,
        ["Decisions"] = comment.Decisions.Count == 0 ? null : JsonSerializer.Serialize(comment.Decisions, DecisionJson.Column.IReadOnlyListDecision),
        ["ReviewAskedAt"] = comment.Review?.AskedAt.UtcDateTime,
        ["ReviewNotBy"] = comment.Review is { } review ? string.Join('|', review.NotBy) : null,
        // Follow from the others; here so that who waits can be found by a query.
        ["Waits"] = comment.Waits?.List.Name(),
        ["WaitsSince"] = comment.Waits?.Since.UtcDateTime,
        ["ReviewSince"] = comment.WaitsForReview?.Since.UtcDateTime,
    };

    private static Comment FromEntity(TableEntity row, DateOnly day)
    {
        if (!Target.TryParse(row.GetString("Target"), out var target) || !CommentNames.TryParseKind(row.GetString("Kind"), out var kind))
        {
            throw new InvalidDataException("A row of comments cannot be read by this version.");
        }

        return new Comment(
            ReceiptOf(row, day),
            row.GetString("Visitor"),
            target,
            row.GetString("Contender"),
            kind,
            row.GetString("Text"),
            row.GetDateTimeOffset("ReceivedAt") ?? default,
            CommentNames.ParseStatus(row.GetString("Status")),
            ReasonsOf(row),
            row.GetDateTimeOffset("DecidedAt"),
            QualityClasses.Stored(row.GetString("Class")))
        {
            Lexicon = row.GetString("Lexicon"),
            Review = row.GetDateTimeOffset("ReviewAskedAt") is { } asked
                ? new Review(asked, row.GetString("ReviewNotBy") is { Length: > 0 } notBy ? notBy.Split('|') : [])
                : null,
            Decisions = DecisionsOf(row),
        };
    }

    private static string[] ReasonsOf(TableEntity row) => row.GetString("Reasons") is { Length: > 0 } reasons ? reasons.Split('|') : [];

    private static IReadOnlyList<Decision> DecisionsOf(TableEntity row) =>
        row.GetString("Decisions") is { } decisions ? JsonSerializer.Deserialize(decisions, DecisionJson.Column.IReadOnlyListDecision)! : [];

    private static Receipt ReceiptOf(TableEntity row, DateOnly day) =>
        Receipt.TryParse($"{day:yyMMdd}{row.RowKey}", out var receipt)
            ? receipt
            : throw new InvalidDataException("A row of comments has a key that this version cannot read.");
}
