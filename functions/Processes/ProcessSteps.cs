using Microsoft.AspNetCore.Http;
using ServerlessDecide.Audit;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>What a step makes of a process: a refusal, or the process after it and what the audit says.</summary>
internal sealed record ProcessDecision(IResult? Refusal, ElectoralProcess? Next, string Action, string Detail)
{
    public ProcessDecision(IResult refusal)
        : this(refusal, null, "", "")
    {
    }

    public ProcessDecision(ElectoralProcess next, string action, string detail = "")
        : this(null, next, action, detail)
    {
    }
}

/// <summary>
/// Changes what stands in the catalog of a process, the calendar apart. The same rule decides twice: first so that the audit can record the
/// step before it is made, then inside the conditional write that makes it.
/// </summary>
internal sealed class ProcessSteps(CatalogStore catalogs, PublishedProcessCache processes, AuditStore audit, TimeProvider time)
{
    /// <param name="process">The id in the URL.</param>
    /// <param name="ifMatch">The versions that may change; null for any.</param>
    /// <param name="step">Decides about the process as it is at a moment.</param>
    /// <param name="write">Writes the process after the step into the catalog; null to put it in its place.</param>
    public async Task<(ElectoralProcess? Changed, DateTimeOffset At, IResult? Refusal)> TakeAsync(
        HttpRequest request,
        string process,
        IfMatch? ifMatch,
        Func<ElectoralProcess, DateTimeOffset, ProcessDecision> step,
        CancellationToken cancellationToken,
        Func<Catalog, ElectoralProcess, Catalog>? write = null)
    {
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(process, cancellationToken) is not { InCatalog: var before }) return Refused(Problems.ProcessNotFound);
        var now = time.GetUtcNow();
        var planned = Decide(before, now);
        if (planned.Refusal is { } refusal) return Refused(refusal);
        await audit.RecordAsync(before.Id.Value, request.Actor(), planned.Action, planned.Detail, cancellationToken);

        ProcessDecision? made = null;
        await catalogs.ChangeAsync(
            catalog =>
            {
                now = time.GetUtcNow();
                made = catalog.Find(before.Id) is { } current ? Decide(current, now) : null;
                // Do only what the audit has recorded.
                if (made is { Refusal: null } && made.Detail != planned.Detail) made = null;
                return made?.Next is { } next ? write?.Invoke(catalog, next) ?? catalog.Replace(next) : null;
            },
            cancellationToken);
        if (made is null) return Refused(Problems.PreconditionFailed);
        if (made.Refusal is { } late) return Refused(late);
        await processes.RefreshAsync(cancellationToken);
        return (made.Next, now, null);

        ProcessDecision Decide(ElectoralProcess found, DateTimeOffset moment) =>
            ifMatch is null || ifMatch.Names(ProcessAnswer.Document(found, moment)) ? step(found, moment) : new(Problems.PreconditionFailed);

        static (ElectoralProcess?, DateTimeOffset, IResult?) Refused(IResult refusal) => (null, default, refusal);
    }
}
