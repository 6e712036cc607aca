using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Time.Testing;
using ServerlessDecide.Standalone.Admin;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Standalone.Tests.Admin;

public sealed class FiguresTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_counter_shows_the_last_full_minute_and_the_total()
    {
        using var meter = new Meter("ServerlessDecide");
        using var figures = new Figures(clock);
        var counter = meter.CreateCounter<long>("test.comments");
        Assert.Contains("  test.comments: none\n", figures.Write(), StringComparison.Ordinal);
        counter.Add(2, new KeyValuePair<string, object?>("status", "held"));
        counter.Add(3, new KeyValuePair<string, object?>("status", "held"));
        counter.Add(1, new KeyValuePair<string, object?>("status", "accepted"));
        Assert.Contains("  test.comments held: 0 | 5\n", figures.Write(), StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromMinutes(1));
        counter.Add(7, new KeyValuePair<string, object?>("status", "held"));
        Assert.Contains("  test.comments accepted: 1 | 1\n  test.comments held: 5 | 12\n", figures.Write(), StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("  test.comments held: 0 | 12\n", figures.Write(), StringComparison.Ordinal);
        Assert.StartsWith("up 0.00:03:00\n", figures.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_duration_shows_its_count_its_mean_and_the_longest()
    {
        using var meter = new Meter("ServerlessDecide");
        using var figures = new Figures(clock);
        var duration = meter.CreateHistogram<double>("test.duration");
        duration.Record(0.5, new KeyValuePair<string, object?>("http.route", "/a/{id}"));
        duration.Record(0.25, new KeyValuePair<string, object?>("http.route", "/a/{id}"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("  test.duration /a/{id}: 2 | 0.375 | 2 | 0.375 | 0.5\n", figures.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gauge_shows_its_current_value_or_none()
    {
        using var meter = new Meter("ServerlessDecide");
        using var figures = new Figures(clock);
        int? waiting = 4;
        meter.CreateObservableGauge("test.messages", () => waiting is { } now ? [new Measurement<int>(now)] : Array.Empty<Measurement<int>>());
        Assert.Contains("  test.messages: 4\n", figures.Write(), StringComparison.Ordinal);
        waiting = 9;
        Assert.Contains("  test.messages: 9\n", figures.Write(), StringComparison.Ordinal);
        meter.CreateObservableGauge("test.age", () => 93_784.5, "s");
        Assert.Contains("  test.age: 1.02:03:04\n", figures.Write(), StringComparison.Ordinal);
        waiting = null;
        Assert.Contains("  test.messages: none\n", figures.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_need_the_setting_and_the_operator_key()
    {
        await using (var host = await StartAsync("true"))
        {
            using var meter = new Meter("ServerlessDecide");
            meter.CreateCounter<long>("test.shown").Add(1);
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, null)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(host, TestHost.Key + "x")).StatusCode);
            using var answer = await GetAsync(host, TestHost.Key);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
            Assert.Contains("test.shown", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await using var silent = await StartAsync("false");
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(silent, TestHost.Key)).StatusCode);
    }

    [Fact]
    public async Task A_setting_of_the_figures_that_is_neither_true_nor_false_stops_the_start()
    {
        var settings = TestHost.On(await Azurite.SharedConnectionStringAsync(), Azurite.NewPrefix(), ("Standalone:Figures", "often"));
        Assert.Equal("The setting 'Standalone:Figures' is 'often' and must be true or false.", TestHost.Refusal([typeof(Page)], settings));
    }

    private static Task<HttpResponseMessage> GetAsync(TestHost host, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/admin/figures");
        if (key is not null) request.Headers.Add("x-functions-key", key);
        return host.Client.SendAsync(request);
    }

    private static async Task<TestHost> StartAsync(string asked) => await TestHost.StartAsync(
        [typeof(Page)], TestHost.On(await Azurite.SharedConnectionStringAsync(), Azurite.NewPrefix(), ("Standalone:Figures", asked)));

    internal sealed class Page
    {
        [Function(nameof(Page))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages")] HttpRequest request) => Results.Ok();
    }
}
