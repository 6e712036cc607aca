using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Telemetry;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Telemetry;

[Collection(WatchesTelemetry.Name)]
public sealed class GaugesTests
{
    private const string Process = "espera-2021";

    private static readonly string[] EmptyQueues =
        ["-comments-poison", "-imports", "-imports-poison", "-packages", "-packages-poison", "-tallies", "-tallies-poison"];

    [Fact]
    public async Task An_instance_reports_the_backlog_for_three_minutes_after_reading_it()
    {
        await using var app = await StartAsync();
        var visitor = await app.NewVisitorAsync(Process);
        await visitor.CommentAsync("sol-legislatura", "Nadie la modera");
        app.Time.Advance(TimeSpan.FromSeconds(90));
        await visitor.CommentAsync("sol-legislatura", "Ni esta");
        app.Time.Advance(TimeSpan.FromSeconds(5));
        using var watched = new Watched();
        Assert.Empty(Waiting(watched.Observe()));

        await app.FireAsync(nameof(ReadBacklogTimer));

        var found = watched.Observe();
        Assert.Equal([("held", 0), ("received", 95)], Waiting(found));
        Assert.Equal(2, Messages(found, app.Prefix + "-comments"));
        Assert.All(EmptyQueues, queue => Assert.Equal(0, Messages(found, app.Prefix + queue)));

        app.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Empty(Waiting(watched.Observe()));
    }

    [Fact]
    public async Task The_backlog_is_not_read_while_nothing_listens()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy.ConnectionString);
        await app.Client.GetJsonAsync("processes");
        proxy.Forget();

        await app.FireAsync(nameof(ReadBacklogTimer));

        Assert.DoesNotContain(proxy.Requests, r => r.Target.Contains("comp=metadata", StringComparison.Ordinal) || r.Target.Contains("sweeps", StringComparison.Ordinal));
        Assert.Null(app.Services.GetRequiredService<BacklogReader>().Latest);
    }

    [Fact]
    public async Task Reading_the_backlog_costs_the_documented_requests_and_observing_it_costs_none()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        // No other function may look at a queue meanwhile.
        await using var app = await StartAppAsync(
            proxy.ConnectionString, "CommentProcessor", "PoisonedCommentProcessor", "ImportProcessor", "PoisonedImportProcessor", "TallyProcessor", "PackageProcessor");
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        using var watched = new Watched();
        await app.FireAsync(nameof(ReadBacklogTimer));
        proxy.Forget();
        await app.FireAsync(nameof(ReadBacklogTimer));
        var requests = proxy.Requests.Where(r => r.Target.Contains(app.Prefix, StringComparison.Ordinal)).ToList();
        Assert.Equal(8, requests.Count(r => r.Service == StorageService.Queue));
        // The progress of the sweep, the one day that is not over (the first run found 10 April to 9 May decided), held comments and reviews.
        Assert.Equal(4, requests.Count(r => r.Service == StorageService.Table));

        proxy.Forget();
        Assert.NotEmpty(watched.Observe());
        Assert.DoesNotContain(proxy.Requests, r => r.Target.Contains(app.Prefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_age_of_the_oldest_held_comment_is_reported()
    {
        var since = DateTimeOffset.Parse("2021-05-10T11:00:00-05:00", null);
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        var list = app.Services.GetRequiredService<ReviewQueue>();
        foreach (var later in new[] { TimeSpan.Zero, TimeSpan.FromMinutes(10) })
        {
            await list.PutAsync(ProcessId.Parse(Process), Receipt.New(new DateOnly(2021, 5, 10)), new ReviewListEntry(ReviewList.Held, since + later), default);
        }

        using var watched = new Watched();
        await app.FireAsync(nameof(ReadBacklogTimer));
        Assert.Equal([("held", 3600), ("received", 0)], Waiting(watched.Observe()));
    }

    [Fact]
    public async Task The_age_of_the_oldest_request_for_review_is_reported_and_names_only_the_process()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        var visitor = await app.NewVisitorAsync(Process);
        var receipt = await visitor.CommentAsync("sol-legislatura", "Mira https://example.org");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "held", "it is held");
        app.Time.Advance(TimeSpan.FromMinutes(30));
        using var asked = await app.Client.PostAsync($"processes/{Process}/comments/{receipt}/review", null);
        app.Time.Advance(TimeSpan.FromSeconds(70));
        using var watched = new Watched();

        await app.FireAsync(nameof(ReadBacklogTimer));

        var found = watched.Observe();
        var review = Assert.Single(found, m => m.Instrument == "serverlessdecide.reviews.oldest" && IsOfProcess(m));
        Assert.Equal(70, review.Value);
        Assert.Equal(["serverlessdecide.process"], review.Attributes.Keys);
        // A request for review does not reset the age of a held comment.
        Assert.Equal([("held", 1870), ("received", 0)], Waiting(found));
    }

    [Fact]
    public async Task An_instance_reports_the_version_of_its_content_and_when_each_activity_changes()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync(Process, TestCalendar.Empty
            .With("platforms", ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00"))
            .With("results", ("2021-06-10T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
            .With("information", ("2021-01-01T00:00:00-06:00", "2021-05-01T00:00:00-05:00")));
        using var watched = new Watched();
        var before = watched.Observe();
        Assert.DoesNotContain(before, m => m.Instrument == "serverlessdecide.snapshot" && IsOfProcess(m));
        Assert.Equal(
            [("platforms", "closes", TimeSpan.FromHours((24 * 23) + 12)), ("results", "opens", TimeSpan.FromHours((24 * 30) + 12))],
            before.Where(m => m.Instrument == "serverlessdecide.activity.remaining" && IsOfProcess(m))
                .Select(m => ((string)m.Attributes["serverlessdecide.activity"]!, (string)m.Attributes["serverlessdecide.activity.change"]!, TimeSpan.FromSeconds(m.Value))).Order());

        await app.ImportedAsync(Process, "glossary", Example.Glossary);
        await app.Client.GetJsonAsync("processes");
        var process = Assert.Single(app.Services.GetRequiredService<ServerlessDecide.Publication.PublishedProcessCache>().Held).Process;
        var snapshot = Assert.Single(watched.Observe(), m => m.Instrument == "serverlessdecide.snapshot" && IsOfProcess(m));
        Assert.Equal(process.ContentVersion, snapshot.Attributes["serverlessdecide.snapshot.version"]);
        Assert.Equal(1, snapshot.Value);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "https://example.org")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=Key")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "2")]
    public async Task An_invalid_telemetry_setting_stops_the_start_with_an_error_that_names_it(string setting, string value)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { [setting] = value } }));
        Assert.Contains(setting, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization=AAD")]
    [InlineData("ClientId=01234567-89ab-cdef-0123-456789abcdef;Authorization=AAD")]
    [InlineData("Authorization=AAD;ClientId=01234567-89ab-cdef-0123-456789abcdef")]
    public async Task An_unreachable_Application_Insights_does_not_stop_the_app_from_serving(string authentication)
    {
        await using var app = await TestApp.StartAsync(new()
        {
            Settings = new Dictionary<string, string?>
            {
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:1/;LiveEndpoint=http://127.0.0.1:1/",
                ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = authentication,
                ["OTEL_TRACES_SAMPLER_ARG"] = "1",
            },
        });
        await app.Client.GetJsonAsync("health");
        await app.Client.GetJsonAsync("processes");
    }

    /// <summary>Returns an app that receives comments and does not moderate them.</summary>
    private static async Task<TestApp> StartAsync(string? storage = null)
    {
        var app = await StartAppAsync(storage, "CommentProcessor");
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "contenders", Example.Contenders);
        await app.ImportedAsync(Process, "platforms", Example.Platforms, "application/json");
        return app;
    }

    private static Task<TestApp> StartAppAsync(string? storage, params string[] disabledFunctions) => TestApp.StartAsync(new()
    {
        Storage = storage,
        Settings = disabledFunctions.ToDictionary(name => $"AzureWebJobs.{name}.Disabled", string? (_) => "true", StringComparer.Ordinal),
    });

    private static bool IsOfProcess(Measured measured) => Equals(measured.Attributes.GetValueOrDefault("serverlessdecide.process"), Process);

    private static (string Status, double Age)[] Waiting(IEnumerable<Measured> measured) =>
        [.. measured.Where(m => m.Instrument == "serverlessdecide.comments.oldest" && IsOfProcess(m))
            .Select(m => ((string)m.Attributes["serverlessdecide.comment.status"]!, m.Value)).Order()];

    private static double Messages(IEnumerable<Measured> measured, string queue) =>
        Assert.Single(measured, m => m.Instrument == "serverlessdecide.queue.messages" && Equals(m.Attributes["messaging.destination.name"], queue)).Value;
}
