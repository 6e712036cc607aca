using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Hosting;
using ServerlessDecide.Standalone.Storage;

namespace ServerlessDecide.Standalone.Timers;

/// <summary>Runs a timer function, never twice at once: not in this process, not in two, not by schedule and by hand.</summary>
internal sealed class TimerRuns(HostState state, StorageWatch watch, InvocationRunner runner)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for a run under way, then runs.</summary>
    /// <param name="function">A timer function.</param>
    /// <param name="timer">What it is told.</param>
    /// <param name="cancellation">Ends the waiting. A run that has begun ends with the host.</param>
    /// <exception cref="OperationCanceledException">Cancelled before it ran.</exception>
    public async Task<Outcome> RunAsync(Function function, TimerInfo timer, CancellationToken cancellation)
    {
        await using var alone = await HeldLease.AcquireAsync(state.Run(function.Name), LookEvery, watch, cancellation);
        return await runner.RunAsync(function, (services, token) => new TimerInvocation(function, services, timer, token), alone.Lost);
    }
}
