using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Comments;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Comments;

/// <summary>Every five minutes: enqueues comments again whose moderation did not happen, and finishes removals of processes that stopped half-way.</summary>
internal sealed partial class RequeueCommentsTimer(
    PublishedProcessCache processes, CommentSweep sweep, RemovalCompletion removals, ILogger<RequeueCommentsTimer> logger)
{
    [Function(nameof(RequeueCommentsTimer))]
    public async Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        try
        {
            await processes.ForEachAsync(async process =>
                {
                    var requeued = await sweep.RequeueAsync(process.Process, cancellationToken);
                    if (requeued > 0) LogRequeued(requeued, process.Process.Id.Value);
                },
                cancellationToken);
        }
        finally
        {
            await removals.FinishAllAsync(cancellationToken);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} comments of {Process} were enqueued again")]
    private partial void LogRequeued(int count, string process);
}
