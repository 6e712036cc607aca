using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using ServerlessDecide.Functions.Telemetry;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Telemetry;

[Collection(WatchesTelemetry.Name)]
public sealed class TelemetryExportTests
{
    [OnLinuxTheory]
    [InlineData("", false)]
    [InlineData("http://127.0.0.1:1", true)]
    public async Task The_telemetry_libraries_are_loaded_only_when_a_receiver_is_configured(string receiver, bool areLoaded)
    {
        var storage = await Azurite.SharedConnectionStringAsync();
        await using var app = await AppProcess.StartAsync(new Dictionary<string, string>
        {
            ["DataStorage"] = storage,
            ["AzureWebJobsStorage"] = storage,
            ["StoragePrefix"] = Azurite.NewPrefix(),
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver,
        });
        using var client = new HttpClient { BaseAddress = app.Address };
        await client.GetStringAsync("api/v1/health");
        await client.GetStringAsync("api/v1/processes");

        var files = await File.ReadAllTextAsync($"/proc/{app.Id}/maps");
        Assert.Contains("ServerlessDecide.Functions.dll", files, StringComparison.Ordinal);
        Assert.Equal(areLoaded, files.Contains("OpenTelemetry.dll", StringComparison.Ordinal));
        Assert.Equal(areLoaded, files.Contains("OpenTelemetry.Exporter.OpenTelemetryProtocol.dll", StringComparison.Ordinal));
        if (!areLoaded) Assert.DoesNotContain("Azure.Monitor", files, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "", 0)]
    [InlineData("http://127.0.0.1:1", "", 1)]
    [InlineData("", "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:1/", 0)]
    [InlineData("", "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:1/", 1)]
    public void The_setting_alone_decides_what_is_traced_whatever_the_flags_of_the_caller(string collector, string insights, int ratio)
    {
        var options = new TelemetryOptions { OtlpEndpoint = collector, ApplicationInsights = insights, TraceRatio = ratio };
        using var providers = new TelemetryProviders(new ConfigurationBuilder().Build(), options);
        using var source = new ActivitySource(TelemetryMiddleware.SourceName);
        for (var i = 0; i < 50; i++)
        {
            foreach (var flags in (ActivityTraceFlags[])[ActivityTraceFlags.None, ActivityTraceFlags.Recorded])
            {
                var asked = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: true);
                using var activity = source.StartActivity("test", ActivityKind.Server, asked);
                Assert.Equal(ratio == 1, activity?.Recorded ?? false);
            }
        }
    }

    /// <summary>Skips the test where <c>/proc</c> does not show the files that a process has opened.</summary>
    private sealed class OnLinuxTheoryAttribute : TheoryAttribute
    {
        public OnLinuxTheoryAttribute()
        {
            if (!OperatingSystem.IsLinux()) Skip = Skips.Because(Skips.Linux, "Only Linux shows which files a process has opened.");
        }
    }
}
