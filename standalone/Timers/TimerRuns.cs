using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Hosting;
using ServerlessDecide.Standalone.Storage;

namespace ServerlessDecide.Standalone.Timers;

/// <summary>Runs a timer function, never twice at once: within one process, across processes, by schedule or by hand.</summary>
internal sealed class TimerRuns(HostState state, StorageWatch watch, InvocationRunner runner)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for a run under way, then runs the function.</summary>
    /// <param name="cancellation">Ends the waiting. A run that has started ends with the host.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the function ran.</exception>
    public async Task<Outcome> RunAsync(Function function, TimerInfo timer, CancellationToken cancellation)
    {
        await using var alone = await HeldLease.AcquireAsync(state.Run(function.Name), LookEvery, watch, cancellation);
        return await runner.RunAsync(function, (services, token) => new TimerInvocation(function, services, timer, token), alone.Lost);
    }
}
