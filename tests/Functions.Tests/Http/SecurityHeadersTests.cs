using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Processes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Http;

/// <summary>Security and CORS headers of every route, whatever it answers.</summary>
[Collection(SharedApp.Name)]
public sealed class SecurityHeadersTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Process = "encabezados-2021";
    private const string Origin = "https://example.org";

    // Their examples are of nothing that exists in the shared app.
    private static readonly string[] WithoutExample = ["GetComment", "GetBlockReaction", "GetPlatformReaction", "GetProposalReaction"];

    private static readonly string[] WithoutTag = ["GetChallenge", "GetComment", "GetHealth", "GetLocation"];

    public static TheoryData<string> Functions => DeclaredRoutes.Names(_ => true);

    public static TheoryData<string> Answered => DeclaredRoutes.Names(IsAnswered);

    public static TheoryData<string> Others => DeclaredRoutes.Names(f => !IsAnswered(f));

    public static TheoryData<string> OfAProcess => DeclaredRoutes.Names(f => f.Route.Contains("{process}", StringComparison.Ordinal));

    public static TheoryData<string> WithHead => DeclaredRoutes.Names(f => f.Methods.Contains("HEAD"));

    public static TheoryData<string> WithoutHead => DeclaredRoutes.Names(f => !f.Methods.Contains("HEAD"));

    public static TheoryData<string> Tagged => DeclaredRoutes.Names(f => IsPublic(f) && !WithoutTag.Contains(f.Name));

    public static TheoryData<string> OfCallers => DeclaredRoutes.Names(f => f.Methods[0] == "GET" && !IsPublic(f));

    [Theory]
    [MemberData(nameof(Answered))]
    public async Task The_answer_about_something_that_exists_has_the_security_headers(string name)
    {
        var function = DeclaredRoutes.Of(name);
        using var answer = await SendAsync("GET", function.Address(SharedApp.Open), null, isKnown: true);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        AssertHeaders(answer, function, "GET");
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Any_other_answer_to_a_caller_with_every_credential_has_the_security_headers(string name)
    {
        var function = DeclaredRoutes.Of(name);
        var method = function.Methods[0];
        // A method with a body is refused for its empty object.
        using var answer = await SendAsync(method, function.Address(SharedApp.Open), EmptyBody(method), isKnown: true);
        AssertHeaders(answer, function, method);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task The_answer_to_a_caller_without_a_credential_has_the_security_headers(string name)
    {
        var function = DeclaredRoutes.Of(name);
        var method = function.Methods[0];
        using var answer = await SendAsync(method, function.Address(SharedApp.Open), method == "GET" ? null : "{", isKnown: false);
        AssertHeaders(answer, function, method);
    }

    [Theory]
    [MemberData(nameof(OfAProcess))]
    public async Task The_answer_about_an_unknown_process_has_the_security_headers(string name)
    {
        var function = DeclaredRoutes.Of(name);
        var method = function.Methods[0];
        using var answer = await SendAsync(method, function.Address("nadie-2021"), EmptyBody(method), isKnown: true);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        AssertHeaders(answer, function, method);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task The_answer_to_a_method_that_no_function_takes_has_the_security_headers(string name)
    {
        using var answer = await SendAsync("PATCH", DeclaredRoutes.Of(name).Address(SharedApp.Open), "{}", isKnown: true);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        AssertData(answer);
        AssertClosedToOthers(answer);
    }

    [Theory]
    [MemberData(nameof(WithHead))]
    public async Task The_answer_to_HEAD_has_the_security_headers(string name)
    {
        var function = DeclaredRoutes.Of(name);
        using var answer = await SendAsync("HEAD", function.Address(SharedApp.Open), null, isKnown: true);
        AssertHeaders(answer, function, "HEAD");
    }

    [Theory]
    [MemberData(nameof(WithoutHead))]
    public async Task The_refusal_of_HEAD_has_the_security_headers(string name)
    {
        using var answer = await SendAsync("HEAD", DeclaredRoutes.Of(name).Address(SharedApp.Open), null, isKnown: true);
        AssertData(answer);
    }

    [Theory]
    [MemberData(nameof(Tagged))]
    public async Task The_answer_to_a_caller_that_has_the_content_already_has_the_security_headers(string name)
    {
        var function = DeclaredRoutes.Of(name);
        var address = function.Address(SharedApp.Open);
        using var first = await SendAsync("GET", address, null, isKnown: false);
        using var same = await SendAsync("GET", address, null, isKnown: false, first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        AssertHeaders(same, function, "GET");
    }

    [Theory]
    [MemberData(nameof(OfCallers))]
    public async Task An_answer_that_needs_a_credential_has_no_ETag(string name)
    {
        using var answer = await SendAsync("GET", DeclaredRoutes.Of(name).Address(SharedApp.Open), null, isKnown: true);
        Assert.Null(answer.Headers.ETag);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_preflight_allows_another_origin_to_read_public_addresses_only(string name)
    {
        var function = DeclaredRoutes.Of(name);
        using var request = new HttpRequestMessage(HttpMethod.Options, function.Address(SharedApp.Open).Split('?')[0]);
        request.Headers.Add("Origin", Origin);
        request.Headers.Add("Access-Control-Request-Method", function.Methods[0]);
        request.Headers.Add("Access-Control-Request-Headers", "authorization, content-type");
        using var answer = await Shared.App.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        AssertData(answer);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        // An address that is public to read allows other origins whatever other methods it takes.
        var isPublic = DeclaredRoutes.All.Any(f => f.Route == function.Route && IsPublic(f));
        Assert.Equal(isPublic ? ["*"] : [], Values(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(isPublic ? ["GET, HEAD"] : [], Values(answer, "Access-Control-Allow-Methods"));
        Assert.DoesNotContain("authorization", string.Join(',', Values(answer, "Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Successful_answers_have_the_security_headers()
    {
        await Example.LoadAsync(Shared.App, Process, SharedApp.AllOpen);
        var visitor = await Shared.App.NewVisitorAsync(Process);
        var altcha = Altcha.Solve(await Shared.App.Client.GetJsonAsync($"processes/{Process}/challenge"));
        var reaction = $"processes/{Process}/platforms/sol-legislatura/reaction";
        var steps = new (HttpClient Client, string Method, string Address, object? Body, HttpStatusCode Status)[]
        {
            (Shared.App.Client, "POST", $"processes/{Process}/visitors", new { altcha }, HttpStatusCode.Created),
            (visitor.Client, "PUT", reaction, new { value = "like" }, HttpStatusCode.OK),
            (visitor.Client, "GET", reaction, null, HttpStatusCode.OK),
            (visitor.Client, "DELETE", reaction, null, HttpStatusCode.NoContent),
            (visitor.Client, "POST", $"processes/{Process}/platforms/sol-legislatura/comments", new { kind = "idea", text = "Más parques" }, HttpStatusCode.Accepted),
            (Shared.App.Operator, "GET", $"processes/{Process}/operator/deliveries", null, HttpStatusCode.OK),
        };
        foreach (var (client, method, address, body, status) in steps)
        {
            using var answer = await client.SendAsync(method, address, body is null ? null : Answers.Json(body));
            Assert.True(status == answer.StatusCode, $"{method} {address}: {answer.StatusCode}");
            AssertData(answer);
            AssertClosedToOthers(answer);
        }
    }

    [Theory]
    [InlineData("", "GET")]
    [InlineData("nothing", "GET")]
    [InlineData("nothing", "POST")]
    [InlineData("processes/edomex-2021/nothing", "OPTIONS")]
    public async Task The_answer_of_an_unknown_address_has_the_security_headers(string address, string method)
    {
        using var answer = await SendAsync(method, address, null, isKnown: false);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        AssertData(answer);
    }

    [Fact]
    public async Task The_docs_page_has_its_own_content_security_policy_and_may_be_indexed()
    {
        using var answer = await Shared.App.Client.GetAsync("docs");
        Assert.Equal(DocsPage.ContentSecurityPolicy, Assert.Single(Values(answer, "Content-Security-Policy")));
        Assert.Contains("frame-ancestors 'none'", DocsPage.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.Empty(Values(answer, "X-Robots-Tag"));
    }

    [Fact]
    public async Task A_callers_claim_to_use_HTTPS_is_ignored()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "health");
        foreach (var header in (string[])["X-Forwarded-Proto", "X-Original-Proto", "X-Forwarded-Scheme"]) request.Headers.Add(header, "https");
        request.Headers.Add("Forwarded", "proto=https");
        using var answer = await Shared.App.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(Values(answer, "Strict-Transport-Security"));
    }

    [Fact]
    public void The_settings_of_the_Azure_host_enable_HSTS_for_a_year()
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "functions", "host.json")));
        var hsts = host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("hsts");
        Assert.True(hsts.GetProperty("isEnabled").GetBoolean());
        // The host parses it as a TimeSpan, in which a bare number means days.
        Assert.Equal(TimeSpan.FromDays(365), TimeSpan.Parse(hsts.Text("maxAge"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_form_of_another_origin_cannot_write()
    {
        // A browser sends only these types without a preflight, and none of our headers. The three exceptions: a ticket is not stored,
        // a visit counts whatever sends it, and a review needs only the receipt.
        foreach (var function in DeclaredRoutes.All.Where(f => f.Methods[0] == "POST" && f.Role == Role.Anyone && f.Name is not ("JoinEntryQueue" or "PostReview" or "PostVisit")))
        {
            foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
            {
                using var content = new ByteArrayContent("{}"u8.ToArray());
                content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                using var answer = await Shared.App.Client.PostAsync(function.Address(SharedApp.Open), content);
                await answer.ProblemAsync(415, "unsupported_media_type");
            }
        }
    }

    private static bool IsPublic(HttpFunction function) => function.Role == Role.Anyone && function.Methods.Contains("GET");

    private static bool IsAnswered(HttpFunction function) =>
        function.Methods[0] == "GET" && function.Role is (Role.Anyone or Role.Visitor) && !WithoutExample.Contains(function.Name);

    private static string? EmptyBody(string method) => method == "GET" ? null : "{}";

    private static void AssertHeaders(HttpResponseMessage answer, HttpFunction function, string method)
    {
        if (PolicyOfPage(function) is { } policy && answer.StatusCode is (HttpStatusCode.OK or HttpStatusCode.NotModified)) AssertPage(answer, policy);
        else AssertData(answer);
        if (IsPublic(function) && (method is "GET" or "HEAD")) AssertOpenToOthers(answer);
        else AssertClosedToOthers(answer);
    }

    private static void AssertData(HttpResponseMessage answer)
    {
        AssertAlways(answer);
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], Values(answer, "Content-Security-Policy"));
        Assert.Equal(["noindex"], Values(answer, "X-Robots-Tag"));
    }

    private static string? PolicyOfPage(HttpFunction function) => function.Name switch
    {
        nameof(GetDocs) => DocsPage.ContentSecurityPolicy,
        nameof(GetStart) => StartPage.ContentSecurityPolicy,
        _ => null,
    };

    private static void AssertPage(HttpResponseMessage answer, string policy)
    {
        AssertAlways(answer);
        Assert.Equal([policy], Values(answer, "Content-Security-Policy"));
    }

    private static void AssertAlways(HttpResponseMessage answer)
    {
        Assert.Equal(["nosniff"], Values(answer, "X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], Values(answer, "Referrer-Policy"));
        Assert.Empty(Values(answer, "Server"));
        Assert.Empty(Values(answer, "X-Powered-By"));
        Assert.Empty(Values(answer, "Set-Cookie"));
    }

    private static void AssertOpenToOthers(HttpResponseMessage answer)
    {
        Assert.Equal(["*"], Values(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(["cross-origin"], Values(answer, "Cross-Origin-Resource-Policy"));
        Assert.Empty(Values(answer, "Access-Control-Allow-Credentials"));
    }

    private static void AssertClosedToOthers(HttpResponseMessage answer)
    {
        Assert.Empty(Values(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(["same-origin"], Values(answer, "Cross-Origin-Resource-Policy"));
    }

    private static string[] Values(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? [.. values] : [];

    private Task<HttpResponseMessage> SendAsync(string method, string address, string? body, bool isKnown, EntityTagHeaderValue? tag = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body is null ? null : Answers.Json(body) };
        request.Headers.Add("Origin", Origin);
        if (tag is not null) request.Headers.IfNoneMatch.Add(tag);
        if (isKnown)
        {
            request.Headers.Authorization = Shared.Visitor.Client.DefaultRequestHeaders.Authorization;
            request.Headers.Add("x-functions-key", TestApp.Key);
        }

        return Shared.App.Client.SendAsync(request);
    }
}
