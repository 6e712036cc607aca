using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>Queue tallies: counts the reactions of one shard of visitors exactly.</summary>
internal sealed class TallyProcessor(PublishedProcessCache processes, Packaging packaging)
{
    [Function(nameof(TallyProcessor))]
    public async Task RunAsync(
        [QueueTrigger($"{FunctionTable.QueuePrefix}{TallyMessage.Queue}", Connection = FunctionTable.StorageConnection)] TallyMessage message,
        CancellationToken cancellationToken)
    {
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(message.Process, cancellationToken) is not { } process || message.Shard is < 0 or >= VisitorHash.Shards)
        {
            throw new InvalidOperationException("The message names no shard of a process.");
        }

        await packaging.CountAsync(process, message.Shard, cancellationToken);
    }
}
