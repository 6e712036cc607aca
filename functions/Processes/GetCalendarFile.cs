using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Processes;

/// <summary>GET /processes/{process}/calendar.ics</summary>
internal sealed class GetCalendarFile(PublishedProcesses processes)
{
    [Function(nameof(GetCalendarFile))]
    [Access(Caller.Anyone)]
    [Operation("The calendar of a process as iCalendar (RFC 5545).", MediaType = "text/calendar")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "processes/{process}/calendar.ics")] HttpRequest request,
        string process,
        CancellationToken cancellationToken)
    {
        if (await processes.FindAsync(process, cancellationToken) is not { } found) return Problems.ProcessNotFound();
        var document = PublicDocuments.Of(found, "calendar.ics", () => new PublicDocument(Encoding.UTF8.GetBytes(Write(found.Process)), "text/calendar; charset=utf-8"));
        return new PublicAnswer(document, new CachePolicy(60, 60, 86_400));
    }

    // RFC 5545: an event for each window, times in UTC, lines folded at 75 octets.
    private static string Write(ElectoralProcess process)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//ServerlessDecide//Calendar//ES");
        Line(text, "NAME:" + Escape(process.Name));
        foreach (var activity in Enum.GetValues<Activity>())
        {
            for (var i = 0; i < process.Calendar[activity].Count; i++)
            {
                var window = process.Calendar[activity][i];
                Line(text, "BEGIN:VEVENT");
                Line(text, string.Create(CultureInfo.InvariantCulture, $"UID:{process.Id}-{activity.Name()}-{i + 1}@serverless-decide"));
                // The event is as old as the moment it speaks of: a file that did not change has the same bytes.
                Line(text, "DTSTAMP:" + Utc(window.Opens));
                Line(text, "DTSTART:" + Utc(window.Opens));
                Line(text, "DTEND:" + Utc(window.Closes));
                Line(text, $"SUMMARY:{Escape(process.Name)}: {Title(activity)}");
                Line(text, "END:VEVENT");
            }
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string Title(Activity activity) => activity switch
    {
        Activity.Information => "Información electoral",
        Activity.Platforms => "Plataformas electorales",
        Activity.ReactToPlatforms => "Reacciones y comentarios a las plataformas",
        Activity.Candidates => "Lista de candidaturas",
        Activity.PublishProfiles => "Publicación de trayectorias y propuestas",
        Activity.Profiles => "Trayectorias y propuestas",
        Activity.ReactToProposals => "Reacciones y comentarios a las propuestas",
        Activity.Results => "Resultados",
        Activity.Statistics => "Estadísticas de uso",
        Activity.Deliveries => "Remisión a los actores políticos",
        _ => throw new ArgumentOutOfRangeException(nameof(activity)),
    };

    private static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal)
        .ReplaceLineEndings("\\n");

    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 75)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
