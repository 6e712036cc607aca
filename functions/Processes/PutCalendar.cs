using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Oversight;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Processes;

/// <summary>PUT /processes/{process}/operator/calendar</summary>
internal sealed class PutCalendar(CatalogStore catalogs, PublishedProcesses processes, Packaging packaging, AuditStore audit, TimeProvider time)
{
    [Function(nameof(PutCalendar))]
    [Access(Caller.Operator)]
    [Operation("Replaces the calendar of a process.", Body = typeof(CalendarRequest), Answer = typeof(ProcessAnswer), Refusals = ["deliveries_begun"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "processes/{process}/operator/calendar")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var (body, refusal) = await request.ReadJsonAsync(Json.Api.CalendarRequest, RequestBody.DefaultLimit, cancellationToken);
        if (refusal is not null) return refusal;
        var errors = new FieldErrors();
        if (CalendarReader.Read(body!.Activities, errors) is not { } calendar) return Problems.InvalidInput(errors);
        // What was said on a day is counted and delivered with that day: a calendar without it would lose it.
        var next = found.Process with { Calendar = calendar };
        if (found.Process.ParticipationDays(time.GetUtcNow()).Any(day => !next.IsParticipationDay(day)))
        {
            return Problems.InvalidInput("activities", new(
                "los días en que ya se pudo reaccionar o comentar deben quedar entre la primera apertura y el último cierre de las reacciones",
                "the days on which people could already react or comment must stay between the first opening and the last closing of reactions"));
        }

        var id = found.Process.Id;
        if (await packaging.HasBegunAsync(id, cancellationToken)) return Problems.DeliveriesBegun();

        // Written before the deed: what was and what shall be.
        await audit.RecordAsync(id.Value, "operator-key", "calendar.change", $"{Say(found.Process.Calendar)} => {Say(calendar)}", cancellationToken);
        await catalogs.ChangeAsync(catalog => catalog.Replace(catalog.Find(id)! with { Calendar = calendar }), cancellationToken);
        await processes.RefreshAsync(cancellationToken);
        var changed = (await processes.FindAsync(process, cancellationToken))!;
        return Results.Json(ProcessAnswer.From(changed, time.GetUtcNow()), Json.Api.ProcessAnswer);
    }

    private static string Say(Calendar calendar) => string.Join(
        "; ", Enum.GetValues<Activity>().Select(a => $"{a.Name()}: {string.Join(", ", calendar[a].Select(w => $"{w.Opens:O}/{w.Closes:O}"))}"));
}
