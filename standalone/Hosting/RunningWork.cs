using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>
/// Tracks all work other than HTTP requests and ends it with the host: nothing new starts, running work is awaited, and what still runs
/// when the host's shutdown timeout is over is cancelled.
/// </summary>
internal sealed class RunningWork : IHostedLifecycleService, IDisposable
{
    // Cancelled work gets this long to end: it may have a message to give back.
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, bool> running = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource aborting = new();

    /// <summary>Cancelled when no new work may start.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Cancelled when running work must end.</summary>
    public CancellationToken Aborting => aborting.Token;

    /// <summary>Starts work that the stopping host waits for. Work handles its own exceptions.</summary>
    public Task Start(Func<Task> work)
    {
        var task = Task.Run(work, CancellationToken.None);
        running.TryAdd(task, true);
        _ = task.ContinueWith(
            ended => running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        try
        {
            await AllAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await aborting.CancelAsync();
            await Task.WhenAny(AllAsync(), Task.Delay(LastMoment, CancellationToken.None));
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => stopping.CancelAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        stopping.Dispose();
        aborting.Dispose();
    }

    // Work may have started other work before it ended.
    private async Task AllAsync()
    {
        while (!running.IsEmpty)
        {
            await Task.WhenAll(running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
