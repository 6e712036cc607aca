using System.Globalization;
using System.Text;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Processes;
using Calendar = ServerlessDecide.Processes.Calendar;

namespace ServerlessDecide.Functions.Processes;

/// <summary>Writes a process's calendar as iCalendar (RFC 5545): an event for each window, times in UTC, lines folded at 75 octets.</summary>
internal static class CalendarFile
{
    public static string Write(ElectoralProcess process, DateTimeOffset now, Language language)
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
                // The window's own opening as DTSTAMP: an unchanged calendar gives the same bytes.
                Event(text, Uid(process, activity, $"{number}"), window.Opens, window, Summary(process, Title(activity), language));
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
            var (es, en) = (Title(activity).Es, Title(activity).En);
            foreach (var (window, number) in waiting.Asked[activity].Select((w, i) => (w, i + 1)))
            {
                var summary = Summary(process, new($"{es} (cambio en espera)", $"{en} (change that waits)"), language);
                Event(text, Uid(process, activity, $"pending-{number}"), waiting.AskedAt, window, summary, note);
            }

            if (waiting.Asked[activity].Count > 0) continue;
            var never = Summary(process, new($"{es}: ya no abriría (cambio en espera)", $"{en}: would open no more (change that waits)"), language);
            Event(text, Uid(process, activity, "pending-0"), waiting.AskedAt, new(waiting.TakesEffectAt, waiting.TakesEffectAt), never, note);
        }
    }

    // What happens comes first: a phone shows no more than the beginning.
    private static string Summary(ElectoralProcess process, Wording what, Language language) => $"{what.In(language)} · {process.Name}";

    private static string Uid(ElectoralProcess process, Activity activity, string which) => $"{process.Id}-{activity.Name()}-{which}@serverless-decide";

    /// <param name="note">The description of a tentative event; null for an event in force.</param>
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

    /// <summary>The name of an activity as people read it.</summary>
    public static Wording Title(Activity activity) => activity switch
    {
        Activity.Information => new("Información electoral", "Electoral information"),
        Activity.Platforms => new("Plataformas electorales", "Electoral platforms"),
        Activity.ReactToPlatforms => new("Reacciones y comentarios a las plataformas", "Reactions and comments on platforms"),
        Activity.Blocks => new("Bloques de competitividad", "Competitiveness blocks"),
        Activity.ReactToBlocks => new("Reacciones y comentarios a los bloques de competitividad", "Reactions and comments on competitiveness blocks"),
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
