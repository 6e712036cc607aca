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
        var language = Languages.Of(request);
        var key = waiting is null ? $"calendar.ics/{language.Tag()}" : $"calendar.ics/{language.Tag()}, with what waits";
        var document = PublicDocuments.Of(
            found, key, () => new PublicDocument(Encoding.UTF8.GetBytes(Write(found.Process, now, language)), "text/calendar; charset=utf-8"));
        return new PublicAnswer(document, CachePolicy.Until(waiting?.TakesEffectAt, now), language);
    }

    // RFC 5545: an event for each window, times in UTC, lines folded at 75 octets.
    private static string Write(ElectoralProcess process, DateTimeOffset now, Language language)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//ServerlessDecide//Calendar//" + language.Tag().ToUpperInvariant());
        Line(text, "NAME:" + Escape(process.Name));
        var calendar = process.InForce(now);
        foreach (var activity in Enum.GetValues<Activity>())
        {
            foreach (var (window, number) in calendar[activity].Select((w, i) => (w, i + 1)))
            {
                // The event is as old as the moment it speaks of: a file that did not change has the same bytes.
                Event(text, Uid(process, activity, $"{number}"), window.Opens, window, $"{process.Name}: {Title(activity).In(language)}");
            }
        }

        if (process.PendingAt(now) is { } waiting) WritePending(text, process, calendar, waiting, language);
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static void WritePending(StringBuilder text, ElectoralProcess process, Calendar calendar, PendingCalendar waiting, Language language)
    {
        var when = process.Local(waiting.TakesEffectAt).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var note = new Wording(
            $"Cambio del calendario en espera: entra en vigor el {when} (hora local), o antes si una segunda persona lo confirma, salvo que se retire.",
            $"A change of the calendar that waits: in force at {when} (local time), or before when a second person confirms it, unless it is withdrawn.").In(language);
        foreach (var activity in Enum.GetValues<Activity>().Where(a => !calendar[a].SequenceEqual(waiting.Asked[a])))
        {
            var title = $"{process.Name}: {Title(activity).In(language)}";
            foreach (var (window, number) in waiting.Asked[activity].Select((w, i) => (w, i + 1)))
            {
                var summary = title + new Wording(" (cambio en espera)", " (change that waits)").In(language);
                Event(text, Uid(process, activity, $"pending-{number}"), waiting.AskedAt, window, summary, note);
            }

            if (waiting.Asked[activity].Count > 0) continue;
            var never = title + new Wording(": no abriría más (cambio en espera)", ": would open no more (change that waits)").In(language);
            Event(text, Uid(process, activity, "pending-0"), waiting.AskedAt, new(waiting.TakesEffectAt, waiting.TakesEffectAt), never, note);
        }
    }

    private static string Uid(ElectoralProcess process, Activity activity, string which) => $"{process.Id}-{activity.Name()}-{which}@serverless-decide";

    /// <param name="note">What is to be said of an event that is not sure; null for one that is.</param>
    private static void Event(StringBuilder text, string uid, DateTimeOffset stamp, Window window, string summary, string? note = null)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, "UID:" + uid);
        Line(text, "DTSTAMP:" + Utc(stamp));
        Line(text, "DTSTART:" + Utc(window.Opens));
        Line(text, "DTEND:" + Utc(window.Closes));
        Line(text, "SUMMARY:" + Escape(summary));
        if (note is not null)
        {
            Line(text, "STATUS:TENTATIVE");
            Line(text, "DESCRIPTION:" + Escape(note));
        }

        Line(text, "END:VEVENT");
    }

    private static Wording Title(Activity activity) => activity switch
    {
        Activity.Information => new("Información electoral", "Electoral information"),
        Activity.Platforms => new("Plataformas electorales", "Electoral platforms"),
        Activity.ReactToPlatforms => new("Reacciones y comentarios a las plataformas", "Reactions and comments on platforms"),
        Activity.Candidates => new("Lista de candidaturas", "List of candidates"),
        Activity.PublishProfiles => new("Publicación de trayectorias y propuestas", "Publishing of profiles and proposals"),
        Activity.Profiles => new("Trayectorias y propuestas", "Profiles and proposals"),
        Activity.ReactToProposals => new("Reacciones y comentarios a las propuestas", "Reactions and comments on proposals"),
        Activity.Results => new("Resultados", "Results"),
        Activity.Statistics => new("Estadísticas de uso", "Statistics of use"),
        Activity.Deliveries => new("Remisión a los actores políticos", "Delivery to the contenders"),
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
