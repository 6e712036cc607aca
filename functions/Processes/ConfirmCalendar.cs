using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>POST /processes/{process}/operator/calendar/confirmation</summary>
internal sealed class ConfirmCalendar(PublishedProcessCache processes, CalendarSteps steps)
{
    [Function(nameof(ConfirmCalendar))]
    [Access(Role.OperatorOrConfirmer)]
    [Operation(
        "Confirms the calendar that waits, by another person than who asked for it: it is in force at once.",
        Answer = typeof(ProcessAnswer),
        Refusals = [nameof(Problems.NoCalendarPending), nameof(Problems.SecondPersonRequired), nameof(Problems.DeliveriesBegun),
            nameof(Problems.PreconditionRequired), nameof(Problems.PreconditionFailed)])]
    [RequestHeader("If-Match", "The ETag of the process that was read: what is confirmed is what was seen.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "processes/{process}/operator/calendar/confirmation")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is null) return Problems.ProcessNotFound;
        // Without '*': the caller confirms what it has seen.
        if (IfMatch.Of(request) is not { IsAny: false } ifMatch) return Problems.PreconditionRequired;
        var by = request.Actor();
        var (change, at, refused) = await steps.TakeAsync(
            request, process, ifMatch, "calendar.confirm", null, dryRun: false, (found, now) => found.Confirm(by, now), cancellationToken);
        return refused ?? CalendarSteps.RefusalOf(change!, at) ?? CalendarSteps.Answer(request.HttpContext.Response, change!, at);
    }
}
