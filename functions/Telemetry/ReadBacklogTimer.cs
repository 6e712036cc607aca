using Microsoft.Azure.Functions.Worker;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>Every minute, at second 15: reads the backlog if a listener wants it. A timer, so that only one instance pays for the reading.</summary>
internal sealed class ReadBacklogTimer(Gauges gauges, BacklogReader backlog)
{
    [Function(nameof(ReadBacklogTimer))]
    public Task RunAsync([TimerTrigger("15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        gauges.AreWatched ? backlog.ReadAsync(cancellationToken) : Task.CompletedTask;
}
