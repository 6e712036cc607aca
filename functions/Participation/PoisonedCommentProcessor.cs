using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Participation;

/// <summary>Queue comments-poison: what the rules failed on, time after time, is held for a person.</summary>
internal sealed partial class PoisonedCommentProcessor(CommentModeration moderation, ILogger<PoisonedCommentProcessor> logger)
{
    [Function(nameof(PoisonedCommentProcessor))]
    public async Task RunAsync(
        [QueueTrigger("%StoragePrefix%-comments-poison", Connection = "DataStorage")] CommentMessage message, CancellationToken cancellationToken)
    {
        if (!ProcessId.TryParse(message.Process, out var process)
            || !Receipt.TryParse(message.Receipt, out var receipt)
            || !await moderation.HoldAsync(process, receipt, cancellationToken))
        {
            throw new InvalidOperationException("The message names no comment.");
        }

        LogHeld(process.Value);
    }

    [LoggerMessage(1, LogLevel.Warning, "A comment of {Process} could not be moderated by rules and is held for a person")]
    private partial void LogHeld(string process);
}
