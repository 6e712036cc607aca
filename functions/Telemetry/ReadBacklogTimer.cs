using Microsoft.Azure.Functions.Worker;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>Every minute, at second 15: where somebody watches, reads what waits. A timer, so that one instance pays for it and not each.</summary>
internal sealed class ReadBacklogTimer(Gauges gauges, BacklogReader backlog)
{
    [Function(nameof(ReadBacklogTimer))]
    public Task RunAsync([TimerTrigger("15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        gauges.AreWatched ? backlog.ReadAsync(cancellationToken) : Task.CompletedTask;
}
