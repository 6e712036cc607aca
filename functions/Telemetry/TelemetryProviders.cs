using System.Reflection;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>Holds OpenTelemetry's providers of metrics and traces, with the exporters that the settings ask for.</summary>
internal sealed class TelemetryProviders : IDisposable
{
    private const string ClientId = "ClientId=";
    private const int LastMomentMilliseconds = 5000;

    private readonly IConfiguration configuration;
    private readonly MeterProvider metrics;
    private readonly TracerProvider traces;

    public TelemetryProviders(IConfiguration configuration, TelemetryOptions settings)
    {
        this.configuration = configuration;
        var measuring = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(ReadSettingsOfOurs)
            .ConfigureResource(Describe)
            .AddMeter(Counters.MeterName)
            .AddMeter("System.Runtime");
        var tracing = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(ReadSettingsOfOurs)
            .ConfigureResource(Describe)
            .AddSource(TelemetryMiddleware.SourceName);
        if (settings.OtlpEndpoint.Length > 0)
        {
            measuring.AddOtlpExporter();
            tracing.AddOtlpExporter();
        }

        if (settings.ApplicationInsights.Length > 0)
        {
            measuring.AddAzureMonitorMetricExporter(monitor => Identify(monitor, settings));
            tracing.AddAzureMonitorTraceExporter(monitor => Identify(monitor, settings));
        }

        // After the exporters, because one of them sets a sampler of its own.
        tracing.SetSampler(new TraceIdRatioBasedSampler(settings.TraceRatio));
        metrics = measuring.Build();
        traces = tracing.Build();
    }

    /// <summary>Sends what is still unsent, and shuts down.</summary>
    public void Flush()
    {
        metrics.Shutdown(LastMomentMilliseconds);
        traces.Shutdown(LastMomentMilliseconds);
    }

    public void Dispose()
    {
        metrics.Dispose();
        traces.Dispose();
    }

    // The exporters' own settings may come from every configuration source, like all others, and not only from the environment.
    private void ReadSettingsOfOurs(IServiceCollection services) => services.AddSingleton(configuration);

    /// <summary>Describes the app to a receiver.</summary>
    public static void Describe(ResourceBuilder resource) => resource
        .AddService(
            "serverlessdecide",
            serviceVersion: typeof(TelemetryProviders).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            serviceInstanceId: Guid.CreateVersion7().ToString())
        // Last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
        .AddEnvironmentVariableDetector();

    /// <summary>Sets where an exporter sends to, and as whom.</summary>
    public static void Identify(AzureMonitorExporterOptions monitor, TelemetryOptions settings)
    {
        monitor.ConnectionString = settings.ApplicationInsights;
        // Instances come and go: unsent telemetry must not stay on a disk.
        monitor.DisableOfflineStorage = true;
        monitor.Diagnostics.IsLoggingEnabled = false;
        monitor.Diagnostics.IsDistributedTracingEnabled = false;
        if (settings.Authentication.Length > 0) monitor.Credential = Identity(settings.Authentication);
    }

    /// <param name="authentication">The setting, validated by <see cref="TelemetryOptions"/>.</param>
    private static ManagedIdentityCredential Identity(string authentication) =>
        authentication.Split(';').FirstOrDefault(part => part.StartsWith(ClientId, StringComparison.Ordinal)) is { } client
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client[ClientId.Length..]))
            : new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);
}
