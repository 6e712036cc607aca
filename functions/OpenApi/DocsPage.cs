using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Http.Documents;

namespace ServerlessDecide.Functions.OpenApi;

/// <summary>
/// The API's description as a page to read and print, in Spanish or English: folded by section, with a curl line for each operation. It works
/// without its script, which adds a search. No external resources. The meanings of schemas exist only in English, and are marked so.
/// </summary>
internal sealed partial class DocsPage
{
    private const string Style =
        """
        :root{color-scheme:light dark}
        body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:0 1rem 4rem;overflow-wrap:break-word}
        a{color:LinkText}a:focus-visible,summary:focus-visible,input:focus-visible{outline:3px solid;outline-offset:2px}
        .skip{position:absolute;left:-100rem}.skip:focus{position:static}
        summary{cursor:pointer}summary h2,summary h3{display:inline;font-size:1.15rem}summary h3{font-size:1rem;font-weight:normal}
        main>section{border-top:1px solid;padding:.5rem 0}details details{margin:.5rem 0 .5rem 1rem}
        nav ul{columns:16rem;padding-left:1.25rem}input{font:inherit;width:100%;max-width:30rem;box-sizing:border-box}
        code,pre{font-family:ui-monospace,monospace;font-size:.9rem;overflow-wrap:anywhere}pre{white-space:pre-wrap;border:1px solid;padding:.5rem;margin:.5rem 0}
        h4{margin:1rem 0 0}dl{margin:0}dt{margin-top:.5rem}dd{margin:0 0 0 1rem}
        @media print{nav,.skip,#search{display:none}}
        """;

    // Finds operations by any of their words, opens what an address points to, and writes the address of this very installation into its line.
    private const string Script =
        """
        const find = id => document.getElementById(id), operations = [...document.querySelectorAll('.operation')];
        const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
        const texts = new Map(operations.map(o => [o, plain(o.firstElementChild.textContent + ' ' + o.id)]));
        const search = () => {
          const words = plain(find('q').value).split(/\s+/).filter(w => w);
          for (const o of operations) o.hidden = !words.every(w => texts.get(o).includes(w));
          for (const s of document.querySelectorAll('main>section')) {
            const own = [...s.querySelectorAll('.operation')];
            s.hidden = words.length > 0 && own.every(o => o.hidden);
            if (own.length) s.firstElementChild.open = words.length > 0;
          }
          find('found').textContent = words.length ? operations.filter(o => !o.hidden).length + ' / ' + operations.length : '';
        };
        const show = () => {
          const target = find(location.hash.slice(1));
          for (let e = target; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
          target?.scrollIntoView();
        };
        find('q').addEventListener('input', search);
        find('search').hidden = false;
        find('base').textContent = 'api=' + location.origin + find('base').dataset.root;
        addEventListener('hashchange', show);
        addEventListener('beforeprint', () => { for (const d of document.querySelectorAll('details')) d.open = true; });
        show();
        """;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject description;
    private readonly Language language;
    private readonly StringBuilder page = new();

    private DocsPage(JsonObject description, Language language)
    {
        this.description = description;
        this.language = language;
    }

    /// <summary>Allows only the page's own style and script, by their hashes, and no framing.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Language Other => language == Language.English ? Language.Spanish : Language.English;

    private string English => language == Language.English ? "" : " lang=\"en\"";

    public static PublicDocument Write(JsonObject description, Language language) =>
        new(Encoding.UTF8.GetBytes(new DocsPage(description, language).Write()), "text/html; charset=utf-8");

    private string Write()
    {
        var title = Say("La API de ServerlessDecide", "The API of ServerlessDecide");
        var root = Html.Encode((string)description["servers"]![0]!["url"]!);
        Append($"<!doctype html>\n<html lang=\"{language.Tag()}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<style>{Style}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">{Say("Saltar al contenido", "Skip to the content")}</a>\n")
            .Append($"<header>\n<h1>{title}</h1>\n<p>{Say("Versión", "Version")} {Text(description["info"]!["version"])}. ")
            .Append($"<a href=\"{root}/openapi.json\">{Say("La misma descripción como OpenAPI 3.1 (en inglés)", "The same description as OpenAPI 3.1")}</a>. ")
            .Append($"<a href=\"?{Languages.Parameter}={Other.Tag()}\" hreflang=\"{Other.Tag()}\" lang=\"{Other.Tag()}\">{Say("English", "Español")}</a></p>\n")
            .Append($"<p>{Say("Las líneas de curl suponen antes", "The curl lines assume before them")}:</p>\n<pre id=\"base\" data-root=\"{root}\">api=https://…{root}</pre>\n</header>\n")
            .Append($"<div id=\"search\" role=\"search\" hidden>\n<label for=\"q\">{Say("Buscar una operación", "Find an operation")}</label>\n")
            .Append("<input id=\"q\" type=\"search\" autocomplete=\"off\">\n<output id=\"found\" for=\"q\"></output>\n</div>\n");
        var byTag = description["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(o => (Path: path.Key, Method: o.Key.ToUpperInvariant(), Operation: o.Value!)))
            .ToLookup(o => (string)o.Operation["tags"]![0]!, StringComparer.Ordinal);
        var tags = description["tags"]!.AsArray().Select(tag => (Name: (string)tag!["name"]!, Meaning: (string)tag["description"]!)).ToList();
        Contents(tags.Select(t => t.Name));

        Append("<main id=\"main\">\n");
        Section("rules", Say("Reglas para todas las direcciones", "Rules for every address"), "", () =>
        {
            foreach (var paragraph in ((string)description["info"]!["description"]!).Split("\n\n")) Append($"<p{Mark(paragraph)}>{Inline(Said(paragraph))}</p>\n");
        });
        foreach (var (name, meaning) in tags)
        {
            var operations = byTag[name].ToList();
            Section("tag-" + name, Title(name), $" ({operations.Count})", () =>
            {
                Append($"<p{Mark(meaning)}>{Inline(Said(meaning))}</p>\n");
                foreach (var (path, method, operation) in operations) Operation(path, method, operation);
            });
        }

        var schemas = description["components"]!["schemas"]!.AsObject();
        Section("schemas", Say("Estructura de los datos", "Shapes of the data"), $" ({schemas.Count})", () =>
        {
            if (language == Language.Spanish) Append("<p>Lo que significa cada campo está en inglés.</p>\n");
            foreach (var (name, schema) in schemas) Schema(name, schema!);
        });
        return Append($"</main>\n<script>{Script}</script>\n</body>\n</html>\n").page.ToString();
    }

    private void Contents(IEnumerable<string> tags)
    {
        Append($"<nav aria-label=\"{Say("Contenido", "Contents")}\">\n<ul>\n<li><a href=\"#rules\">{Say("Reglas para todas las direcciones", "Rules for every address")}</a></li>\n");
        foreach (var tag in tags) Append($"<li><a href=\"#tag-{tag}\">{Title(tag)}</a></li>\n");
        Append($"<li><a href=\"#schemas\">{Say("Estructura de los datos", "Shapes of the data")}</a></li>\n</ul>\n</nav>\n");
    }

    private void Section(string id, string title, string count, Action write)
    {
        Append($"<section aria-labelledby=\"{id}\">\n<details>\n<summary><h2 id=\"{id}\">{title}</h2>{count}</summary>\n");
        write();
        Append("</details>\n</section>\n");
    }

    private void Operation(string path, string method, JsonNode operation)
    {
        var id = (string)operation["operationId"]!;
        var summary = (string)operation["summary"]!;
        Append($"<details class=\"operation\" id=\"{id}\">\n<summary><h3><code>{method} {Html.Encode(path)}</code></h3> <span{Mark(summary)}>{Inline(Said(summary))}</span></summary>\n");
        // Its description is the summary, and then who may call it.
        var description = (string)operation["description"]!;
        var rest = description.StartsWith(summary, StringComparison.Ordinal) ? description[summary.Length..].Trim() : description;
        if (rest.Length > 0) Append($"<p{Mark(rest)}>{Inline(Said(rest))}</p>\n");
        Append($"<pre>{Html.Encode(CurlLine.Of(path, method, operation))}</pre>\n");
        List(Say("Parámetros", "Parameters"), (operation["parameters"]?.AsArray() ?? []).Select(p => Resolve(p!)).Select(p => (
            $"<code>{Text(p["name"])}</code> {Place((string)p["in"]!)}{(p["required"] is null ? "" : Say(", obligatorio", ", required"))}",
            $"{Meaning(p)} {Kind(p["schema"]!)}")));
        if (operation["requestBody"] is { } body)
        {
            Append($"<p>{Say("Cuerpo", "Body")}: {Bodies(body["content"])}</p>\n");
            Example(body["content"]!);
        }

        List(Say("Respuestas", "Answers"), operation["responses"]!.AsObject().Select(r => (
            $"<code>{r.Key}</code>{(Resolve(r.Value!)["content"] is { } content ? " " + Bodies(content) : "")}", When(r.Value!))));
        foreach (var (_, response) in operation["responses"]!.AsObject())
        {
            if (response!["content"] is { } content) Example(content);
        }

        Append("</details>\n");
    }

    private void Schema(string name, JsonNode schema)
    {
        Append($"<details id=\"schema-{name}\">\n<summary><h3{English}>{name}</h3></summary>\n");
        if ((string?)schema["description"] is { } meaning) Append($"<p{English}>{Inline(meaning)}</p>\n");
        if (schema["oneOf"] is JsonArray choices) Append($"<p>{string.Join(Say(" o ", " or "), choices.Select(c => Kind(c!)))}</p>\n");
        var required = schema["required"]?.AsArray().Select(r => (string)r!).ToHashSet(StringComparer.Ordinal) ?? [];
        List(Say("Campos", "Members"), (schema["properties"]?.AsObject() ?? []).Select(p => (
            $"<code>{p.Key}</code>{(required.Contains(p.Key) ? "" : Say(" (no siempre)", " (not always)"))}",
            $"{Kind(p.Value!)} <span{English}>{Inline((string?)p.Value!["description"] ?? "")}</span>")));
        Append("</details>\n");
    }

    private void List(string caption, IEnumerable<(string Term, string Meaning)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        Append($"<h4>{caption}</h4>\n<dl>\n");
        foreach (var (term, meaning) in all) Append($"<dt>{term}</dt><dd>{meaning}</dd>\n");
        Append("</dl>\n");
    }

    private void Example(JsonNode content)
    {
        if (content.AsObject().Select(c => c.Value!["example"]).FirstOrDefault(e => e is not null) is not { } example) return;
        var text = example is JsonValue value && value.TryGetValue<string>(out var plain) ? plain : example.ToJsonString(Readable);
        Append($"<p>{Say("Por ejemplo", "For example")}:</p>\n<pre>{Html.Encode(text)}</pre>\n");
    }

    private string When(JsonNode response)
    {
        // A shared refusal bears the codes of its problems in its name; each problem has a title in both languages.
        if ((string?)response["$ref"] is { } reference && reference.Split('/')[^1].Split('.').Select(code => (Code: code, Title: SpanishTexts.Refusal(code))).ToList() is var refusals
            && refusals.TrueForAll(r => r.Title is not null))
        {
            return string.Join("; ", refusals.Select(r => $"<code>{r.Code}</code>: {Html.Encode(r.Title!.Value.In(language))}")) + ".";
        }

        return Meaning(Resolve(response));
    }

    private string Meaning(JsonNode node) => (string?)node["description"] is { } text ? $"<span{Mark(text)}>{Inline(Said(text))}</span>" : "";

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

    private string Title(string tag) => Html.Encode(SpanishTexts.Section(tag)?.In(language) ?? tag);

    private string Say(string es, string en) => new Wording(es, en).In(language);

    /// <summary>Returns a text of the description in the language of the page, or in English while it has no translation.</summary>
    private string Said(string english) => language == Language.English ? english : SpanishTexts.Find(english) ?? english;

    /// <summary>Returns the attribute that marks a text without a translation as English.</summary>
    private string Mark(string english) => language == Language.English || SpanishTexts.Find(english) is not null ? "" : English;

    private static string Text(JsonNode? text) => Html.Encode(text?.ToString() ?? "");

    private static string Inline(string text) => Code().Replace(Html.Encode(text), "<code>${code}</code>");

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("(`|&#x60;)(?<code>.+?)(`|&#x60;)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
