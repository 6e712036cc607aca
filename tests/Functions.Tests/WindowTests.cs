using System.Globalization;
using System.Net;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Public reads open and close to the second, also in caches. These tests pick up a new function from its declaration.</summary>
public sealed class WindowTests
{
    private const string Process = "ventana-2021";
    private static readonly DateTimeOffset Opens = Moment("2021-05-10T12:00:00-05:00");
    private static readonly DateTimeOffset Closes = Moment("2021-05-10T18:00:00-05:00");

    [Fact]
    public async Task No_cached_answer_outlives_a_closing_and_none_hides_an_opening()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { At = "2021-05-10T11:00:00-05:00" });
        var window = (Opens.ToString("O", CultureInfo.InvariantCulture), Closes.ToString("O", CultureInfo.InvariantCulture));
        var calendar = ActivityNames.All.Where(a => a != "deliveries").Aggregate(TestCalendar.Empty, (all, activity) => all.With(activity, window));
        await Example.LoadAsync(app, Process, calendar);
        var gated = DeclaredRoutes.All
            .Where(f => f.Role == Role.Anyone && f.Methods.Contains("GET") && ClosedActivityTests.IsGated(f.Name))
            .Select(f => f.Address(Process)).ToList();
        Assert.NotEmpty(gated);
        // These are always open, and what they say about the activities changes with them.
        string[] always = ["processes", "processes/" + Process];

        await EachAsync(Opens.AddHours(-1), MustBeClosedAsync);
        await EachAsync(Opens.AddTicks(-1), MustBeClosedAsync);
        await EachAsync(Opens, answer => MustEndBefore(Closes - Opens, answer), always);
        foreach (var left in new[] { 3600, 119, 90, 61, 60, 30, 2, 1 })
        {
            await EachAsync(Closes.AddSeconds(-left), answer => MustEndBefore(TimeSpan.FromSeconds(left), answer), always);
        }

        await EachAsync(Closes.AddTicks(-1), answer => MustEndBefore(TimeSpan.Zero, answer));
        await EachAsync(Closes, MustBeClosedAsync);

        async Task EachAsync(DateTimeOffset now, Func<HttpResponseMessage, Task> check, params string[] others)
        {
            app.Time.SetUtcNow(now);
            foreach (var address in gated.Concat(others))
            {
                using var answer = await app.Client.GetAsync(address);
                await check(answer);
            }
        }
    }

    // A refusal is never cached, so a retry at the opening succeeds.
    private static Task MustBeClosedAsync(HttpResponseMessage answer) => answer.ProblemAsync(403, "activity_closed");

    private static Task MustEndBefore(TimeSpan left, HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.RequestMessage?.RequestUri} {answer.StatusCode}");
        var caching = answer.Headers.CacheControl!;
        if (caching.NoStore) return Task.CompletedTask;
        Assert.NotNull(caching.MaxAge);
        Assert.True(caching.MaxAge <= left, $"{answer.RequestMessage?.RequestUri}: {caching} is longer than {left}");
        // No stale-* extensions: a closing is a promise, and how long an edge would serve stale answers is untested.
        Assert.Empty(caching.Extensions);
        return Task.CompletedTask;
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
