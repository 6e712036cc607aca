using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Standalone.Tests.Timers;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Standalone.Tests.Admin;

public sealed class AdminTests : IAsyncLifetime
{
    private readonly string prefix = Azurite.NewPrefix();
    private readonly TimerPumpTests.Runs runs = new();
    private readonly TestClock clock = new(DateTimeOffset.Parse("2021-05-10T12:01:00Z", null));
    private string storage = "";

    public async Task InitializeAsync() => storage = await Azurite.SharedConnectionStringAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_list_of_functions_shows_each_with_its_trigger()
    {
        await using var host = await StartAsync(("AzureWebJobs.Queued.Disabled", "true"));
        var answer = await SendAsync(host, HttpMethod.Get, "/admin/functions");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            $$"""[{"name":"Page","trigger":{"type":"httpTrigger","route":"api/pages/{id}","methods":["GET","PUT"]},"isDisabled":false},"""
            + $$"""{"name":"Queued","trigger":{"type":"queueTrigger","queueName":"{{prefix}}-queued"},"isDisabled":true},"""
            + """{"name":"Slow","trigger":{"type":"timerTrigger","schedule":"0 */5 * * * *"},"isDisabled":false}]""",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Slow", "{\"input\": \"\"}", 202)]
    [InlineData("slow", "", 202)]
    [InlineData("Nobody", "{\"input\": \"\"}", 404)]
    [InlineData("Page", "{\"input\": \"\"}", 400)]
    [InlineData("Slow", "{\"input\": 1}", 400)]
    [InlineData("Slow", "{", 400)]
    [InlineData("Slow", "[]", 400)]
    public async Task Only_timer_and_queue_functions_can_be_run_by_hand(string function, string body, int status)
    {
        await using var host = await StartAsync();
        runs.Gate.SetResult();
        Assert.Equal((HttpStatusCode)status, (await SendAsync(host, HttpMethod.Post, $"/admin/functions/{function}", body)).StatusCode);
        if (status == 202) await runs.NextAsync();
    }

    [Theory]
    [InlineData("fine", 200)]
    [InlineData("fail", 500)]
    public async Task With_wait_the_admin_route_answers_when_the_function_has_run(string input, int status)
    {
        await using var host = await StartAsync();
        host.Expecting("Function Queued failed");
        var answer = await SendAsync(host, HttpMethod.Post, "/admin/functions/Queued?wait=true", $$"""{"input": "{{input}}"}""");
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(1, runs.Count);
    }

    [Fact]
    public async Task A_manual_run_of_a_timer_waits_for_the_scheduled_run()
    {
        await using var proxy = await StorageProxy.StartAsync(storage);
        storage = proxy.ConnectionString;
        await using var host = await StartAsync();
        await clock.WaitedForAsync();
        clock.Advance(TimeSpan.FromMinutes(5));
        await runs.NextAsync();
        proxy.Forget();
        var manual = SendAsync(host, HttpMethod.Post, "/admin/functions/Slow?wait=true");
        // The second refusal shows that the first did not let it run.
        await Wait.UntilAsync(
            () => proxy.Requests.Count(r => r is { Service: StorageService.Blob, Method: "PUT", Status: 409 }) >= 2, "the manual run asks for the lease again");
        Assert.Equal(1, runs.Count);
        runs.Gate.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await manual).StatusCode);
        Assert.Equal((2, 1), (runs.Count, runs.MostAtOnce));
    }

    [Theory]
    [InlineData("GET", "/admin/functions")]
    [InlineData("POST", "/admin/functions/Slow")]
    public async Task Only_the_operator_key_opens_the_admin_routes(string method, string path)
    {
        await using (var host = await StartAsync())
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(host, new(method), path, key: null)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(host, new(method), path, key: "")).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(host, new(method), path, key: TestHost.Key + "x")).StatusCode);
        }

        await using var open = await StartAsync(("OperatorKey", ""));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(open, new(method), path, key: "")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(open, new(method), path, key: TestHost.Key)).StatusCode);
        Assert.Equal(0, runs.Count);
    }

    private static Task<HttpResponseMessage> SendAsync(
        TestHost host, HttpMethod method, string path, string body = "", string? key = TestHost.Key)
    {
        var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.TryAddWithoutValidation("x-functions-key", key);
        if (method == HttpMethod.Post) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return host.Client.SendAsync(request);
    }

    private Task<TestHost> StartAsync(params (string, string)[] settings) => TestHost.StartAsync(
        [typeof(Page), typeof(Queued), typeof(TimerPumpTests.Slow)],
        builder =>
        {
            TestHost.On(storage, prefix, settings)(builder);
            builder.Services.AddSingleton(runs).AddSingleton<TimeProvider>(clock);
        });

    internal sealed class Page
    {
        [Function(nameof(Page))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", Route = "pages/{id}")] HttpRequest request) => Results.Ok();
    }

    internal sealed class Queued(TimerPumpTests.Runs runs)
    {
        [Function(nameof(Queued))]
        public void Run([QueueTrigger("%Prefix%-queued")] string text, int dequeueCount)
        {
            runs.Saw(new TimerInfo());
            if (text == "fail") throw new InvalidOperationException($"{dequeueCount}");
        }
    }
}
