using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Processes;

/// <summary>DELETE /processes/{process}?reason=</summary>
internal sealed class DeleteProcess(PublishedProcessCache processes, ParticipationEvidence evidence, ProcessSteps steps)
{
    [Function(nameof(DeleteProcess))]
    [Access(Role.Operator)]
    [Operation(
        "Asks for the removal of a process in which nobody took part. It waits for a second person.",
        Status = 202,
        Answer = typeof(ProcessAnswer),
        Refusals = [nameof(Problems.PeopleTookPart), nameof(Problems.RemovalPending), nameof(Problems.PreconditionRequired), nameof(Problems.PreconditionFailed)])]
    [RequestHeader("If-Match", "The ETag of the process that was read, or * for whatever it is.")]
    [Query("reason", "Why, for the audit: ids and words, no personal data.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = GetProcess.Route)] HttpRequest request, string process, CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var found }) return Problems.ProcessNotFound;
        var reason = request.Query["reason"].ToString().Trim();
        if (reason.Length > CalendarReader.MaxReason) return Problems.Invalid("reason", CalendarReader.ReasonRule);
        if (IfMatch.Of(request) is not { } ifMatch) return Problems.PreconditionRequired;
        if (await evidence.ExistsAsync(found.Id, cancellationToken)) return Problems.PeopleTookPart;

        var by = request.Actor();
        var (asked, at, refused) = await steps.TakeAsync(
            request,
            process,
            ifMatch,
            (current, now) => current.AskRemoval(by, now) is { IsChange: true } step
                ? new(step.Process, "process.remove.ask", reason.Length > 0 ? $"reason: {reason}" : "")
                : new(Problems.RemovalPending),
            cancellationToken);
        return refused ?? ProcessAnswer.Changed(request.HttpContext.Response, asked!, at, StatusCodes.Status202Accepted);
    }
}
