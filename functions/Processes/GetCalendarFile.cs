using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Processes;
using Calendar = ServerlessDecide.Processes.Calendar;

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
        var key = waiting is null ? "calendar.ics" : "calendar.ics, with what waits";
        var document = PublicDocuments.Of(found, key, () => new PublicDocument(Encoding.UTF8.GetBytes(Write(found.Process, now)), "text/calendar; charset=utf-8"));
        return new PublicAnswer(document, CachePolicy.Until(waiting?.TakesEffectAt, now));
    }

    // RFC 5545: an event for each window, times in UTC, lines folded at 75 octets.
    private static string Write(ElectoralProcess process, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//ServerlessDecide//Calendar//ES");
        Line(text, "NAME:" + Escape(process.Name));
        var calendar = process.InForce(now);
        foreach (var activity in Enum.GetValues<Activity>())
        {
            for (var i = 0; i < calendar[activity].Count; i++)
            {
                var window = calendar[activity][i];
                // The event is as old as the moment it speaks of: a file that did not change has the same bytes.
                Event(text, $"{activity.Name()}-{i + 1}", window.Opens, window, $"{process.Name}: {Title(activity)}", pending: null);
            }
        }

        if (process.PendingAt(now) is { } waiting) WritePending(text, process, calendar, waiting);
        Line(text, "END:VCALENDAR");
        return text.ToString();

        void Event(StringBuilder to, string name, DateTimeOffset stamp, Window window, string summary, string? pending)
        {
            Line(to, "BEGIN:VEVENT");
            Line(to, $"UID:{process.Id}-{name}@serverless-decide");
            Line(to, "DTSTAMP:" + Utc(stamp));
            Line(to, "DTSTART:" + Utc(window.Opens));
            Line(to, "DTEND:" + Utc(window.Closes));
            if (pending is not null) Line(to, "STATUS:TENTATIVE");
            Line(to, "SUMMARY:" + Escape(summary));
            if (pending is not null) Line(to, "DESCRIPTION:" + Escape(pending));
            Line(to, "END:VEVENT");
        }

        void WritePending(StringBuilder to, ElectoralProcess about, Calendar current, PendingCalendar waiting)
        {
            var when = about.Local(waiting.TakesEffectAt).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            var note = $"Cambio del calendario que espera: entra en vigor el {when} (hora local), o antes si una segunda persona lo confirma, salvo que se retire.";
            foreach (var activity in Enum.GetValues<Activity>().Where(a => !current[a].SequenceEqual(waiting.Asked[a])))
            {
                var windows = waiting.Asked[activity];
                for (var i = 0; i < windows.Count; i++)
                {
                    Event(to, $"{activity.Name()}-pending-{i + 1}", waiting.AskedAt, windows[i], $"{about.Name}: {Title(activity)} (cambio en espera)", note);
                }

                if (windows.Count == 0)
                {
                    var never = new Window(waiting.TakesEffectAt, waiting.TakesEffectAt);
                    Event(to, $"{activity.Name()}-pending-0", waiting.AskedAt, never, $"{about.Name}: {Title(activity)} ya no abriría (cambio en espera)", note);
                }
            }
        }
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
