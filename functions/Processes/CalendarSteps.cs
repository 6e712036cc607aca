using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Audit;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Telemetry;
using Calendar = ServerlessDecide.Processes.Calendar;

namespace ServerlessDecide.Functions.Processes;

/// <summary>
/// Changes a calendar: asks for a change, confirms it or withdraws it. The same rule decides twice: first so that the audit can record
/// the change before it is made, then inside the conditional write that makes it.
/// </summary>
internal sealed class CalendarSteps(CatalogStore catalogs, PublishedProcessCache processes, AuditStore audit, TimeProvider time)
{
    /// <param name="process">The id in the URL.</param>
    /// <param name="ifMatch">The versions that may change; null for any.</param>
    /// <param name="step">Decides about the process as it is at a moment; null if it is not the one that the caller read.</param>
    /// <param name="dryRun">Whether only to report what would happen.</param>
    public async Task<(CalendarChange? Change, DateTimeOffset At, IResult? Refusal)> TakeAsync(
        HttpRequest request, string process, IfMatch? ifMatch, string action, string? reason, bool dryRun,
        Func<ElectoralProcess, DateTimeOffset, CalendarChange?> step, CancellationToken cancellationToken)
    {
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(process, cancellationToken) is not { Process: var before }) return Refused(Problems.ProcessNotFound);
        var now = time.GetUtcNow();
        if (Decide(before, now) is not { } planned) return Refused(Problems.PreconditionFailed);
        if (!planned.IsChange || dryRun) return (planned, now, null);

        var code = planned.Outcome == CalendarOutcome.Pending ? "calendar.ask" : action;
        var detail = $"{Say(before.InForce(now))} => {Say(Wanted(planned, before, now))}";
        if (!string.IsNullOrWhiteSpace(reason)) detail += $"; reason: {reason}";
        await audit.RecordAsync(before.Id.Value, request.Actor(), code, detail, cancellationToken);

        CalendarChange? made = null;
        await catalogs.ChangeAsync(
            catalog =>
            {
                now = time.GetUtcNow();
                made = catalog.Find(before.Id) is { } current ? Decide(current, now) : null;
                // Do only what the audit has recorded.
                if (made is { IsChange: true } && made.Outcome != planned.Outcome) made = null;
                return made is { IsChange: true } ? catalog.Replace(made.Process) : null;
            },
            cancellationToken);
        if (made is null) return Refused(Problems.PreconditionFailed);
        await processes.RefreshAsync(cancellationToken);
        if (made.IsChange) Counters.CalendarChanged();
        return (made, now, null);

        CalendarChange? Decide(ElectoralProcess found, DateTimeOffset moment) =>
            ifMatch is null || ifMatch.Names(ProcessAnswer.Document(found, moment)) ? step(found, moment) : null;

        static (CalendarChange?, DateTimeOffset, IResult?) Refused(IResult refusal) => (null, default, refusal);
    }

    /// <summary>Returns the refusal for an outcome, or null. The caller reports errors in the sent calendar itself.</summary>
    public static IResult? RefusalOf(CalendarChange change, DateTimeOffset now) => change.Outcome switch
    {
        CalendarOutcome.PackagingBegan => Problems.DeliveriesBegun,
        CalendarOutcome.AlreadyPending => Problems.CalendarPendingUntil(change.Process.Local(change.Process.PendingAt(now)!.TakesEffectAt)),
        CalendarOutcome.NothingPending => Problems.NoCalendarPending,
        CalendarOutcome.SecondPersonRequired => Problems.SecondPersonRequired,
        CalendarOutcome.Faulty => Problems.Invalid("activities", CalendarReader.Rule(change.Faults![0].Fault)),
        _ => null,
    };

    /// <summary>Returns the process as it is after a change.</summary>
    /// <param name="isMade">Whether the change was made: a dry run has no version.</param>
    public static IResult Answer(HttpResponse response, CalendarChange change, DateTimeOffset now, bool isMade = true)
    {
        ProcessAnswer.TellClock(response, change.Process, now);
        if (isMade) response.Headers.ETag = ProcessAnswer.Document(change.Process, now).ETag;
        return Results.Json(
            ProcessAnswer.From(change.Process, now),
            Json.Api.ProcessAnswer,
            statusCode: change.Outcome == CalendarOutcome.Pending ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    private static Calendar Wanted(CalendarChange planned, ElectoralProcess before, DateTimeOffset now) =>
        planned.Outcome == CalendarOutcome.Withdrawn ? before.PendingAt(now)!.Replaced : planned.Process.Pending?.Asked ?? planned.Process.Calendar;

    private static string Say(Calendar calendar) => string.Join(
        "; ", Enum.GetValues<Activity>().Select(a => $"{a.Name()}: {string.Join(", ", calendar[a].Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Opens:O}/{w.Closes:O}")))}"));
}
