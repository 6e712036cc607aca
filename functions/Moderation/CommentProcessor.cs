using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;

namespace ServerlessDecide.Functions.Moderation;

/// <summary>Queue comments: moderates the comments that a message names.</summary>
internal sealed class CommentProcessor(AutomaticModeration moderation)
{
    // Comments are written before their message. If one is missing, the message is not ours, and the poison queue makes that visible.
    [Function(nameof(CommentProcessor))]
    public Task RunAsync(
        [QueueTrigger($"{FunctionTable.QueuePrefix}{CommentMessage.Queue}", Connection = FunctionTable.StorageConnection)] CommentMessage message,
        CancellationToken cancellationToken) =>
        message.ForEachAsync((process, receipt) => moderation.ModerateAsync(process, receipt, cancellationToken));
}
