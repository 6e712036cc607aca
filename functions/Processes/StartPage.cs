using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Processes;

/// <summary>
/// The front page until the citizens' pages exist: what this is, each process with what is open and what changes next, its calendar, and the
/// files that can be downloaded now. Plain HTML in Spanish or English, no script, no external resources.
/// </summary>
internal sealed partial class StartPage
{
    private const string Api = "/api/v1";

    private const string Style =
        """
        :root{color-scheme:light dark}
        body{font:1rem/1.5 system-ui,sans-serif;max-width:45rem;margin:0 auto;padding:0 1rem 4rem;overflow-wrap:break-word}
        a{color:LinkText}a:focus-visible,summary:focus-visible{outline:3px solid;outline-offset:2px}
        section{border-top:2px solid;margin-top:2rem}h2{margin-bottom:0}h3{margin-bottom:.25rem}
        ul{margin:0;padding-left:1.25rem}summary{cursor:pointer;margin-top:1rem}
        dt{font-weight:bold;margin-top:.5rem}dd{margin:0}
        """;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly string[] Months = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];

    private readonly IReadOnlyList<(string File, string Summary, Activity? Activity)> files;
    private readonly DateTimeOffset now;
    private readonly Language language;
    private readonly StringBuilder page = new();

    private StartPage(FunctionTable functions, DateTimeOffset now, Language language)
    {
        files =
        [
            .. from function in functions.All
               where function.Role == Role.Anyone && function.Methods.Contains("GET")
               let file = FileRoute().Match(function.Route).Groups["file"].Value
               where file.Length > 0
               orderby file
               select (file, function.Method.GetCustomAttribute<OperationAttribute>()!.Summary, function.Content?.Activity),
        ];
        this.now = now;
        this.language = language;
    }

    /// <summary>Allows only the page's own style, by its hash, and no framing.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Returns the next moment at which the page says something else, or null.</summary>
    public static DateTimeOffset? ChangesAt(IEnumerable<PublishedProcess> processes, DateTimeOffset now) => processes
        .SelectMany(p => Enum.GetValues<Activity>().Select(a => p.StateOf(a, now).ChangesAt).Append(p.Process.PendingAt(now)?.TakesEffectAt)).Min();

    public static PublicDocument Write(IReadOnlyList<PublishedProcess> processes, FunctionTable functions, DateTimeOffset now, Language language) =>
        new(Encoding.UTF8.GetBytes(new StartPage(functions, now, language).Write(processes)), "text/html; charset=utf-8");

    private string Write(IReadOnlyList<PublishedProcess> processes)
    {
        var other = language == Language.English ? Language.Spanish : Language.English;
        var lang = language == Language.English ? $"?{Languages.Parameter}=en" : "";
        Append($"<!doctype html>\n<html lang=\"{language.Tag()}\">\n<head>\n<meta charset=\"utf-8\">\n<title>ServerlessDecide</title>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<style>{Style}</style>\n</head>\n<body>\n<header>\n<h1>ServerlessDecide</h1>\n<p>")
            .Append(Say(
                "La herramienta de gobierno abierto de un instituto electoral: qué se elige, quién compite y qué propone. Cualquier persona puede decir si le gusta una plataforma, un bloque de competitividad o una propuesta, y enviar ideas y comentarios; cada actor político recibe, al final, lo que se dijo de lo suyo. Las páginas para la ciudadanía todavía no están: por ahora, esto es un servicio para programas.",
                "The open-government tool of an electoral institute: what is at stake, who competes and what they propose. Anybody can like or dislike a platform, a competitiveness block or a proposal, and send ideas and comments; each contender receives, at the end, what was said about its own. The citizens' pages are not here yet: for now this is a service for programs."))
            .Append($"</p>\n<p><a href=\"?{Languages.Parameter}={other.Tag()}\" hreflang=\"{other.Tag()}\" lang=\"{other.Tag()}\">{(other == Language.English ? "English" : "Español")}</a></p>\n</header>\n<main>\n<ul>\n")
            .Append($"<li><a href=\"{Api}/docs{lang}\">{Say("La API, para leerla", "The API, to read")}</a></li>\n")
            .Append($"<li><a href=\"{Api}/openapi.json\">{Say("La API como OpenAPI 3.1 (en inglés)", "The API as OpenAPI 3.1")}</a></li>\n")
            .Append($"<li><a href=\"{Api}/processes\">{Say("Los procesos, como datos", "The processes, as data")}</a></li>\n</ul>\n");
        if (processes.Count == 0) Append($"<p>{Say("Todavía no hay ningún proceso electoral.", "There is no electoral process yet.")}</p>\n");
        foreach (var process in processes) Process(process, lang);
        return Append("</main>\n</body>\n</html>\n").page.ToString();
    }

    private void Process(PublishedProcess published, string lang)
    {
        var process = published.Process;
        var states = Enum.GetValues<Activity>().Select(a => (Activity: a, State: published.StateOf(a, now))).ToList();
        Append($"<section aria-labelledby=\"{process.Id}\">\n<h2 id=\"{process.Id}\">{Html.Encode(process.Name)}</h2>\n")
            .Append($"<p>{Say("Día de la elección", "Election day")}: {Day(process.ElectionDay)}. {Say("Las horas son de", "Times are those of")} {Html.Encode(process.TimeZone.Id)}.</p>\n")
            .Append($"<h3>{Say("Abierto ahora", "Open now")}</h3>\n");
        var open = states.Where(s => s.State.IsOpen).ToList();
        if (open.Count == 0) Append($"<p>{Say("Nada.", "Nothing.")}</p>\n");
        else List(open.Select(s => $"{Title(s.Activity)}{Until(process, s.State.ChangesAt)}"));

        Append($"<h3>{Say("Lo que cambia después", "What changes next")}</h3>\n");
        if (states.Min(s => s.State.ChangesAt) is { } next)
        {
            Append($"<p>{Moment(process, next)}:</p>\n");
            List(states.Where(s => s.State.ChangesAt == next).Select(s => (s.State.IsOpen ? Say("cierra: ", "closes: ") : Say("abre: ", "opens: ")) + Title(s.Activity)));
        }
        else
        {
            Append($"<p>{Say("Nada.", "Nothing.")}</p>\n");
        }

        if (process.PendingAt(now) is { } pending)
        {
            var when = Moment(process, pending.TakesEffectAt);
            Append($"<p>{Say($"Hay un cambio al calendario en espera: entra en vigor a más tardar el {when}, salvo que se retire.", $"A change of the calendar waits: it takes effect on {when} at the latest, unless it is withdrawn.")}</p>\n");
        }

        Calendar(process);
        Append($"<h3>{Say("Para descargar", "To download")}</h3>\n");
        var root = $"{Api}/processes/{process.Id}";
        List(files.Where(f => f.Activity is not { } activity || published.StateOf(activity, now).IsOpen)
            .Select(f => $"<a href=\"{root}/{f.File}{lang}\">{f.File}</a>: {Summary(f.Summary)}")
            .Append($"<a href=\"{root}{lang}\">{process.Id}</a>: {Say("el proceso y su calendario, como datos.", "the process and its calendar, as data.")}"));
        Append("</section>\n");
    }

    private void Calendar(ElectoralProcess process)
    {
        Append($"<details>\n<summary>{Say("Todo el calendario", "The whole calendar")}</summary>\n<dl>\n");
        var calendar = process.InForce(now);
        foreach (var activity in Enum.GetValues<Activity>())
        {
            Append($"<dt>{Title(activity)}</dt>\n");
            if (calendar[activity].Count == 0) Append($"<dd>{Say("no abre", "does not open")}</dd>\n");
            foreach (var window in calendar[activity])
            {
                Append($"<dd>{Say("del", "from")} {Moment(process, window.Opens)} {Say("al", "to")} {Moment(process, window.Closes)}</dd>\n");
            }
        }

        Append("</dl>\n</details>\n");
    }

    private void List(IEnumerable<string> items)
    {
        Append("<ul>\n");
        foreach (var item in items) Append($"<li>{item}</li>\n");
        Append("</ul>\n");
    }

    private string Title(Activity activity) => Html.Encode(CalendarFile.Title(activity).In(language));

    private string Summary(string summary) => language == Language.English ? Html.Encode(summary)
        : SpanishTexts.Find(summary) is { } spanish ? Html.Encode(spanish)
        : $"<span lang=\"en\">{Html.Encode(summary)}</span>";

    private string Until(ElectoralProcess process, DateTimeOffset? closes) =>
        closes is { } moment ? $" ({Say("hasta el", "until")} {Moment(process, moment)})" : "";

    private string Moment(ElectoralProcess process, DateTimeOffset moment)
    {
        var local = process.Local(moment);
        return $"{Day(DateOnly.FromDateTime(local.DateTime))}, {local.ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }

    // Spelled here: the culture data of a machine may not have Spanish.
    private string Day(DateOnly day) => language == Language.English
        ? day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{day.Day} de {Months[day.Month - 1]} de {day.Year}");

    private string Say(string es, string en) => new Wording(es, en).In(language);

    private StartPage Append(string html)
    {
        page.Append(html);
        return this;
    }

    // A file of a process, such as candidates.csv: no parameter after the process, no folder.
    [GeneratedRegex("^processes/[{]process[}]/(?<file>[a-z-]+[.][a-z]+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FileRoute();
}
