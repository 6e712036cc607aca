using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace ServerlessDecide.Standalone.Tests.Http;

public sealed class RoutingTests
{
    private const string Prefixed = """{"version": "2.0", "extensions": {"http": {"routePrefix": "/api/v1/"}}}""";

    [Theory]
    [InlineData("GET", "/api/v1/things/1", 200, "thing 1")]
    [InlineData("PUT", "/api/v1/things/1", 200, "put 1")]
    [InlineData("DELETE", "/api/v1/things/1", 404, "no DELETE things/1")]
    [InlineData("HEAD", "/api/v1/things/1", 404, "")]
    [InlineData("GET", "/api/v1/Named", 200, "named GET")]
    [InlineData("POST", "/api/v1/named", 200, "named POST")]
    [InlineData("HEAD", "/api/v1/named", 200, "")]
    [InlineData("GET", "/api/v1/nowhere/at/all", 404, "no GET nowhere/at/all")]
    [InlineData("GET", "/api/v1", 404, "no GET ")]
    [InlineData("GET", "/api/things/1", 404, "")]
    [InlineData("GET", "/", 404, "")]
    public async Task Requests_reach_their_function_and_all_others_the_catch_all(string method, string path, int status, string body)
    {
        await using var host = await TestHost.StartAsync(
            [typeof(GetThing), typeof(PutThing), typeof(Named), typeof(Rest)], hostJson: Prefixed);
        var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("DELETE", "/api/things/1", 405)]
    [InlineData("GET", "/api/nowhere", 404)]
    public async Task Without_a_catch_all_the_router_answers(string method, string path, int status)
    {
        await using var host = await TestHost.StartAsync([typeof(GetThing), typeof(PutThing)]);
        var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
    }

    [Fact]
    public async Task An_empty_prefix_leaves_the_route_alone()
    {
        await using var host = await TestHost.StartAsync(
            [typeof(GetThing), typeof(Rest)], hostJson: """{"version": "2.0", "extensions": {"http": {"routePrefix": ""}}}""");
        Assert.Equal("thing 1", await host.Client.GetStringAsync("/things/1"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync("/admin/functions")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/", 200, "named GET")]
    [InlineData("HEAD", "/", 200, "")]
    [InlineData("POST", "/", 405, "")]
    [InlineData("GET", "/api/v1/named", 200, "named GET")]
    [InlineData("GET", "/robots.txt", 200, "User-agent: *\nAllow: /\n")]
    [InlineData("HEAD", "/robots.txt", 200, "")]
    [InlineData("GET", "/favicon.ico", 204, "")]
    [InlineData("GET", "/nothing", 404, "")]
    public async Task A_function_that_a_setting_names_answers_at_the_root(string method, string path, int status, string body)
    {
        await using var host = await TestHost.StartAsync(
            [typeof(Named), typeof(Rest)], builder => builder.Configuration.AddInMemoryCollection([new("Standalone:Home", "/named")]), hostJson: Prefixed);
        var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public void The_setting_of_the_root_must_name_a_function() => Assert.Equal(
        "The setting 'Standalone:Home' is 'elsewhere' and must be the route of an HTTP function.",
        TestHost.Refusal([typeof(Named)], builder => builder.Configuration.AddInMemoryCollection([new("Standalone:Home", "elsewhere")])));

    [Theory]
    [InlineData("AzureWebJobs.GetThing.Disabled", "TRUE")]
    [InlineData("AzureWebJobs:GetThing:Disabled", "1")]
    public async Task A_disabled_function_is_not_found(string setting, string value)
    {
        await using var host = await TestHost.StartAsync(
            [typeof(GetThing), typeof(Named)], builder => builder.Configuration.AddInMemoryCollection([new(setting, value)]));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/api/things/1")).StatusCode);
        Assert.Equal("named GET", await host.Client.GetStringAsync("/api/named"));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("", 401)]
    [InlineData("another", 401)]
    [InlineData(TestHost.Key, 200)]
    public async Task Every_level_but_anonymous_requires_the_operator_key(string? key, int status)
    {
        await using var host = await TestHost.StartAsync([typeof(Guarded)]);
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/Guarded");
        if (key is not null) request.Headers.TryAddWithoutValidation("x-functions-key", key);
        Assert.Equal((HttpStatusCode)status, (await host.Client.SendAsync(request)).StatusCode);
    }

    internal sealed class GetThing
    {
        [Function(nameof(GetThing))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id:int}")] HttpRequest request, int id) =>
            Results.Text($"thing {id}");
    }

    internal sealed class PutThing
    {
        [Function(nameof(PutThing))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "things/{key:int}")] HttpRequest request, int key) =>
            Results.Text($"put {key}");
    }

    internal sealed class Named
    {
        [Function(nameof(Named))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text($"named {request.Method}");
    }

    internal sealed class Rest
    {
        [Function(nameof(Rest))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, string? path) =>
            Results.Text($"no {request.Method} {path}", statusCode: 404);
    }

    internal sealed class Guarded
    {
        [Function(nameof(Guarded))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Results.Ok();
    }
}
