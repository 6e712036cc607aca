using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>Queue comments-poison: what the rules failed on, time after time, is held for a person.</summary>
internal sealed partial class PoisonedCommentProcessor(CommentModeration moderation, ILogger<PoisonedCommentProcessor> logger)
{
    [Function(nameof(PoisonedCommentProcessor))]
    public async Task RunAsync(
        [QueueTrigger("%StoragePrefix%-comments-poison", Connection = "DataStorage")] CommentMessage message, CancellationToken cancellationToken)
    {
        await message.ForEachAsync((process, receipt) => moderation.HoldAsync(process, receipt, cancellationToken));
        LogHeld(message.Process);
    }

    [LoggerMessage(1, LogLevel.Warning, "What could not be moderated by rules of a message of {Process} is held for a person")]
    private partial void LogHeld(string process);
}
