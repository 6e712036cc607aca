using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>PUT /processes/{process}/operator/calendar?dryRun=</summary>
internal sealed class PutCalendar(PublishedProcessCache processes, CalendarSteps steps)
{
    [Function(nameof(PutCalendar))]
    [Access(Role.Operator)]
    [Operation(
        "Replaces the calendar of a process. Where that takes moments to react away, or opens deliveries earlier, it waits for a second person or for 24 hours.",
        OtherStatus = 202,
        Otherwise = "The calendar waits.",
        Body = typeof(CalendarRequest),
        Answer = typeof(ProcessAnswer),
        Refusals = [nameof(Problems.DeliveriesBegun), nameof(Problems.CalendarPending), nameof(Problems.PreconditionRequired),
            nameof(Problems.PreconditionFailed)])]
    [RequestHeader("If-Match", "The ETag of the process that was read, or * for whatever it is.")]
    [Query("dryRun", "Whether to say only what would come of it.", Type = "boolean")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "processes/{process}/operator/calendar")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { Process.TimeZone: var zone }) return Problems.ProcessNotFound;
        var read = await request.ReadJsonAsync(Json.Api.CalendarRequest, RequestBody.DefaultLimit, cancellationToken);
        if (read.IsRefused) return read.Refusal;
        var body = read.Value;
        var errors = new FieldErrors();
        var calendar = CalendarReader.Read(body.Activities, zone, errors);
        if (body.Reason is { Length: > CalendarReader.MaxReason }) errors.Add("reason", CalendarReader.ReasonRule);
        string? dryRun = request.Query["dryRun"];
        if (dryRun is not (null or "" or "true" or "false")) errors.Add("dryRun", new("debe ser true o false", "must be true or false"));
        if (errors.Any || calendar is null) return Problems.Invalid(errors);
        if (IfMatch.Of(request) is not { } ifMatch) return Problems.PreconditionRequired;

        var by = request.Actor();
        var (change, at, refused) = await steps.TakeAsync(
            request, process, ifMatch, "calendar.change", body.Reason, dryRun == "true",
            // Local times were read in the zone of before.
            (found, now) => found.TimeZone.Id == zone.Id ? found.Ask(calendar, by, now) : null,
            cancellationToken);
        if (refused is not null) return refused;
        switch (change!.Outcome)
        {
            case CalendarOutcome.DaysLost:
                return Problems.Invalid("activities", new(
                    "los días en que ya se pudo reaccionar o comentar deben quedar entre la primera apertura y el último cierre de las reacciones",
                    "the days on which people could already react or comment must stay between the first opening and the last closing of reactions"));
            case CalendarOutcome.Faulty:
                CalendarReader.AddFaults(body.Activities!, change.Faults!, errors);
                return Problems.Invalid(errors);
            default:
                return CalendarSteps.RefusalOf(change, at) ?? CalendarSteps.Answer(request.HttpContext.Response, change, at, isMade: dryRun != "true");
        }
    }
}
