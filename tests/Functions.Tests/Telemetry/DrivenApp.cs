using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Functions.Telemetry;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Telemetry;

/// <summary>An app that received every kind of request, and the telemetry that it emitted.</summary>
public sealed class DrivenApp : IAsyncLifetime
{
    public const string Process = "medida-2021";
    private const string Text = "Que nadie lea esta frase fuera del paquete";
    private const string Asked = "palabra-buscada";

    internal IReadOnlyList<Measured> Measurements { get; private set; } = [];

    internal IReadOnlyCollection<Instrument> Instruments { get; private set; } = [];

    internal IReadOnlyList<Activity> Spans { get; private set; } = [];

    internal IReadOnlyList<string> Queues { get; private set; } = [];

    /// <summary>The metrics that a collector received, as text.</summary>
    public string ExportedMetrics { get; private set; } = "";

    public string ExportedTraces { get; private set; } = "";

    public string ExportedLogs { get; private set; } = "";

    /// <summary>Texts that no telemetry may contain.</summary>
    public IReadOnlyList<string> Secrets { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await using var collector = await Collector.StartAsync();
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var options = new TestAppOptions
        {
            Storage = proxy.ConnectionString,
            Settings = new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_TRACES_SAMPLER_ARG"] = "1",
            },
        };
        var app = await TestApp.StartAsync(options);
        // Start listening only now, to see what the exporters see.
        using var watched = new Watched();
        await using (app)
        {
            app.Expecting("failed (invocation", "gave up on message", "could not reach storage", "Storage cannot be used");
            await DriveAsync(app, proxy);
            watched.Observe();
            Queues = app.Services.GetRequiredService<QueueTable>().All;
        }

        Measurements = watched.Measurements;
        Instruments = watched.Instruments;
        Spans = watched.Spans;
        ExportedMetrics = collector.Text("/v1/metrics");
        ExportedTraces = collector.Text("/v1/traces");
        ExportedLogs = collector.Text("/v1/logs");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task DriveAsync(TestApp app, StorageProxy proxy)
    {
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        var visitor = await app.NewVisitorAsync(Process);
        var reaction = await visitor.ReactAsync("sol-legislatura", "like");
        var comment = await visitor.CommentAsync("luna-legislatura", Text);
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(comment) == "accepted", "the comment is moderated");
        Secrets = [visitor.Token, reaction, reaction[7..], comment, comment[7..], Text, Asked, TestApp.Key, "sol-legislatura", "luna-legislatura", "sol-7-p", "ana-nunez", "alianza"];

        foreach (var function in DeclaredRoutes.All)
        {
            foreach (var isKnown in (bool[])[true, false])
            {
                using var request = new HttpRequestMessage(new HttpMethod(function.Methods[0]), function.Address(Process) + (function.Queries.Any(q => q.Name == "q") ? "?q=" + Asked : ""));
                if (function.Methods[0] != "GET") request.Content = JsonContent.Create(new { });
                // The trace id of the caller must not reach telemetry.
                request.Headers.TryAddWithoutValidation("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01");
                if (isKnown)
                {
                    request.Headers.Authorization = visitor.Client.DefaultRequestHeaders.Authorization;
                    request.Headers.Add("x-functions-key", TestApp.Key);
                }

                using var answer = await app.Client.SendAsync(request);
            }
        }

        using (await app.Client.SendAsync("BREW", "processes/" + Asked))
        {
        }

        foreach (var address in new[] { Asked, $"processes/{Process}/{comment}", $"processes/{Process}/platforms/sol-legislatura/{visitor.Token}" })
        {
            using var answer = await app.Client.GetAsync(address);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        proxy.Set(StorageService.Table, StorageMode.Fail(503));
        using (var away = await visitor.Client.GetAsync($"processes/{Process}/comments/{comment}")) Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        proxy.Set(StorageService.Table, StorageMode.Up);

        await app.FireAsync("AggregateStatisticsTimer");
        await app.FireAsync("ReadBacklogTimer");

        // A message that names no comment fails.
        var name = app.Services.GetRequiredService<StorageNames>().Queue("comments");
        await new QueueClient(app.Storage, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }).SendMessageAsync("{\"process\":\"x\",\"receipt\":\"" + comment + "\"}");
        await TestApp.WaitUntilAsync(() => Task.FromResult(app.Logs.Contains("CommentProcessor failed")), "the message fails");
    }
}

[CollectionDefinition(Name)]
public sealed class WatchesTelemetry : ICollectionFixture<DrivenApp>
{
    public const string Name = "telemetry";
}
