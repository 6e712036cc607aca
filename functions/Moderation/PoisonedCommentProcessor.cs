using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Comments;
using ServerlessDecide.Functions.Telemetry;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>Queue comments-poison: holds for a person the comments on which the rules failed repeatedly.</summary>
internal sealed partial class PoisonedCommentProcessor(AutomaticModeration moderation, ILogger<PoisonedCommentProcessor> logger)
{
    [Function(nameof(PoisonedCommentProcessor))]
    public async Task RunAsync(
        [QueueTrigger($"{FunctionTable.QueuePrefix}{CommentMessage.Queue}{QueueTable.PoisonSuffix}", Connection = FunctionTable.StorageConnection)] CommentMessage message,
        CancellationToken cancellationToken)
    {
        await message.ForEachAsync((process, receipt) => moderation.HoldAsync(process, receipt, cancellationToken));
        LogHeld(message.Process);
    }

    [LoggerMessage(1, LogLevel.Warning, "Comments of {Process} that the rules could not moderate are held for a person")]
    private partial void LogHeld(string process);
}
