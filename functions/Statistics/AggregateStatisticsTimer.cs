using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>Every ten minutes: counts the days that are over and not counted yet, and publishes what may be shown.</summary>
internal sealed class AggregateStatisticsTimer(PublishedProcesses processes, StatisticsAggregation aggregation)
{
    [Function(nameof(AggregateStatisticsTimer))]
    public async Task RunAsync([TimerTrigger("0 */10 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await EachProcess.DoAsync(processes, process => aggregation.RunAsync(process, cancellationToken), cancellationToken);
        await processes.RefreshAsync(cancellationToken);
    }
}
