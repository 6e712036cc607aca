using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>Every ten minutes: counts the finished days that are not yet counted, and publishes what may be shown.</summary>
internal sealed class AggregateStatisticsTimer(PublishedProcessCache processes, StatisticsAggregation aggregation)
{
    [Function(nameof(AggregateStatisticsTimer))]
    public async Task RunAsync([TimerTrigger("0 */10 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await processes.ForEachAsync(process => aggregation.RunAsync(process, cancellationToken), cancellationToken);
        await processes.RefreshAsync(cancellationToken);
    }
}
