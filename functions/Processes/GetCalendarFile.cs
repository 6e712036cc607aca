using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /processes/{process}/calendar.ics</summary>
internal sealed class GetCalendarFile(PublishedProcessCache processes, TimeProvider time)
{
    public static readonly PublicFile File = new(
        "calendar.ics",
        null,
        ContentType,
        new("Calendario", "Calendar"),
        (open, form, _) => Task.FromResult<PublicDocument?>(Of(open.Process, open.Now, form.Language ?? Language.Spanish)));

    private const string ContentType = "text/calendar; charset=utf-8";

    [Function(nameof(GetCalendarFile))]
    [Access(Role.Anyone)]
    [Operation("The calendar of a process as iCalendar (RFC 5545); what waits to change it is tentative.", MediaType = "text/calendar")]
    [CountedAs(ToolSection.Calendar)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/calendar.ics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound;
        var now = time.GetUtcNow();
        var language = Languages.Of(request);
        return new PublicAnswer(Of(found, now, language), CachePolicy.Until(found.Process.PendingAt(now)?.TakesEffectAt, now), language);
    }

    private static PublicDocument Of(PublishedProcess found, DateTimeOffset now, Language language)
    {
        // No timer ends a pending change: from the moment it takes effect, it is the calendar in force.
        var key = found.Process.PendingAt(now) is null ? $"calendar.ics/{language.Tag()}" : $"calendar.ics/{language.Tag()}, with what waits";
        return PublicDocumentCache.Of(found, key, () => new PublicDocument(Encoding.UTF8.GetBytes(CalendarFile.Write(found.Process, now, language)), ContentType));
    }
}
