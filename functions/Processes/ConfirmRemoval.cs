using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Audit;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Processes;

/// <summary>POST /processes/{process}/operator/removal/confirmation</summary>
internal sealed class ConfirmRemoval(
    CatalogStore catalogs, PublishedProcessCache processes, ParticipationEvidence evidence, AuditStore audit, ProcessSteps steps)
{
    [Function(nameof(ConfirmRemoval))]
    [Access(Role.OperatorOrConfirmer)]
    [Operation(
        "Confirms the removal of a process, by another person than who asked for it. It is gone at once, unless somebody has taken part.",
        Status = 204,
        MediaType = "",
        Refusals = [nameof(Problems.NoRemovalPending), nameof(Problems.SecondPersonRequired), nameof(Problems.PeopleTookPart),
            nameof(Problems.PreconditionRequired), nameof(Problems.PreconditionFailed)])]
    [RequestHeader("If-Match", "The ETag of the process that was read: what is removed is what was seen.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/removal/confirmation")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found })
        {
            // An earlier confirmation may have died between its two steps: this one finishes it.
            return ProcessId.TryParse(process, out var id) && (await catalogs.ReadAsync(null, cancellationToken))!.Catalog.Removed.Any(p => p.Id == id)
                ? await FinishAsync(id, request.Actor(), cancellationToken)
                : Problems.ProcessNotFound;
        }

        // Without '*': the caller confirms what it has seen.
        if (IfMatch.Of(request) is not { IsAny: false } ifMatch) return Problems.PreconditionRequired;
        if (await evidence.ExistsAsync(found.Id, cancellationToken)) return Problems.PeopleTookPart;
        var by = request.Actor();
        var (_, _, refused) = await steps.TakeAsync(
            request,
            process,
            ifMatch,
            (current, _) => current.ConfirmRemoval(by) switch
            {
                { Outcome: RemovalOutcome.Confirmed } step => new(step.Process, "process.remove.confirm"),
                { Outcome: RemovalOutcome.SecondPersonRequired } => new(Problems.SecondPersonRequired),
                _ => new(Problems.NoRemovalPending),
            },
            cancellationToken,
            (catalog, removed) => catalog.Remove(removed));
        return refused ?? await FinishAsync(found.Id, by, cancellationToken);
    }

    /// <summary>Closes the removed process for good; puts it back if somebody began to take part before every instance knew of the removal.</summary>
    private async Task<IResult> FinishAsync(ProcessId id, string by, CancellationToken cancellationToken)
    {
        if (await evidence.TryCloseAsync(id, cancellationToken)) return Results.NoContent();
        await audit.RecordAsync(id.Value, by, "process.remove.undone", "", cancellationToken);
        await catalogs.ChangeAsync(catalog => catalog.PutBack(id), cancellationToken);
        await processes.RefreshAsync(cancellationToken);
        return Problems.PeopleTookPart;
    }
}
