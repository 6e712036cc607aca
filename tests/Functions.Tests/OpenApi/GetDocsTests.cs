using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

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
        // Text that is not in the language of the page is marked with its own.
        Assert.Equal(language == "es", page.Contains("<p lang=\"en\">", StringComparison.Ordinal));
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
    public async Task The_docs_page_runs_and_loads_nothing_and_allows_only_its_own_style()
    {
        using var answer = await GetAsync("es");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("<script|<img|<link|<iframe|style=|src=|https?://| on[a-z]+=", page);
        var style = Style().Match(page).Groups["style"].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
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
        Assert.All((string[])["<header>", "<nav ", "<main id=\"main\">"], landmark => Assert.Equal(2, page.Split(landmark).Length));
    }

    private Task<HttpResponseMessage> GetAsync(string language) => Shared.App.Client.GetAsync("docs?lang=" + language);

    [GeneratedRegex(" id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    [GeneratedRegex(" href=\"#(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Links();

    [GeneratedRegex("<h(?<level>[1-6])", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Headings();

    [GeneratedRegex("<style>(?<style>[^<]*)</style>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Style();
}
