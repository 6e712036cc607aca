using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>
/// The API's description as a page to read and print: plain HTML with headings and landmarks, no script, no external resources. The page's
/// own texts are in Spanish or English; those of the description are in English, and marked so.
/// </summary>
internal sealed partial class DocsPage
{
    private const string Style =
        """
        :root{color-scheme:light dark}
        body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:0 1rem 4rem}
        a{color:LinkText}a:focus-visible{outline:3px solid;outline-offset:2px}
        .skip{position:absolute;left:-100rem}.skip:focus{position:static}
        h2{margin-top:3rem;border-bottom:2px solid}h3{margin-top:2rem;overflow-wrap:anywhere}
        nav ul{list-style:none;padding-left:1rem}nav>ul{columns:20rem;padding:0}nav li{break-inside:avoid;overflow-wrap:anywhere}
        code{font-family:ui-monospace,monospace}
        table{border-collapse:collapse;width:100%;margin-bottom:1rem}caption{text-align:left;font-weight:bold}
        th,td{border:1px solid;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
        @media print{nav,.skip{display:none}article,table{break-inside:avoid}}
        """;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly JsonObject description;
    private readonly Language language;
    private readonly StringBuilder page = new();

    private DocsPage(JsonObject description, Language language)
    {
        this.description = description;
        this.language = language;
    }

    /// <summary>Allows only the page's own style, by its hash, and no framing.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static PublicDocument Write(JsonObject description, Language language) =>
        new(Encoding.UTF8.GetBytes(new DocsPage(description, language).Write()), "text/html; charset=utf-8");

    private string Write()
    {
        var title = Say("La API de ServerlessDecide", "The API of ServerlessDecide");
        var root = (string)description["servers"]![0]!["url"]!;
        Append($"<!doctype html>\n<html lang=\"{language.Tag()}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<style>{Style}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">{Say("Saltar al contenido", "Skip to the content")}</a>\n")
            .Append($"<header>\n<h1>{title}</h1>\n<p>{Say("Versión", "Version")} {Text(description["info"]!["version"])}. {Say("Todas las direcciones empiezan con", "All addresses begin with")} <code>{Html.Encode(root)}</code>. ")
            .Append($"<a href=\"{Html.Encode(root)}/openapi.json\">{Say("La misma descripción como OpenAPI 3.1 (en inglés)", "The same description as OpenAPI 3.1")}</a>.</p>\n")
            .Append($"<p><a href=\"?{Languages.Parameter}={Other.Tag()}\" hreflang=\"{Other.Tag()}\" lang=\"{Other.Tag()}\">{Say("English", "Español")}</a></p>\n</header>\n");
        var byTag = description["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(o => (Path: path.Key, Method: o.Key.ToUpperInvariant(), Operation: o.Value!)))
            .ToLookup(o => (string)o.Operation["tags"]![0]!, StringComparer.Ordinal);
        Contents(byTag);
        Append($"<main id=\"main\">\n<section aria-labelledby=\"rules\">\n<h2 id=\"rules\">{Say("Reglas", "Rules")}</h2>\n").Append(Prose(description["info"]!["description"])).Append("</section>\n");
        foreach (var tag in description["tags"]!.AsArray())
        {
            var name = (string)tag!["name"]!;
            Append($"<section aria-labelledby=\"tag-{name}\">\n<h2 id=\"tag-{name}\"{English}>{name}</h2>\n{Prose(tag["description"])}");
            foreach (var (path, method, operation) in byTag[name]) Operation(path, method, operation);
            Append("</section>\n");
        }

        Append($"<section aria-labelledby=\"schemas\">\n<h2 id=\"schemas\">{Say("Estructura de los datos", "Shapes of the data")}</h2>\n");
        foreach (var (name, schema) in description["components"]!["schemas"]!.AsObject()) Schema(name, schema!);
        Append("</section>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private void Contents(ILookup<string, (string Path, string Method, JsonNode Operation)> byTag)
    {
        Append($"<nav aria-label=\"{Say("Contenido", "Contents")}\">\n<ul>\n");
        foreach (var tag in byTag.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            Append($"<li><a href=\"#tag-{tag.Key}\"{English}>{tag.Key}</a>\n<ul>\n");
            foreach (var (path, method, operation) in tag) Append($"<li><a href=\"#{operation["operationId"]}\"><code>{method} {Html.Encode(path)}</code></a></li>\n");
            Append("</ul></li>\n");
        }

        Append($"<li><a href=\"#schemas\">{Say("Estructura de los datos", "Shapes of the data")}</a></li>\n</ul>\n</nav>\n");
    }

    private void Operation(string path, string method, JsonNode operation)
    {
        var id = (string)operation["operationId"]!;
        Append($"<article aria-labelledby=\"{id}\">\n<h3 id=\"{id}\"><code>{method} {Html.Encode(path)}</code></h3>\n").Append(Prose(operation["description"]));
        if (operation["parameters"] is JsonArray parameters)
        {
            Table(Say("Parámetros", "Parameters"), Say("Nombre", "Name"), Say("Dónde", "Where"), Say("Qué es", "Meaning"), parameters.Select(p => Resolve(p!)).Select(p => (
                $"<code>{Text(p["name"])}</code>{(p["required"] is null ? "" : Say(" (obligatorio)", " (required)"))}", Place((string)p["in"]!), $"<span{English}>{Text(p["description"])}</span> {Kind(p["schema"]!)}")));
        }

        if (operation["requestBody"] is { } body)
        {
            Append($"<p>{Say("Cuerpo", "Body")}: {Bodies(body["content"])}</p>\n");
        }

        Table(Say("Respuestas", "Answers"), Say("Código", "Status"), Say("Cuerpo", "Body"), Say("Cuándo", "When"), operation["responses"]!.AsObject().Select(r => (Status: r.Key, Response: Resolve(r.Value!))).Select(r => (
            r.Status,
            r.Response["content"] is { } content ? Bodies(content) : "–",
            $"<span{English}>{Inline(r.Response["description"])}</span>")));
        Append("</article>\n");
    }

    private void Schema(string name, JsonNode schema)
    {
        Append($"<article aria-labelledby=\"schema-{name}\">\n<h3 id=\"schema-{name}\"{English}>{name}</h3>\n");
        var required = schema["required"]?.AsArray().Select(r => (string)r!).ToHashSet(StringComparer.Ordinal) ?? [];
        Table(Say("Campos", "Members"), Say("Nombre", "Name"), Say("Siempre", "Always"), Say("Qué es", "Meaning"), (schema["properties"]?.AsObject() ?? []).Select(p => (
            $"<code>{p.Key}</code>", required.Contains(p.Key) ? Say("sí", "yes") : Say("no", "no"), $"{Kind(p.Value!)} <span{English}>{Text(p.Value!["description"])}</span>")));
        Append("</article>\n");
    }

    private void Table(string caption, string first, string second, string third, IEnumerable<(string First, string Second, string Third)> rows)
    {
        Append($"<table>\n<caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{first}</th><th scope=\"col\">{second}</th><th scope=\"col\">{third}</th></tr></thead>\n<tbody>\n");
        foreach (var row in rows) Append($"<tr><th scope=\"row\">{row.First}</th><td>{row.Second}</td><td>{row.Third}</td></tr>\n");
        Append("</tbody>\n</table>\n");
    }

    private string Bodies(JsonNode? content) =>
        string.Join(", ", content!.AsObject().Select(c => $"<code>{Html.Encode(c.Key)}</code> {Kind(c.Value!["schema"]!)}"));

    /// <summary>Describes the type of a value in a few words.</summary>
    private string Kind(JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            var name = reference.Split('/')[^1];
            return $"<a href=\"#schema-{name}\"{English}>{name}</a>";
        }

        if (schema["anyOf"] is JsonArray any) return string.Join(Say(" o ", " or "), any.Select(a => Kind(a!)));
        if (schema["enum"] is JsonArray values) return string.Join(", ", values.Select(v => $"<code>{Text(v)}</code>"));
        if (schema["items"] is { } item && (schema["type"] as JsonValue)?.ToString() == "array") return Say("lista de ", "list of ") + Kind(item);
        var types = schema["type"] is JsonArray several ? several.Select(t => t!.ToString()) : schema["type"] is { } one ? [one.ToString()] : [];
        var format = schema["format"] is { } named ? $" ({Text(named)})" : "";
        return $"<code>{Html.Encode(string.Join(" | ", types))}</code>{format}";
    }

    private DocsPage Append(string html)
    {
        page.Append(html);
        return this;
    }

    private JsonNode Resolve(JsonNode node)
    {
        if ((string?)node["$ref"] is not { } reference) return node;
        JsonNode found = description;
        foreach (var name in reference.Split('/').Skip(1)) found = found[name]!;
        return found;
    }

    private string Place(string place) => place switch
    {
        "path" => Say("dirección", "address"),
        "query" => Say("consulta", "query"),
        _ => Say("encabezado", "header"),
    };

    private Language Other => language == Language.English ? Language.Spanish : Language.English;

    private string English => language == Language.English ? "" : " lang=\"en\"";

    private string Say(string es, string en) => new Wording(es, en).In(language);

    private string Prose(JsonNode? text) => string.Concat(((string?)text ?? "").Split("\n\n").Select(p => $"<p{English}>{Inline(p)}</p>\n"));

    private static string Text(JsonNode? text) => Html.Encode(text?.ToString() ?? "");

    private static string Inline(JsonNode? text) => Code().Replace(Text(text), "<code>${code}</code>");

    [GeneratedRegex("(`|&#x60;)(?<code>.+?)(`|&#x60;)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
