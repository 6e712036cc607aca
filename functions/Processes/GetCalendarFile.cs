using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /processes/{process}/calendar.ics</summary>
internal sealed class GetCalendarFile(PublishedProcesses processes, TimeProvider time)
{
    [Function(nameof(GetCalendarFile))]
    [Access(Caller.Anyone)]
    [Operation("The calendar of a process as iCalendar (RFC 5545); what waits to change it is tentative.", MediaType = "text/calendar")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/calendar.ics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var now = time.GetUtcNow();
        var waiting = found.Process.PendingAt(now);
        // What waits goes by itself when it takes effect.
        var language = Languages.Of(request);
        var key = waiting is null ? $"calendar.ics/{language.Tag()}" : $"calendar.ics/{language.Tag()}, with what waits";
        var document = PublicDocuments.Of(
            found, key, () => new PublicDocument(Encoding.UTF8.GetBytes(CalendarFile.Write(found.Process, now, language)), "text/calendar; charset=utf-8"));
        return new PublicAnswer(document, CachePolicy.Until(waiting?.TakesEffectAt, now), language);
    }
}
