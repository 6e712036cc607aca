using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>
/// Sends what is measured to where the settings say. Where they say nothing, no provider is made and none of its libraries is loaded. Logs are
/// not sent: on Azure they go to the host, which sends them.
/// </summary>
internal sealed class TelemetryExport(IConfiguration configuration, IOptions<TelemetryOptions> options, Gauges gauges) : IHostedLifecycleService, IDisposable
{
    private TelemetryProviders? providers;

    /// <summary>They exist from the start, whether somebody exports them or looks at them in another way.</summary>
    public Gauges Gauges { get; } = gauges;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Counters.Publish();
        if (options.Value.IsAskedFor) providers = new TelemetryProviders(configuration, options.Value);
        return Task.CompletedTask;
    }

    // Not before all work has ended: the last figures are of that work.
    public Task StoppedAsync(CancellationToken cancellationToken) =>
        providers is null ? Task.CompletedTask : Task.Run(providers.Flush, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => providers?.Dispose();
}
