using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.OpenApi;

[Collection(SharedApp.Name)]
public sealed partial class GetDocsTests(SharedApp shared) : SharedAppTest(shared)
{
    [Theory]
    [InlineData("es", "La API de ServerlessDecide", "Saltar al contenido", "<a href=\"?lang=en\" hreflang=\"en\" lang=\"en\">English</a>")]
    [InlineData("en", "The API of ServerlessDecide", "Skip to the content", "<a href=\"?lang=es\" hreflang=\"es\" lang=\"es\">Español</a>")]
    public async Task The_docs_page_exists_in_each_language_and_links_to_the_other(string language, string title, string skip, string other)
    {
        using var answer = await GetAsync(language);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(language, Assert.Single(answer.Content.Headers.ContentLanguage));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"<a class=\"skip\" href=\"#main\">{skip}</a>", page, StringComparison.Ordinal);
        Assert.Contains(other, page, StringComparison.Ordinal);
    }

    /// <summary>All but names in the code and the meanings of schemas, which exist only in English.</summary>
    [Fact]
    public void Every_text_of_the_description_has_a_Spanish_translation_and_no_translation_is_left_over()
    {
        var texts = new List<string>();
        var document = DescribedAnswers.Document;
        texts.AddRange(Text(document["info"], "description").Split("\n\n"));
        texts.AddRange(document["tags"]!.AsArray().Select(t => Text(t, "description")));
        foreach (var operation in DescribedAnswers.Operations.Values)
        {
            var summary = Text(operation, "summary");
            var description = Text(operation, "description");
            Assert.StartsWith(summary, description, StringComparison.Ordinal);
            texts.AddRange([summary, description[summary.Length..].Trim()]);
            texts.AddRange(operation["parameters"]!.AsArray().Where(p => p!["$ref"] is null).Select(p => Text(p, "description")));
            texts.AddRange(operation["responses"]!.AsObject().Where(r => r.Value!["$ref"] is null).Select(r => Text(r.Value, "description")));
        }

        foreach (var kind in (string[])["parameters", "securitySchemes"]) texts.AddRange(document["components"]![kind]!.AsObject().Select(p => Text(p.Value, "description")));
        var wanted = texts.Select(t => string.Join(' ', t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal([], wanted.Where(t => SpanishTexts.Find(t) is null));
        Assert.Equal([], SpanishTexts.Known.Except(wanted, StringComparer.Ordinal));
        Assert.Equal([], document["tags"]!.AsArray().Select(t => Text(t, "name")).Where(name => SpanishTexts.Section(name) is null));
        Assert.Equal([], document["components"]!["responses"]!.AsObject().SelectMany(r => r.Key.Split('.')).Where(code => SpanishTexts.Refusal(code) is null));
    }

    [Fact]
    public async Task The_docs_page_is_in_Spanish_but_for_the_shapes_of_the_data()
    {
        using var spanish = await GetAsync("es");
        var page = await spanish.Content.ReadAsStringAsync();
        var shapes = page.IndexOf("<section aria-labelledby=\"schemas\">", StringComparison.Ordinal);
        // Before them only links to shapes, which have names of the code, and the link to the other language.
        Assert.DoesNotContain("lang=\"en\"", EnglishNames().Replace(page[..shapes], ""), StringComparison.Ordinal);
        foreach (var text in (string[])[
            "Resultados de la elección", "Los distritos locales, por número.", "Cualquiera puede llamarla.", "Elementos por página.",
            "<code>activity_closed</code>: La actividad no está abierta", "Se llama con la credencial de visitante del proceso.", " consulta",
        ])
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        using var english = await GetAsync("en");
        Assert.DoesNotContain("lang=\"en\"", (await english.Content.ReadAsStringAsync()).Replace("<html lang=\"en\">", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_docs_page_is_folded_and_short_until_a_section_is_opened()
    {
        using var answer = await GetAsync("es");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<details open", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", page, StringComparison.Ordinal);
        var sections = Section().Matches(page).Select(m => m.Groups["rest"].Value).ToList();
        Assert.Equal(DescribedAnswers.Document["tags"]!.AsArray().Count + 2, sections.Count);
        Assert.All(sections, rest => Assert.StartsWith("<details>\n<summary><h2", rest, StringComparison.Ordinal));
        // What is seen before anything is opened.
        Assert.InRange(Folded().Replace(page[page.IndexOf("<body>", StringComparison.Ordinal)..], "").Length, 1_000, 6_000);
    }

    [Fact]
    public async Task Every_operation_has_a_curl_line_with_its_method_address_credential_and_body()
    {
        using var answer = await GetAsync("en");
        var page = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        foreach (var (id, operation) in DescribedAnswers.Operations)
        {
            var from = page.IndexOf($"<details class=\"operation\" id=\"{id}\">", StringComparison.Ordinal);
            var line = Curl().Match(page, from).Groups["line"].Value;
            var (path, methods) = DescribedAnswers.Document["paths"]!.AsObject().Single(p => p.Value!.AsObject().Any(o => (string?)o.Value!["operationId"] == id));
            var method = methods!.AsObject().Single(o => (string?)o.Value!["operationId"] == id).Key.ToUpperInvariant();
            Assert.StartsWith(method == "GET" ? "\"$api" + path.Split('{')[0] : $"-X {method} \"$api{path.Split('{')[0]}", line, StringComparison.Ordinal);
            // A shell would expand them.
            Assert.DoesNotContain("{", line.Split(" -d ")[0], StringComparison.Ordinal);
            Assert.Equal(operation["security"]!.AsArray().Any(s => s!["visitor"] is not null), line.Contains("-H \"Authorization: Bearer $token\"", StringComparison.Ordinal));
            Assert.Equal(operation["security"]!.AsArray().Any(s => s!["operatorKey"] is not null), line.Contains("-H \"x-functions-key: $key\"", StringComparison.Ordinal));
            Assert.Equal(operation["requestBody"] is not null, line.Contains("-H 'Content-Type: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_curl_line_takes_the_examples_of_the_description_and_quotes_them_for_the_shell()
    {
        var operation = JsonNode.Parse(
            """
            {
              "parameters": [
                { "name": "process", "in": "path", "example": "demo-edomex" }, { "name": "id", "in": "path" },
                { "name": "q", "in": "query", "example": "niños y $HOME" }, { "name": "topic", "in": "query" }, { "$ref": "#/components/parameters/lang" },
                { "name": "Idempotency-Key", "in": "header", "example": "a'b" }, { "name": "If-Match", "in": "header" }
              ],
              "security": [{ "visitor": [] }],
              "requestBody": { "content": { "application/json": { "example": { "text": "it's «agua»" } } } }
            }
            """)!;
        Assert.Equal(
            "curl -X POST \"$api/processes/demo-edomex/things/ID?q=ni%C3%B1os%20y%20%24HOME\" -H \"Authorization: Bearer $token\" "
            + "-H 'Idempotency-Key: a'\\''b' -H \"If-Match: $etag\" -H 'Content-Type: application/json' -d '{\"text\":\"it'\\''s «agua»\"}'",
            CurlLine.Of("/processes/{process}/things/{id}", "POST", operation));
    }

    [Fact]
    public async Task The_docs_page_has_every_operation_and_schema_and_no_dead_link()
    {
        using var answer = await GetAsync("es");
        var page = await answer.Content.ReadAsStringAsync();
        var ids = Ids().Matches(page).Select(m => m.Groups["id"].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(DescribedAnswers.Operations.Keys.Except(ids));
        Assert.Empty(DescribedAnswers.Document["components"]!["schemas"]!.AsObject().Select(s => "schema-" + s.Key).Except(ids));
        Assert.Empty(Links().Matches(page).Select(m => m.Groups["id"].Value).Except(ids));
        Assert.DoesNotContain("`", page, StringComparison.Ordinal);
        using var same = await Shared.App.Client.GetAsync(new Uri(Shared.App.Root, "/api/v1/openapi.json"));
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        Assert.Contains("href=\"/api/v1/openapi.json\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_docs_page_loads_nothing_and_allows_only_its_own_style_and_script()
    {
        using var answer = await GetAsync("es");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("<img|<link|<iframe|style=|src=|(href|action)=\"https?:| on[a-z]+=", page);
        var script = Assert.Single(Script().Matches(page)).Groups["script"].Value;
        Assert.DoesNotMatch("fetch|XMLHttpRequest|innerHTML|eval|import", script);
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Hash(Style().Match(page).Groups["style"].Value)}'; script-src 'sha256-{Hash(script)}'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        // Without the script there is no search, and all the rest.
        Assert.Contains("<div id=\"search\" role=\"search\" hidden>", page, StringComparison.Ordinal);

        static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Runs the page's script on a stand-in for a browser's document.</summary>
    [Theory]
    [InlineData("municipios", "ListMunicipalities", "ListGlossary")]
    [InlineData("LÍMITES dé", "GetDistrictBoundaries", "ListMunicipalities")]
    [InlineData("putplatformreaction", "PutPlatformReaction", "GetPlatform")]
    public async Task The_search_finds_operations_by_their_words_without_accents_and_case(string words, string found, string hidden)
    {
        using var answer = await GetAsync("es");
        var page = await answer.Content.ReadAsStringAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("docs-").FullName, "page.html");
        await File.WriteAllTextAsync(file, page);
        var check = Path.Combine(Repository.Root, "tests", "Functions.Tests", "OpenApi", "search-docs.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [check, file, words]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var said = await Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.True(node.ExitCode == 0, said[1]);
        var shown = said[0].Split('\n');
        Assert.Contains(found, shown);
        Assert.DoesNotContain(hidden, shown);
    }

    [Fact]
    public async Task The_docs_page_has_the_landmarks_and_its_headings_skip_no_level()
    {
        using var answer = await GetAsync("en");
        var page = await answer.Content.ReadAsStringAsync();
        var levels = Headings().Matches(page).Select(m => m.Groups["level"].Value[0] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.All((string[])["<header>", "<nav ", "<main id=\"main\">", "role=\"search\""], landmark => Assert.Equal(2, page.Split(landmark).Length));
    }

    private static string Text(JsonNode? node, string name) => (string)node![name]!;

    private Task<HttpResponseMessage> GetAsync(string language) => Shared.App.Client.GetAsync("docs?lang=" + language);

    [GeneratedRegex(" id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    [GeneratedRegex(" href=\"#(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Links();

    [GeneratedRegex("<h(?<level>[1-6])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Headings();

    [GeneratedRegex("<section [^>]*>\n(?<rest>.*\n.*)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Section();

    // All of a folded section but its summary.
    [GeneratedRegex("(?s)</summary>.*?</details>\n</section>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Folded();

    [GeneratedRegex("<pre>curl (?<line>[^\n]*)</pre>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Curl();

    [GeneratedRegex("<a href=\"#schema-[^\"]*\" lang=\"en\">|hreflang=\"en\" lang=\"en\"", RegexOptions.NonBacktracking)]
    private static partial Regex EnglishNames();

    [GeneratedRegex("(?s)<script>(?<script>.*?)</script>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(?<style>[^<]*)</style>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Style();
}
