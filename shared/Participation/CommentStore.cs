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
public readonly record struct UnsettledComment(Receipt Receipt, DateTimeOffset ReceivedAt, Waiting? Waits);

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
        Counters.CommentDecided(decided.Status);
        return true;
    }

    /// <summary>A day's comments that wait for moderation or for a person.</summary>
    public async IAsyncEnumerable<UnsettledComment> ReadUnsettledAsync(
        ProcessId process, DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] values = [CommentStatus.Received.Name(), .. Enum.GetValues<WaitingList>().Select(list => list.Name())];
        var filter = string.Join(" or ", values.Select((value, i) => i == 0
            ? TableClient.CreateQueryFilter($"Status eq {value}")
            : TableClient.CreateQueryFilter($"Waits eq {value}")));
        string[] columns = ["PartitionKey", "RowKey", "ReceivedAt", "Waits", "WaitsSince"];
        await foreach (var row in tables.QueryAsync(names.Comments(process, day), filter, columns, cancellationToken))
        {
            Waiting? waits = WaitingListNames.TryParse(row.GetString("Waits"), out var list) ? new(list, row.GetDateTimeOffset("WaitsSince") ?? default) : null;
            yield return new(ReceiptOf(row, day), row.GetDateTimeOffset("ReceivedAt") ?? default, waits);
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
        // Follow from the others; here so that who waits can be found by a query.
        ["Waits"] = comment.Waits?.List.Name(),
        ["WaitsSince"] = comment.Waits?.Since.UtcDateTime,
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
            row.GetString("Reasons") is { Length: > 0 } reasons ? reasons.Split('|') : [],
            row.GetDateTimeOffset("DecidedAt"),
            QualityClasses.Stored(row.GetString("Class")))
        {
            Lexicon = row.GetString("Lexicon"),
            Decisions = row.GetString("Decisions") is { } decisions ? JsonSerializer.Deserialize(decisions, DecisionJson.Column.IReadOnlyListDecision)! : [],
        };
    }

    private static Receipt ReceiptOf(TableEntity row, DateOnly day) =>
        Receipt.TryParse($"{day:yyMMdd}{row.RowKey}", out var receipt)
            ? receipt
            : throw new InvalidDataException("A row of comments has a key that this version cannot read.");
}
