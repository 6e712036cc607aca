using ServerlessDecide.Audit;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Visitors;

/// <summary>
/// Finishes the removal of a process, once it is out of the catalog: closes it for good, or puts it back. Whoever confirmed it may have died
/// between the two; then a timer finishes it.
/// </summary>
public sealed class RemovalCompletion(CatalogStore catalogs, PublishedProcessCache processes, ParticipationEvidence evidence, AuditStore audit)
{
    /// <summary>
    /// Closes a removed process for good. Returns false if somebody began to take part before every instance knew of the removal: the process
    /// is in its place again. Doing it twice equals doing it once.
    /// </summary>
    /// <param name="by">Who confirmed the removal, as the audit names them.</param>
    public async Task<bool> FinishAsync(ProcessId id, string by, CancellationToken cancellationToken)
    {
        if (await evidence.TryCloseAsync(id, cancellationToken)) return true;
        await audit.RecordAsync(id.Value, by, "process.remove.undone", "", cancellationToken);
        await catalogs.ChangeAsync(catalog => catalog.PutBack(id), cancellationToken);
        await processes.RefreshAsync(cancellationToken);
        return false;
    }

    /// <summary>
    /// Finishes each removal that is not noted as finished in the newest catalog that this instance has read, and notes those that ended with
    /// a closed process. No storage operation when there is none.
    /// </summary>
    public async Task FinishAllAsync(CancellationToken cancellationToken)
    {
        var closed = new HashSet<ProcessId>();
        foreach (var removed in processes.Removed.Where(p => !p.IsClosed))
        {
            if (await FinishAsync(removed.Id, "app", cancellationToken)) closed.Add(removed.Id);
        }

        if (closed.Count > 0) await catalogs.ChangeAsync(catalog => catalog.NoteClosed(closed), cancellationToken);
    }
}
