using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Queues;
using ServerlessDecide.Standalone.Timers;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>Starts a pump for each queue and timer function once the server listens: storage is not waited for by those who read.</summary>
internal sealed class Pumps(FunctionList functions, RunningWork work, IServiceProvider services) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var function in functions.All.Where(function => !function.IsDisabled))
        {
            switch (function.Trigger)
            {
                case QueueTrigger:
                    _ = work.Start(() => ActivatorUtilities.CreateInstance<QueuePump>(services, function).RunAsync());
                    break;
                case TimerTrigger:
                    _ = work.Start(() => ActivatorUtilities.CreateInstance<TimerPump>(services, function).RunAsync());
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
}
