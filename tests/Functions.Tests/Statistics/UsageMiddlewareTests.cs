using System.Net;
using System.Net.Http.Headers;
using ServerlessDecide.Statistics;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Statistics;

public sealed class UsageMiddlewareTests(UsageApp counting) : IClassFixture<UsageApp>, IDisposable
{
    private const string Process = "edomex-2021";

    public void Dispose() => counting.App.AssertNothingUnexpected();

    [Fact]
    public async Task Answers_with_public_content_are_counted_by_section_hour_and_device_without_language()
    {
        const string Counted = "contados-2021";
        await Example.LoadAsync(counting.App, Counted, SharedApp.AllOpen);
        using var phone = counting.App.NewPhone();
        var etag = await GetAsync(phone, "glossary/boleta", HttpStatusCode.OK, Counted);
        using (var known = new HttpRequestMessage(HttpMethod.Get, $"processes/{Counted}/glossary/boleta"))
        {
            known.Headers.IfNoneMatch.Add(etag!);
            using var answer = await phone.SendAsync(known);
            Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        }

        await GetAsync(phone, "platforms/sol-legislatura", HttpStatusCode.OK, Counted);
        await GetAsync(phone, "candidates.csv", HttpStatusCode.OK, Counted);
        await GetAsync(phone, "offices", HttpStatusCode.OK, Counted);

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["consultations.device.mobile"] = 5,
                ["consultations.hour.12"] = 5,
                ["consultations.section.downloads"] = 1,
                ["consultations.section.glossary"] = 2,
                ["consultations.section.offices"] = 1,
                ["consultations.section.platforms"] = 1,
            },
            (await counting.App.UseAsync(Counted, "consultations.section.offices", 1)).Counts);
    }

    [Fact]
    public async Task Refusals_and_answers_without_public_content_are_not_counted()
    {
        const string Uncounted = "no-contados-2021";
        await Example.LoadAsync(counting.App, Uncounted, SharedApp.AllOpen);
        using var phone = counting.App.NewPhone();
        await GetAsync(phone, "glossary/nada", HttpStatusCode.NotFound, Uncounted);
        await GetAsync(phone, "glossary?limit=0", HttpStatusCode.BadRequest, Uncounted);
        await GetAsync(phone, "", HttpStatusCode.OK, Uncounted);
        foreach (var address in (string[])["health", "openapi.json", "docs", "processes", "nada"]) (await phone.GetAsync(address)).Dispose();
        (await phone.SendAsync("HEAD", $"processes/{Uncounted}/glossary")).Dispose();
        (await phone.SendAsync("POST", $"processes/{Uncounted}/glossary")).Dispose();
        // The last request is counted, so that the test knows when the others would have been.
        await GetAsync(phone, "offices", HttpStatusCode.OK, Uncounted);

        Assert.Equal(
            new Dictionary<string, long> { ["consultations.device.mobile"] = 1, ["consultations.hour.12"] = 1, ["consultations.section.offices"] = 1 },
            (await counting.App.UseAsync(Uncounted, "consultations.section.offices", 1)).Counts);
    }

    [Fact]
    public async Task A_program_counts_as_a_bot_and_in_no_other_figure()
    {
        const string Bots = "programas-2021";
        await Example.LoadAsync(counting.App, Bots, SharedApp.AllOpen);
        using var phone = counting.App.NewPhone();
        await GetAsync(phone, "glossary", HttpStatusCode.OK, Bots);
        await counting.App.UseAsync(Bots, "consultations.section.glossary", 1);
        using var program = counting.App.NewClient();
        await GetAsync(program, "offices", HttpStatusCode.OK, Bots);

        var use = await counting.App.UseAsync(Bots, "consultations.device.bot", 1);

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["consultations.device.bot"] = 1,
                ["consultations.device.mobile"] = 1,
                ["consultations.hour.12"] = 1,
                ["consultations.section.glossary"] = 1,
            },
            use.Counts);
        Assert.Equal(1, use.Visitors);
    }

    [Fact]
    public async Task Counts_are_written_every_interval()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        using var phone = app.NewPhone();
        await GetAsync(phone, "offices", HttpStatusCode.OK);
        Assert.Empty((await app.StoredAsync(Process)).Counts);

        // An answer is counted after it is sent, so the first interval may end too early for it.
        await TestApp.WaitUntilAsync(
            async () =>
            {
                app.Time.Advance(UsageWriter.Interval);
                return (await app.StoredAsync(Process)).Counts.GetValueOrDefault("consultations.section.offices") == 1;
            },
            "the interval is over");
    }

    [Fact]
    public async Task Counts_are_written_when_the_instance_stops()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        using var phone = app.NewPhone();
        await GetAsync(phone, "offices", HttpStatusCode.OK);

        await app.StopAsync();

        Assert.Equal(1, (await app.StoredAsync(Process)).Counts["consultations.section.offices"]);
    }

    [Fact]
    public async Task A_visitor_behind_our_proxies_counts_once_on_both_instances_and_a_forged_address_does_not_count()
    {
        var settings = new Dictionary<string, string?> { ["TrustedProxies"] = "1" };
        await using var app = await TestApp.StartAsync(new() { Settings = settings });
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        await using var other = await TestApp.StartAsync(new() { Settings = settings, Prefix = app.Prefix });
        foreach (var instance in (TestApp[])[app, other])
        {
            using var phone = instance.NewPhone();
            foreach (var forwarded in (string[])["198.51.100.1", "198.51.100.2", "203.0.113.9, 198.51.100.2", ""])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"processes/{Process}/offices");
                if (forwarded.Length > 0) request.Headers.Add("X-Forwarded-For", forwarded);
                using var answer = await phone.SendAsync(request);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }

        await app.UseAsync(Process, "consultations.section.offices", 4);
        Assert.Equal(2, (await other.UseAsync(Process, "consultations.section.offices", 8)).Visitors);
    }

    [Fact]
    public async Task An_accepted_reaction_records_how_many_others_stay_unknown()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        var visitor = await app.NewVisitorAsync(Process);
        await visitor.ReactAsync("sol-legislatura", "like");

        await TestApp.WaitUntilAsync(
            async () =>
            {
                app.Time.Advance(UsageWriter.Interval);
                // Three parties have platforms; each holds its own package, so two others stay unknown to it.
                return (await app.StoredAsync(Process)).OthersUnknown == 2;
            },
            "the reaction was noted");
    }

    [Fact]
    public async Task Counting_adds_no_storage_operation_to_an_answer()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await TestApp.StartAsync(new() { Storage = proxy.ConnectionString });
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        using var phone = app.NewPhone();
        await GetAsync(phone, "offices", HttpStatusCode.OK);
        proxy.Forget();

        for (var i = 0; i < 20; i++)
        {
            await GetAsync(phone, "offices", HttpStatusCode.OK);
            using var visit = await phone.PostAsync($"processes/{Process}/visits", Answers.Json("""{"view":"home"}"""));
            Assert.Equal(HttpStatusCode.NoContent, visit.StatusCode);
        }

        Assert.DoesNotContain(proxy.Requests, r => r.Target.Contains("0usage", StringComparison.Ordinal) || r.Target.Contains("0daykeys", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_public_GET_route_has_a_section_or_is_listed_as_uncounted()
    {
        string[] uncounted = ["GetChallenge", "GetComment", "GetDocs", "GetHealth", "GetOpenApi", "GetProcess", "GetStart", "ListModerationReasons", "ListProcesses", "ListQualityClasses"];
        var open = DeclaredRoutes.All.Where(f => f.Role == Functions.Access.Role.Anyone && f.Methods.Contains("GET")).Select(f => f.Name);
        Assert.Equal(uncounted, open.Where(name => DeclaredRoutes.Of(name).Section is null).Order(StringComparer.Ordinal));
    }

    private static async Task<EntityTagHeaderValue?> GetAsync(HttpClient client, string path, HttpStatusCode status, string process = Process)
    {
        using var answer = await client.GetAsync($"processes/{process}/{path}".TrimEnd('/'));
        Assert.Equal(status, answer.StatusCode);
        return answer.Headers.ETag;
    }
}

/// <summary>An app whose clock stands at noon of 10 May 2021. Each test counts in a process of its own.</summary>
public sealed class UsageApp : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await TestApp.StartAsync();

    public Task DisposeAsync() => App.DisposeAsync().AsTask();
}
