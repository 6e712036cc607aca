using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Processes;

/// <summary>POST /processes/{process}/operator/calendar/confirmation</summary>
internal sealed class ConfirmCalendar(PublishedProcesses processes, CalendarSteps steps)
{
    [Function(nameof(ConfirmCalendar))]
    [Access(Caller.OperatorOrConfirmer)]
    [Operation(
        "Confirms the calendar that waits, by another person than who asked for it: it is in force at once.",
        Answer = typeof(ProcessAnswer),
        Refusals = ["no_calendar_pending", "second_person_required", "deliveries_begun", "precondition_required", "precondition_failed"])]
    [RequestHeader("If-Match", "The ETag of the process that was read: what is confirmed is what was seen.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/calendar/confirmation")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is null) return Problems.ProcessNotFound();
        // Not whatever there is: what is confirmed is what was seen.
        if (IfMatch.Of(request) is not { IsAny: false } ifMatch) return Problems.PreconditionRequired();
        var by = request.GetActor().Name;
        var (change, at, refused) = await steps.TakeAsync(
            request, process, ifMatch, "calendar.confirm", null, dryRun: false, (found, now) => found.Confirm(by, now), cancellationToken);
        return refused ?? CalendarSteps.RefusalOf(change!, at) ?? CalendarSteps.Answer(request.HttpContext.Response, change!, at);
    }
}
