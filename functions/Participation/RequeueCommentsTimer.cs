using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>Every five minutes: asks again for the moderation of comments that were left behind.</summary>
internal sealed partial class RequeueCommentsTimer(PublishedProcesses processes, CommentSweep sweep, ILogger<RequeueCommentsTimer> logger)
{
    [Function(nameof(RequeueCommentsTimer))]
    public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => EachProcess.DoAsync(
        processes,
        async process =>
        {
            var requeued = await sweep.RequeueAsync(process.Process, cancellationToken);
            if (requeued > 0) LogRequeued(requeued, process.Process.Id.Value);
        },
        cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "{Count} comments of {Process} were enqueued again")]
    private partial void LogRequeued(int count, string process);
}
