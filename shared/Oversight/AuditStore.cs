using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using ServerlessDecide.Processes;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Oversight;

/// <summary>One thing that was done.</summary>
/// <param name="Detail">Whole, wherever it is kept.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Detail);

/// <summary>
/// What operators did, for the oversight group. Insert only; a row is written before the deed, so that nothing is done unseen.
/// Partition: the process and the month. Row: a time-ordered id. A detail that is too long for a row stands whole in blob
/// <c>{process}/audit/{row}.txt</c> of the content container, with its SHA-256 in the row: nothing is ever cut.
/// </summary>
public sealed class AuditStore(Tables tables, Blobs blobs, StorageNames names, TimeProvider time)
{
    /// <summary>Stands for the installation as a whole where a process would stand. No process may have this id.</summary>
    public const string Installation = "installation";

    /// <summary>Characters of a detail that a row holds at most.</summary>
    public const int MaxInRow = 8000;

    /// <param name="process">The process concerned, or <see cref="Installation"/>.</param>
    /// <param name="actor">Who: a role or an account, never a person's name.</param>
    /// <param name="action">What, as a stable code: <c>calendar.change</c>.</param>
    /// <param name="detail">Ids and values the deed is about; JSON or a few words.</param>
    public async Task RecordAsync(string process, string actor, string action, string detail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var row = new TableEntity(Partition(process, now), id)
        {
            ["At"] = now.UtcDateTime,
            ["Actor"] = actor,
            ["Action"] = action,
        };
        if (detail.Length <= MaxInRow)
        {
            row["Detail"] = detail;
        }
        else
        {
            var bytes = Encoding.UTF8.GetBytes(detail);
            await blobs.PutAsync(names.ContentContainer, DetailBlob(process, id), BinaryData.FromBytes(bytes), cancellationToken);
            row["DetailSha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        }

        await tables.InsertAsync(names.Audit, row, cancellationToken);
    }

    /// <summary>What was done about a process since a moment, oldest first, within a millisecond in no order. A storage operation a month, and one for each long detail.</summary>
    /// <exception cref="InvalidDataException">A long detail is missing, or is not the one that was recorded.</exception>
    public async IAsyncEnumerable<AuditEntry> ReadAsync(
        ProcessId process, DateTimeOffset since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        for (var month = new DateTime(since.UtcDateTime.Year, since.UtcDateTime.Month, 1); month <= now.UtcDateTime; month = month.AddMonths(1))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(process.Value, new DateTimeOffset(month, TimeSpan.Zero))}");
            await foreach (var row in tables.QueryAsync(names.Audit, filter, null, cancellationToken))
            {
                var at = row.GetDateTimeOffset("At") ?? default;
                if (at < since) continue;
                yield return new AuditEntry(at, row.GetString("Actor"), row.GetString("Action"), await DetailAsync(process, row, cancellationToken));
            }
        }
    }

    /// <summary>The first row about a process since a moment that tells of an action, without its detail; null when there is none.</summary>
    public async Task<AuditEntry?> FindAsync(ProcessId process, DateTimeOffset since, string action, CancellationToken cancellationToken)
    {
        // Whatever the clocks of others say: all months from that one on. No id holds a dot, and '/' follows it.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Partition(process.Value, since)} and PartitionKey lt {process.Value + "/"} and Action eq {action}");
        await foreach (var row in tables.QueryAsync(names.Audit, filter, null, cancellationToken))
        {
            if (row.GetDateTimeOffset("At") is { } at && at >= since) return new AuditEntry(at, row.GetString("Actor"), action, "");
        }

        return null;
    }

    private async Task<string> DetailAsync(ProcessId process, TableEntity row, CancellationToken cancellationToken)
    {
        if (row.GetString("DetailSha256") is not { } hash) return row.GetString("Detail");
        var blob = await blobs.ReadAsync(names.ContentContainer, DetailBlob(process.Value, row.RowKey), unless: null, cancellationToken);
        if (blob is not { Content: { } content } || Convert.ToHexStringLower(SHA256.HashData(content.ToMemory().Span)) != hash)
        {
            throw new InvalidDataException("A detail of the audit is missing or is not the one that was recorded.");
        }

        return content.ToString();
    }

    private static string Partition(string process, DateTimeOffset month) =>
        string.Create(CultureInfo.InvariantCulture, $"{process}.{month.UtcDateTime:yyyyMM}");

    private static string DetailBlob(string process, string row) => $"{process}/audit/{row}.txt";
}
