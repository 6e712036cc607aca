using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>
/// Exports metrics and traces to where the settings say. Without such a setting it creates no provider and loads none of the libraries.
/// The log has an export of its own, <see cref="TelemetryLogs"/>.
/// </summary>
internal sealed class TelemetryExport(IConfiguration configuration, IOptions<TelemetryOptions> options, Gauges gauges) : IHostedLifecycleService, IDisposable
{
    private TelemetryProviders? providers;

    /// <summary>The gauges, which must exist from the start: other listeners than the exporters may read them.</summary>
    public Gauges Gauges { get; } = gauges;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Counters.Publish();
        if (options.Value.IsAskedFor) providers = new TelemetryProviders(configuration, options.Value);
        return Task.CompletedTask;
    }

    // Only after all work has ended, so that its figures are included.
    public Task StoppedAsync(CancellationToken cancellationToken) =>
        providers is null ? Task.CompletedTask : Task.Run(providers.Flush, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => providers?.Dispose();
}
