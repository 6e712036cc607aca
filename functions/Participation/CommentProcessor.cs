using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>Queue comments: moderates what a message names.</summary>
internal sealed class CommentProcessor(CommentModeration moderation)
{
    // A message is written after its comments: where one is missing, the message was never ours and goes to the poison queue to be seen.
    [Function(nameof(CommentProcessor))]
    public Task RunAsync(
        [QueueTrigger("%StoragePrefix%-comments", Connection = "DataStorage")] CommentMessage message, CancellationToken cancellationToken) =>
        message.ForEachAsync((process, receipt) => moderation.ModerateAsync(process, receipt, cancellationToken));
}
