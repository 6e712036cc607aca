using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>Writes what this instance counted, every twenty seconds and when the last request of a stopping instance was answered.</summary>
internal sealed partial class WriteUsage(UsageWriter writer, TimeProvider time, ILogger<WriteUsage> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>A stopping instance is not kept waiting longer by storage that is away; what it counted last is lost then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private bool failing;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await WriteAsync(patience.Token);
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
            // What is left is written when the last request was answered.
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(cancellationToken);
            failing = false;
        }
#pragma warning disable CA1031 // Whatever keeps counts from being written, they wait for the next time.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!failing) LogWaiting(e);
            failing = true;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Counts of use could not reach storage; they wait in memory")]
    private partial void LogWaiting(Exception exception);
}
