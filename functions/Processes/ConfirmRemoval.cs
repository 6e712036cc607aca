using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Processes;

/// <summary>POST /processes/{process}/operator/removal/confirmation</summary>
internal sealed class ConfirmRemoval(
    CatalogStore catalogs, PublishedProcessCache processes, ParticipationEvidence evidence, RemovalCompletion removals, ProcessSteps steps)
{
    [Function(nameof(ConfirmRemoval))]
    [Access(Role.OperatorOrConfirmer)]
    [Operation(
        "Confirms the removal of a process, by another person than who asked for it. It is gone at once, unless somebody has taken part.",
        Status = 204,
        MediaType = "",
        Refusals = [nameof(Problems.NoRemovalPending), nameof(Problems.SecondPersonRequired), nameof(Problems.PeopleTookPart), nameof(Problems.ContentChanged),
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
            return ProcessId.TryParse(process, out var id) && await IsRemovedAsync(id, cancellationToken)
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
                { Outcome: RemovalOutcome.ContentChanged } => new(Problems.ContentChanged),
                { Outcome: RemovalOutcome.SecondPersonRequired } => new(Problems.SecondPersonRequired),
                _ => new(Problems.NoRemovalPending),
            },
            cancellationToken,
            (catalog, removed) => catalog.Remove(removed));
        if (refused is not null)
        {
            // Refused, and yet removed: the answer to our write was lost, and somebody else wrote before it was sent again.
            if (!await IsRemovedAsync(found.Id, cancellationToken)) return refused;
            await processes.RefreshAsync(cancellationToken);
        }

        return await FinishAsync(found.Id, by, cancellationToken);
    }

    private async Task<bool> IsRemovedAsync(ProcessId id, CancellationToken cancellationToken) =>
        (await catalogs.ReadAsync(null, cancellationToken))!.Catalog.Removed.Any(p => p.Id == id);

    private async Task<IResult> FinishAsync(ProcessId id, string by, CancellationToken cancellationToken) =>
        await removals.FinishAsync(id, by, cancellationToken) ? Results.NoContent() : Problems.PeopleTookPart;
}
