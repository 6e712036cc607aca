using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>Writes this instance's counts every twenty seconds, and after the last request of a stopping instance.</summary>
internal sealed partial class WriteUsage(UsageWriter writer, TimeProvider time, ILogger<WriteUsage> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>How long a stopping instance waits for unavailable storage; after that, its last counts are lost.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    private bool failing;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ShutdownTimeout);
        try
        {
            await WriteAsync(timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            LogWaiting(e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(UsageWriter.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StoppedAsync writes the rest, after the last request.
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(cancellationToken);
            failing = false;
        }
#pragma warning disable CA1031 // Whatever the failure, the counts wait for the next time.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!failing) LogWaiting(e);
            failing = true;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Usage counts could not reach storage; they wait in memory")]
    private partial void LogWaiting(Exception exception);
}
