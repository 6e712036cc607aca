using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Processes;

/// <summary>DELETE /processes/{process}/operator/calendar/pending</summary>
internal sealed class DeletePendingCalendar(CalendarSteps steps)
{
    [Function(nameof(DeletePendingCalendar))]
    [Access(Role.OperatorOrConfirmer)]
    [Operation(
        "Withdraws the calendar that waits: what is in force stays in force.",
        Answer = typeof(ProcessAnswer),
        Refusals = [nameof(Problems.NoCalendarPending)])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "processes/{process}/operator/calendar/pending")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        var (change, at, refused) = await steps.TakeAsync(
            request, process, ifMatch: null, "calendar.withdraw", null, dryRun: false, (found, now) => found.Withdraw(now), cancellationToken);
        return refused ?? CalendarSteps.RefusalOf(change!, at) ?? CalendarSteps.Answer(request.HttpContext.Response, change!, at);
    }
}
