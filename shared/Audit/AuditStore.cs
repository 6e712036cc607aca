using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Audit;

/// <summary>One act of an operator.</summary>
/// <param name="Detail">The whole detail, whether it is stored in the row or in a blob.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Detail);

/// <summary>
/// Records what operators do, for the oversight group. Rows are only inserted, each before the act itself, so that nothing happens unseen.
/// The partition is the process and the month; the row key is a time-ordered id. A detail too long for a row is stored whole in blob
/// <c>{process}/audit/{row}.txt</c> of the content container, with its SHA-256 in the row.
/// </summary>
public sealed class AuditStore(Tables tables, Blobs blobs, StorageNames names, TimeProvider time)
{
    /// <summary>Takes the place of a process id for acts on the whole installation. No process may have this id.</summary>
    public const string Installation = "installation";

    /// <summary>The most characters of a detail that a row holds.</summary>
    public const int MaxInRow = 8000;

    /// <param name="process">The process concerned, or <see cref="Installation"/>.</param>
    /// <param name="actor">A role or an account, never a person's name.</param>
    /// <param name="action">A stable code: <c>calendar.change</c>.</param>
    /// <param name="detail">The ids and values concerned, as JSON or a few words.</param>
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

    /// <summary>
    /// Returns the acts on a process since a moment, oldest first; the order within a millisecond is undefined. Costs one storage operation a
    /// month and one for each long detail.
    /// </summary>
    /// <exception cref="InvalidDataException">A long detail is missing or differs from the one recorded.</exception>
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

    /// <summary>Returns the first entry of an action on a process since a moment, without its detail; null if there is none.</summary>
    public async Task<AuditEntry?> FindAsync(ProcessId process, DateTimeOffset since, string action, CancellationToken cancellationToken)
    {
        // Read all later months too, because other machines' clocks may be ahead. No process id has a dot, and '/' follows '.' in ASCII.
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
            throw new InvalidDataException("A detail of the audit is missing or differs from the one recorded.");
        }

        return content.ToString();
    }

    private static string Partition(string process, DateTimeOffset month) =>
        string.Create(CultureInfo.InvariantCulture, $"{process}.{month.UtcDateTime:yyyyMM}");

    private static string DetailBlob(string process, string row) => $"{process}/audit/{row}.txt";
}
