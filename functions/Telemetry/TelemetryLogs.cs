using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>
/// Exports the log to where the settings send telemetry: the app's own lines from Information on, those of libraries from Warning on. Azure's
/// host is told so, and sends neither those lines a second time nor its own about each function and each request to storage.
/// </summary>
internal static class TelemetryLogs
{
    /// <summary>The name that Azure's host gives to a worker which exports its own telemetry.</summary>
    private const string Capability = "WorkerOpenTelemetryEnabled";

    public static void AddTo(IServiceCollection services, TelemetryOptions settings)
    {
        services.Configure<WorkerOptions>(worker => worker.Capabilities[Capability] = bool.TrueString);
        services.AddLogging(logging => logging
            .AddFilter<OpenTelemetryLoggerProvider>(null, LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>(nameof(ServerlessDecide), LogLevel.Information)
            // Enabled, it would make the trace id of the caller ours.
            .AddFilter<OpenTelemetryLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddOpenTelemetry(options =>
            {
                // Alerts search the finished sentence.
                options.IncludeFormattedMessage = true;
                var resource = ResourceBuilder.CreateDefault();
                TelemetryProviders.Describe(resource);
                options.SetResourceBuilder(resource);
                if (settings.OtlpEndpoint.Length > 0) options.AddOtlpExporter();
                if (settings.ApplicationInsights.Length > 0) options.AddAzureMonitorLogExporter(monitor => TelemetryProviders.Identify(monitor, settings));
            }));
    }
}
