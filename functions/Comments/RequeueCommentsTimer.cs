using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Comments;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Comments;

/// <summary>Every five minutes: enqueues comments again whose moderation did not happen.</summary>
internal sealed partial class RequeueCommentsTimer(PublishedProcessCache processes, CommentSweep sweep, ILogger<RequeueCommentsTimer> logger)
{
    [Function(nameof(RequeueCommentsTimer))]
    public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => processes.ForEachAsync(async process =>
        {
            var requeued = await sweep.RequeueAsync(process.Process, cancellationToken);
            if (requeued > 0) LogRequeued(requeued, process.Process.Id.Value);
        },
        cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "{Count} comments of {Process} were enqueued again")]
    private partial void LogRequeued(int count, string process);
}
