using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Queues;
using ServerlessDecide.Standalone.Timers;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>Starts a pump for each queue and timer function once the server listens, so that the first readers do not wait for storage.</summary>
internal sealed partial class Pumps(
    FunctionList functions, RunningWork work, IServiceProvider services, IHostApplicationLifetime application, ILogger<Pumps> logger)
    : IHostedLifecycleService
{
    // All pumps load the storage clients at once. That took a quarter of the time until the first answer, the one that a person who
    // started the host waits for.
    private static readonly TimeSpan ReadersFirst = TimeSpan.FromMilliseconds(300);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var function in functions.All.Where(function => !function.IsDisabled))
        {
            switch (function.Trigger)
            {
                case QueueTrigger:
                    _ = work.Start(() => RunAsync(function, () => ActivatorUtilities.CreateInstance<QueuePump>(services, function).RunAsync()));
                    break;
                case TimerTrigger:
                    _ = work.Start(() => RunAsync(function, () => ActivatorUtilities.CreateInstance<TimerPump>(services, function).RunAsync()));
                    break;
                default:
                    break;
            }
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A pump survives every foreseeable failure. If one ends all the same, stop: a host that looks healthy and does half its work is worse.
    private async Task RunAsync(Function function, Func<Task> pump)
    {
        await Task.Delay(ReadersFirst, work.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.Stopping.IsCancellationRequested) return;
        try
        {
            await pump();
        }
#pragma warning disable CA1031
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            LogEnded(logger, function.Name, unforeseen);
            application.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The pump of {Function} ended, so the host stops.")]
    private static partial void LogEnded(ILogger logger, string function, Exception unforeseen);
}
