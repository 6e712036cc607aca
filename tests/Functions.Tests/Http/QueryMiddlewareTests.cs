using System.Net;
using System.Text.Json.Nodes;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Tests.OpenApi;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Http;

/// <summary>What an address takes after the question mark, whatever function answers it.</summary>
[Collection(SharedApp.Name)]
public sealed class QueryMiddlewareTests(SharedApp shared) : SharedAppTest(shared)
{
    public static TheoryData<string> Functions => DeclaredRoutes.Names(f => !f.IsPage);

    public static TheoryData<string> WithFilters => DeclaredRoutes.Names(f => f.Role == Role.Anyone && f.Name != "GetLocation" && f.Queries.Count > 0);

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task An_unknown_parameter_is_refused_and_the_refusal_names_those_of_the_description(string name)
    {
        var described = Described(name);
        Assert.Contains("lang", described);
        foreach (var (language, rule) in ((string, string)[])[
            ("es", $"no es un parámetro de esta dirección; los que hay: {string.Join(", ", described)}"),
            ("en", $"is not a parameter of this address; there are: {string.Join(", ", described)}")])
        {
            using var answer = await SendAsync(name, $"lang={language}&municipio=15106");
            var errors = (await answer.ProblemAsync(400, "invalid_input")).GetProperty("errors");
            Assert.Equal(["municipio"], errors.Names());
            Assert.Equal([rule], errors.GetProperty("municipio").EnumerateArray().Select(e => e.GetString()));
            if (DeclaredRoutes.Of(name) is var function && function.IsPublicRead(function.Methods[0])) Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_known_parameter_is_given_once_unless_it_takes_many_values(string name)
    {
        foreach (var parameter in Described(name))
        {
            using var answer = await SendAsync(name, $"{parameter}=x&{parameter}=y");
            if (DeclaredRoutes.Of(name).Queries.Any(q => q.Name == parameter && q.Many)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            else Assert.Equal([parameter], await answer.InvalidFieldsAsync());
        }
    }

    [Theory]
    [MemberData(nameof(WithFilters))]
    public async Task Filters_without_a_value_as_a_form_sends_them_filter_nothing(string name)
    {
        using var all = await SendAsync(name, "");
        using var form = await SendAsync(name, string.Join('&', DeclaredRoutes.Of(name).Queries.Select(q => q.Name + "=")));
        using var blanks = await SendAsync(name, string.Join('&', DeclaredRoutes.Of(name).Queries.Select(q => q.Name + "=+")));

        Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        Assert.Equal((all.StatusCode, all.Headers.ETag), (form.StatusCode, form.Headers.ETag));
        Assert.Equal((all.StatusCode, all.Headers.ETag), (blanks.StatusCode, blanks.Headers.ETag));
    }

    [Fact]
    public async Task The_next_page_of_a_form_keeps_its_filters_and_leaves_out_the_empty_ones()
    {
        using var page = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/candidates?q=&contender=sol&role=&limit=1");
        var link = Assert.Single(page.Headers.GetValues("Link"));
        Assert.StartsWith($"</api/v1/processes/{SharedApp.Open}/candidates?contender=sol&limit=1&cursor=", link, StringComparison.Ordinal);
        using var next = await Shared.App.Client.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        Assert.Equal("sol", Assert.Single((await next.JsonAsync()).Items()).Text("contender"));
    }

    [Fact]
    public async Task A_switch_without_a_value_is_refused_because_it_looks_as_if_it_were_on()
    {
        foreach (var name in DeclaredRoutes.All.Where(f => f.Queries.Any(q => q.Type == "boolean")).Select(f => f.Name))
        {
            foreach (var query in DeclaredRoutes.Of(name).Queries.Where(q => q.Type == "boolean"))
            {
                using var answer = await SendAsync(name, query.Name);
                Assert.Equal([query.Name], await answer.InvalidFieldsAsync());
            }
        }
    }

    [Theory]
    [InlineData("LIMIT=1", "LIMIT")]
    [InlineData("=x", "")]
    [InlineData("utm_source=x&fbclid=y", "utm_source fbclid")]
    [InlineData("code=the-key-of-a-function", "code")]
    public async Task Names_are_exact_and_no_value_is_repeated_in_the_refusal(string query, string fields)
    {
        using var answer = await SendAsync("ListDistricts", query);
        Assert.Equal(fields.Split(' '), await answer.InvalidFieldsAsync());
        Assert.DoesNotContain("the-key-of-a-function", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_ten_unknown_parameters_at_most()
    {
        using var answer = await SendAsync("ListDistricts", string.Join('&', Enumerable.Range(0, 500).Select(i => $"x{i}=1")));
        Assert.Equal(10, (await answer.InvalidFieldsAsync()).Length);
    }

    [Fact]
    public async Task A_page_ignores_what_shared_links_carry()
    {
        using var answer = await Shared.App.Client.GetAsync("docs?utm_source=boletin&utm_campaign=a&utm_campaign=b&fbclid=x");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(DeclaredRoutes.All, f => f is { IsPage: true, Name: nameof(GetDocs) });
    }

    [Fact]
    public async Task An_unknown_address_is_not_found_whatever_its_parameters()
    {
        using var answer = await Shared.App.Client.GetAsync("nothing?municipio=15106");
        await answer.ProblemAsync(404, "route_not_found");
    }

    [Fact]
    public async Task A_credential_is_asked_for_before_the_parameters_are_looked_at()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/operator/moderation?municipio=15106");
        await answer.ProblemAsync(401, "credential_required");
    }

    private static List<string> Described(string function) =>
    [
        .. DescribedAnswers.Operations[function]["parameters"]!.AsArray()
            .Select(p => (string?)p!["$ref"] is { } reference ? (JsonNode)DescribedAnswers.Document["components"]!["parameters"]![reference.Split('/')[^1]]! : p)
            .Where(p => (string?)p["in"] == "query")
            .Select(p => (string)p["name"]!),
    ];

    private Task<HttpResponseMessage> SendAsync(string name, string query)
    {
        var function = DeclaredRoutes.Of(name);
        var request = new HttpRequestMessage(new HttpMethod(function.Methods[0]), $"{function.Address(SharedApp.Open).Split('?')[0]}?{query}");
        if (function.Role == Role.Visitor) request.Headers.Authorization = Shared.Visitor.Client.DefaultRequestHeaders.Authorization;
        else if (function.Role != Role.Anyone) request.Headers.Add("x-functions-key", TestApp.Key);
        if (function.Methods[0] != "GET") request.Content = Answers.Json("{}");
        return Shared.App.Client.SendAsync(request);
    }
}
