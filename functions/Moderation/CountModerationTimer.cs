using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Moderation;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>Every hour, at minute 50: counts the decisions of moderation and people in each process, until people can no longer decide.</summary>
internal sealed class CountModerationTimer(PublishedProcessCache processes, ModerationCounting counting)
{
    [Function(nameof(CountModerationTimer))]
    public Task RunAsync([TimerTrigger("0 50 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        processes.ForEachAsync(process => counting.RunAsync(process.Process, cancellationToken), cancellationToken);
}
