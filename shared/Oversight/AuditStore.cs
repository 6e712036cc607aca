using System.Globalization;
using Azure.Data.Tables;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Oversight;

/// <summary>
/// What operators did, for the oversight group. Insert only; a row is written before the deed, so that nothing is done unseen.
/// Partition: the process and the month. Row: a time-ordered id.
/// </summary>
public sealed class AuditStore(Tables tables, StorageNames names, TimeProvider time)
{
    /// <param name="process">The process concerned.</param>
    /// <param name="actor">Who: a role or an account, never a person's name.</param>
    /// <param name="action">What, as a stable code: <c>calendar.change</c>.</param>
    /// <param name="detail">Ids and values the deed is about; JSON or a few words.</param>
    public Task RecordAsync(string process, string actor, string action, string detail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = new TableEntity(
            string.Create(CultureInfo.InvariantCulture, $"{process}.{now.UtcDateTime:yyyyMM}"), Guid.CreateVersion7(now).ToString())
        {
            ["At"] = now.UtcDateTime,
            ["Actor"] = actor,
            ["Action"] = action,
            ["Detail"] = detail.Length > 8000 ? detail[..8000] : detail,
        };
        return tables.InsertAsync(names.Audit, row, cancellationToken);
    }
}
