using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>Every hour, at minute 50: counts what moderation and people did on the comments of each process, until people can decide no more.</summary>
internal sealed class CountModerationTimer(PublishedProcesses processes, ModerationCounting counting)
{
    [Function(nameof(CountModerationTimer))]
    public Task RunAsync([TimerTrigger("0 50 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        EachProcess.DoAsync(processes, process => counting.RunAsync(process.Process, cancellationToken), cancellationToken);
}
