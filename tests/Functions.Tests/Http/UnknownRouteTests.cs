using System.Net;
using Microsoft.AspNetCore.Routing.Template;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Http;

[Collection(SharedApp.Name)]
public sealed class UnknownRouteTests(SharedApp shared) : SharedAppTest(shared)
{
    private static readonly string[] Methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "BREW"];

    private readonly TestApp app = shared.App;

    public static TheoryData<string> Routes => [.. DeclaredRoutes.All.Select(f => f.Route).Distinct(StringComparer.Ordinal)];

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("processes/edomex-2021/nothing")]
    [InlineData("processes/edomex-2021/districts/7/nothing")]
    [InlineData("processes//districts")]
    [InlineData("/health")]
    [InlineData("../admin")]
    [InlineData("%2e%2e/%2f")]
    [InlineData("%E2%82%AC/%F0%9F%8C%B5")]
    [InlineData("processes/edomex-2021/platforms/a%2Fb/reaction/x")]
    public async Task An_unknown_address_is_answered_with_a_problem_for_every_method(string address)
    {
        foreach (var method in Methods.Where(m => m != "HEAD"))
        {
            using var answer = await app.Operator.SendAsync(method, new Uri(app.Root, "/api/v1/").AbsoluteUri + address);
            if (answer.StatusCode == HttpStatusCode.NotFound && answer.Content.Headers.ContentLength == 0)
            {
                // Outside /api/v1 no function answers.
                Assert.StartsWith("..", Uri.UnescapeDataString(address), StringComparison.Ordinal);
                continue;
            }

            await answer.ProblemAsync(404, "route_not_found");
        }

        using var head = await app.Client.SendAsync("HEAD", address);
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public void A_host_that_takes_the_first_route_by_name_reaches_the_same_function()
    {
        // Azure's host matches in this order.
        var inOrder = DeclaredRoutes.All.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
            .Select(f => (Function: f, Matcher: new TemplateMatcher(TemplateParser.Parse(f.Route), []))).ToList();
        foreach (var function in DeclaredRoutes.All)
        {
            var path = "/" + function.Address(SharedApp.Open).Split('?')[0];
            foreach (var method in function.Methods)
            {
                var first = inOrder.First(f => f.Function.Methods.Contains(method) && f.Matcher.TryMatch(path, []));
                Assert.Equal(function.Name, first.Function.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_method_that_an_address_does_not_take_is_refused_with_the_list_of_allowed_methods(string route)
    {
        var here = DeclaredRoutes.All.Where(f => f.Route == route).ToList();
        var address = here[0].Address(SharedApp.Open).Split('?')[0];
        // Another route may match the same address.
        var takes = DeclaredRoutes.All
            .Where(f => new TemplateMatcher(TemplateParser.Parse(f.Route), []).TryMatch("/" + address, []))
            .SelectMany(f => f.Methods).Append("OPTIONS").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var method in Methods.Except(takes))
        {
            using var answer = await app.Operator.SendAsync(method, address);
            Assert.Equal(takes, answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
            if (method == "HEAD") Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            else await answer.ProblemAsync(405, "method_not_allowed");
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_preflight_answer_lists_the_methods_and_allows_other_origins_where_reading_is_public(string route)
    {
        var here = DeclaredRoutes.All.Where(f => f.Route == route).ToList();
        var isPublic = here.Any(f => f.Role == Role.Anyone && f.Methods.Contains("GET"));
        using var request = new HttpRequestMessage(HttpMethod.Options, here[0].Address(SharedApp.Open));
        request.Headers.Add("Origin", "https://example.org");
        request.Headers.Add("Access-Control-Request-Method", here[0].Methods[0]);
        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Superset(here.SelectMany(f => f.Methods).ToHashSet(), answer.Content.Headers.Allow.ToHashSet());
        Assert.Equal(isPublic, answer.Headers.Contains("Access-Control-Allow-Origin"));
        if (isPublic) Assert.Equal("GET, HEAD", string.Join(", ", answer.Headers.GetValues("Access-Control-Allow-Methods")));
    }
}
