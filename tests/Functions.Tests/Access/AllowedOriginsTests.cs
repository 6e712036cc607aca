using System.Net;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Access;

/// <summary>An app that allows an origin by name, and any port of this machine.</summary>
public sealed class OpenToOthers : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public TestVisitor Visitor { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = (await TestApp.StartAsync(new()
        {
            Settings = new Dictionary<string, string?> { ["AllowedOrigins"] = " https://app.example.mx, http://localhost:*,http://127.0.0.1:*" },
        })).Expecting("An operator key was refused");
        await Example.LoadAsync(App, SharedApp.Open, SharedApp.AllOpen);
        Visitor = await App.NewVisitorAsync(SharedApp.Open);
    }

    public Task DisposeAsync() => App.DisposeAsync().AsTask();
}

public sealed class AllowedOriginsTests(OpenToOthers open) : IClassFixture<OpenToOthers>
{
    private const string Page = "https://app.example.mx";

    public static TheoryData<string> Functions => DeclaredRoutes.Names(_ => true);

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_preflight_of_an_allowed_origin_permits_everything_but_the_operators_routes(string name)
    {
        var function = DeclaredRoutes.Of(name);
        var address = function.Address(SharedApp.Open).Split('?')[0];
        var methods = DeclaredRoutes.All
            .Where(f => f.Route == function.Route && (f.Role is Role.Anyone or Role.Visitor))
            .SelectMany(f => f.Methods).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        using var answer = await PreflightAsync(address, Page, function.Methods[0], "authorization, content-type, decide-session, x-other");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["Origin"], answer.Headers.Vary);
        Assert.Empty(Values(answer, "Access-Control-Allow-Credentials"));
        Assert.Equal(methods.Count == 0 ? [] : [Page], Values(answer, "Access-Control-Allow-Origin"));
        if (methods.Count == 0)
        {
            Assert.Empty(Values(answer, "Access-Control-Allow-Methods"));
            return;
        }

        Assert.Equal([string.Join(", ", methods)], Values(answer, "Access-Control-Allow-Methods"));
        Assert.Equal(
            ["Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, traceparent, x-requested-with, decide-session"],
            Values(answer, "Access-Control-Allow-Headers"));
        Assert.Equal(["7200"], Values(answer, "Access-Control-Max-Age"));
    }

    [Theory]
    [InlineData("https://app.example.mx", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://localhost:5173", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://localhost:99999", false)]
    [InlineData("http://localhost:5173.example.org", false)]
    [InlineData("http://localhost.example.org", false)]
    [InlineData("https://localhost:5173", false)]
    [InlineData("http://app.example.mx", false)]
    [InlineData("https://app.example.mx:8443", false)]
    [InlineData("https://APP.example.mx", false)]
    [InlineData("https://other.app.example.mx", false)]
    [InlineData("https://app.example.mx.example.org", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public async Task Only_the_origins_of_the_setting_may_write(string origin, bool isAllowed)
    {
        var reaction = $"processes/{SharedApp.Open}/platforms/sol-legislatura/reaction";
        using var preflight = await PreflightAsync(reaction, origin, "PUT", "authorization,content-type");
        Assert.Equal(isAllowed ? [origin] : [], Values(preflight, "Access-Control-Allow-Origin"));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"processes/{SharedApp.Open}/visitors/me/reactions");
        request.Headers.Authorization = open.Visitor.Client.DefaultRequestHeaders.Authorization;
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var answer = await open.App.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(isAllowed ? [origin] : [], Values(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(["Origin"], answer.Headers.Vary);
        Assert.Empty(Values(answer, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_goes_all_the_way_and_reads_refusals_too()
    {
        var process = $"processes/{SharedApp.Open}";
        var altcha = Altcha.Solve(await open.App.Client.GetJsonAsync($"{process}/challenge"));
        var steps = new (string Method, string Address, object? Body, bool IsKnown, int Status)[]
        {
            ("POST", $"{process}/visitors", new { altcha }, false, 201),
            ("POST", $"{process}/visitors", new { altcha }, false, 400),
            ("POST", $"{process}/visitors/waiting", null, false, 202),
            ("PUT", $"{process}/platforms/sol-legislatura/reaction", new { value = "like" }, true, 200),
            ("PUT", $"{process}/platforms/sol-legislatura/reaction?x=1", new { value = "like" }, true, 400),
            ("PUT", $"{process}/platforms/sol-legislatura/reaction", new { value = "like" }, false, 401),
            ("GET", $"{process}/platforms/sol-legislatura/reaction", null, true, 200),
            ("DELETE", $"{process}/platforms/sol-legislatura/reaction", null, true, 204),
            ("POST", $"{process}/platforms/sol-legislatura/comments", new { kind = "idea", text = "Más parques" }, true, 202),
            ("POST", $"{process}/visits", new { view = "home" }, false, 204),
        };
        foreach (var (method, address, body, isKnown, status) in steps)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body is null ? null : Answers.Json(body) };
            request.Headers.Add("Origin", Page);
            if (isKnown) request.Headers.Authorization = open.Visitor.Client.DefaultRequestHeaders.Authorization;
            using var answer = await open.App.Client.SendAsync(request);
            Assert.True((int)answer.StatusCode == status, $"{method} {address}: {answer.StatusCode}");
            Assert.Equal([Page], Values(answer, "Access-Control-Allow-Origin"));
            Assert.Contains("Location", Assert.Single(Values(answer, "Access-Control-Expose-Headers")), StringComparison.Ordinal);
        }

        using var read = new HttpRequestMessage(HttpMethod.Get, $"{process}/districts");
        read.Headers.Add("Origin", Page);
        using var publicly = await open.App.Client.SendAsync(read);
        Assert.Equal(["*"], Values(publicly, "Access-Control-Allow-Origin"));
        Assert.Equal(["Accept-Encoding"], publicly.Headers.Vary);
    }

    [Fact]
    public async Task No_answer_of_an_operators_route_is_readable_for_an_allowed_origin()
    {
        foreach (var function in DeclaredRoutes.All.Where(f => f.Role is not (Role.Anyone or Role.Visitor)))
        {
            foreach (var key in (string?[])[TestApp.Key, null])
            {
                using var request = new HttpRequestMessage(new HttpMethod(function.Methods[0]), function.Address("nadie-2021"));
                if (function.Methods[0] != "GET") request.Content = Answers.Json("{");
                request.Headers.Add("Origin", Page);
                if (key is not null) request.Headers.Add("x-functions-key", key);
                using var answer = await open.App.Client.SendAsync(request);
                Assert.Empty(Values(answer, "Access-Control-Allow-Origin"));
            }
        }

        using var wrong = new HttpRequestMessage(HttpMethod.Patch, $"processes/{SharedApp.Open}/operator/calendar");
        wrong.Headers.Add("Origin", Page);
        using var refused = await open.App.Client.SendAsync(wrong);
        await refused.ProblemAsync(405, "method_not_allowed");
        Assert.Empty(Values(refused, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://app.example.mx")]
    [InlineData("https://app.example.mx:8443 , https://xn--espaol-zwa.example")]
    [InlineData("http://localhost:*,http://127.0.0.1:*,http://localhost:3000,http://localhost")]
    public void The_setting_takes_exact_origins_and_any_port_of_this_machine(string setting) =>
        Assert.True(Validate(setting).Succeeded);

    [Theory]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("app.example.mx")]
    [InlineData("https://app.example.mx/")]
    [InlineData("https://app.example.mx/x")]
    [InlineData("https://App.example.mx")]
    [InlineData("https://app.example.mx:443")]
    [InlineData("https://app.example.mx:99999")]
    [InlineData("https://app.example.mx:*")]
    [InlineData("https://*.example.mx")]
    [InlineData("https://ana@app.example.mx")]
    [InlineData("http://app.example.mx")]
    [InlineData("http://localhost:80")]
    [InlineData("http://localhost:99999")]
    [InlineData("http://localhost.example.org:*")]
    [InlineData("https://español.example")]
    [InlineData("ftp://app.example.mx")]
    public void What_no_browser_sends_as_an_origin_stops_the_start_and_is_named(string wrong)
    {
        var result = Validate("https://app.example.mx," + wrong);
        Assert.True(result.Failed);
        Assert.Contains("'AllowedOrigins'", result.FailureMessage, StringComparison.Ordinal);
        Assert.EndsWith("This is none: " + wrong, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_with_a_wrong_setting_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(new()
        {
            Settings = new Dictionary<string, string?> { ["AllowedOrigins"] = "https://app.example.mx/" },
        }));
        Assert.Contains("'AllowedOrigins'", refused.Message, StringComparison.Ordinal);
    }

    private static ValidateOptionsResult Validate(string setting) => new OriginOptionsValidation().Validate(null, new OriginOptions { AllowedOrigins = setting });

    private async Task<HttpResponseMessage> PreflightAsync(string address, string origin, string method, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, address);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", headers);
        return await open.App.Client.SendAsync(request);
    }

    private static string[] Values(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? [.. values] : [];
}
