using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;

namespace ServerlessDecide.Functions.Tests.Http;

/// <summary>A public document depends on its address alone. These tests pick up a new function from its declaration.</summary>
[Collection(SharedApp.Name)]
public sealed partial class PublicLanguageTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Nowhere = "nadie-2021";

    private static readonly string[] Tables = ["candidates.csv", "candidates.xlsx", "blocks.csv", "results.csv", "statistics.csv", "sections.csv", "data-dictionary.csv"];

    private readonly HttpClient client = shared.App.Client;

    public static TheoryData<string> PublicReads => DeclaredRoutes.Names(IsPublicRead);

    public static TheoryData<string> Others => DeclaredRoutes.Names(f => !IsPublicRead(f));

    [Theory]
    [MemberData(nameof(PublicReads))]
    public async Task The_language_that_a_browser_prefers_changes_neither_a_public_answer_nor_its_refusal(string name)
    {
        var function = DeclaredRoutes.Of(name);
        var places = function.Route.Contains("{process}", StringComparison.Ordinal) ? (string[])[SharedApp.Open, SharedApp.Before, SharedApp.After, Nowhere] : [SharedApp.Open];
        foreach (var address in places.Select(function.Address))
        {
            foreach (var asked in (string[])[address, And(address, "lang=en"), And(address, "lang=xx"), And(address, "limit=0"), And(address, "lang=en&limit=0")])
            {
                foreach (var method in function.Methods)
                {
                    var spanish = await SeenAsync(method, asked, "es-MX,es;q=0.9");
                    Assert.Equal(spanish, await SeenAsync(method, asked, "en"));
                    Assert.Equal(spanish, await SeenAsync(method, asked, null));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(PublicReads))]
    public async Task The_refusals_of_a_public_read_are_in_the_language_of_the_address(string name)
    {
        var function = DeclaredRoutes.Of(name);
        var refusals = new List<(string Address, Problem Problem)>();
        if (function.Route.Contains("{process}", StringComparison.Ordinal)) refusals.Add((function.Address(Nowhere), Problems.ProcessNotFound));
        if (ClosedActivityTests.IsGated(name)) refusals.Add((function.Address(SharedApp.Before), Problems.ActivityClosed));
        refusals.Add((function.Address(SharedApp.Open).Split('?')[0] + "/nothing/here", Problems.RouteNotFound));
        foreach (var (address, problem) in refusals)
        {
            foreach (var (asked, language, title) in ((string, string, string)[])[
                (address, "es", problem.Title.Es), (And(address, "lang="), "es", problem.Title.Es), (And(address, "lang=es"), "es", problem.Title.Es), (And(address, "lang=en"), "en", problem.Title.En)])
            {
                using var answer = await client.GetAsync(asked);
                Assert.Equal(title, (await answer.ProblemAsync(problem.Status, problem.Code)).Text("title"));
                Assert.Equal(language, Assert.Single(answer.Content.Headers.ContentLanguage));
            }
        }
    }

    [Theory]
    [MemberData(nameof(PublicReads))]
    public async Task A_public_read_accepts_one_supported_language_and_refuses_anything_else(string name)
    {
        var address = DeclaredRoutes.Of(name).Address(SharedApp.Open);
        foreach (var wrong in (string[])["lang=xx", "lang=EN", "lang=es-MX", "lang=es,en", "lang=%20es", "lang=es&lang=es", "lang=es&lang=en", "lang=en&LANG=es", "lang=&lang="])
        {
            using var answer = await client.GetAsync(And(address, wrong));
            Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
            var problem = await answer.ProblemAsync(400, "invalid_input");
            Assert.Equal("""{"lang":["debe ser es o en, una sola vez"]}""", problem.GetProperty("errors").GetRawText());
        }

        using var plain = await client.GetAsync(address);
        // No comment of the shared app has this receipt.
        Assert.Equal(name == "GetComment" ? HttpStatusCode.NotFound : HttpStatusCode.OK, plain.StatusCode);
        // Without a language, a table has the headers of its import.
        var inSpanish = Tables.Any(address.EndsWith) ? [] : (string[])["lang=es"];
        foreach (var same in (string[])["lang=", .. inSpanish])
        {
            using var answer = await client.GetAsync(And(address, same));
            Assert.Equal((plain.StatusCode, plain.Headers.ETag), (answer.StatusCode, answer.Headers.ETag));
        }
    }

    /// <summary>An answer that no cache keeps may follow the caller's preference; the language in the address takes precedence.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public async Task An_uncached_answer_follows_the_language_of_the_address_and_then_the_callers(string name)
    {
        var function = DeclaredRoutes.Of(name);
        var address = function.Address(Nowhere);
        foreach (var (asked, accepted, language) in ((string, string, string)[])[
            (address, "en", "en"), (address, "es", "es"), (And(address, "lang="), "en", "en"), (And(address, "lang=es"), "en", "es"), (And(address, "lang=en"), "es", "en")])
        {
            using var answer = await SendAsync(function.Methods[0], asked, accepted);
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            Assert.InRange((int)answer.StatusCode, 400, 499);
            Assert.Equal(language, Assert.Single(answer.Content.Headers.ContentLanguage));
        }

        // A missing credential is refused first.
        using var wrong = await SendAsync(function.Methods[0], And(address, "lang=xx"), "en");
        if (function.Role == Role.Anyone) Assert.Equal(["lang"], await wrong.InvalidFieldsAsync());
        else await wrong.ProblemAsync(401, "credential_required");
    }

    [Theory]
    [InlineData("docs")]
    [InlineData("start")]
    [InlineData($"processes/{SharedApp.Open}/calendar.ics")]
    [InlineData($"processes/{SharedApp.Open}/quality-classes")]
    [InlineData($"processes/{SharedApp.Open}/statistics")]
    [InlineData($"processes/{SharedApp.Open}/datapackage.json")]
    public async Task A_document_that_the_software_words_is_a_document_of_its_own_in_each_language(string address)
    {
        using var spanish = await client.GetAsync(address);
        using var english = await client.GetAsync(address + "?lang=en");
        Assert.Equal(("es", "en"), (Assert.Single(spanish.Content.Headers.ContentLanguage), Assert.Single(english.Content.Headers.ContentLanguage)));
        Assert.NotEqual(spanish.Headers.ETag, english.Headers.ETag);
        Assert.NotEqual(await spanish.Content.ReadAsStringAsync(), await english.Content.ReadAsStringAsync());
        Assert.All([spanish, english], a => Assert.Equal(["Accept-Encoding"], a.Headers.Vary));

        using var request = new HttpRequestMessage(HttpMethod.Get, address + "?lang=en");
        request.Headers.IfNoneMatch.Add(english.Headers.ETag!);
        using var unchanged = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task The_next_page_keeps_the_language_and_a_cursor_works_in_both_languages()
    {
        const string Address = $"processes/{SharedApp.Open}/quality-classes";
        using var first = await client.GetAsync(Address + "?limit=1&lang=en");
        var link = Link().Match(Assert.Single(first.Headers.GetValues("Link"))).Groups["address"].Value;
        Assert.Contains("lang=en", link, StringComparison.Ordinal);
        using var second = await client.GetAsync(link);
        Assert.Equal("B", (await ItemsAsync(second))[0].Text("class"));
        Assert.Equal("en", Assert.Single(second.Content.Headers.ContentLanguage));

        using var other = await client.GetAsync(link.Replace("lang=en", "lang=es", StringComparison.Ordinal));
        Assert.Equal("B", (await ItemsAsync(other))[0].Text("class"));
        Assert.Equal("es", Assert.Single(other.Content.Headers.ContentLanguage));
    }

    [Fact]
    public async Task The_language_of_the_address_is_not_checked_for_an_unknown_route_or_a_preflight()
    {
        using var nothing = await client.GetAsync("nothing?lang=xx");
        await nothing.ProblemAsync(404, "route_not_found");
        // A browser could not read the refusal if the preflight failed.
        using var preflight = await client.SendAsync("OPTIONS", $"processes/{SharedApp.Open}/glossary?lang=xx");
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
    }

    private static bool IsPublicRead(HttpFunction function) => function.Role == Role.Anyone && function.Methods.Contains("GET");

    private static string And(string address, string query) => address + (address.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;

    private static async Task<List<JsonElement>> ItemsAsync(HttpResponseMessage answer) => [.. (await answer.JsonAsync()).GetProperty("items").EnumerateArray()];

    private Task<HttpResponseMessage> SendAsync(string method, string address, string? accepted)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (accepted is not null) request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        return client.SendAsync(request);
    }

    /// <summary>Returns what a cache would keep of an answer: status, headers and bytes, without the date and the trace id.</summary>
    private async Task<string> SeenAsync(string method, string address, string? accepted)
    {
        using var answer = await SendAsync(method, address, accepted);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}");
        var body = Convert.ToHexString(await answer.Content.ReadAsByteArrayAsync());
        if (answer.Headers.CacheControl?.NoStore == true) body = answer.IsSuccessStatusCode ? "" : TraceId().Replace(await answer.Content.ReadAsStringAsync(), "");
        return $"{method} {address}\n{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{body}";
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex TraceId();

    [GeneratedRegex("<(?<address>[^>]+)>; rel=\"next\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
