using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Participation;

/// <summary>Queue comments: moderates a comment.</summary>
internal sealed class CommentProcessor(CommentModeration moderation)
{
    [Function(nameof(CommentProcessor))]
    public async Task RunAsync(
        [QueueTrigger("%StoragePrefix%-comments", Connection = "DataStorage")] CommentMessage message, CancellationToken cancellationToken)
    {
        // A message is written after its comment: without one, the message was never ours and goes to the poison queue to be seen.
        if (!ProcessId.TryParse(message.Process, out var process)
            || !Receipt.TryParse(message.Receipt, out var receipt)
            || !await moderation.ModerateAsync(process, receipt, cancellationToken))
        {
            throw new InvalidOperationException("The message names no comment.");
        }
    }
}
