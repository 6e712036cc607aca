using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>Queue tallies: counts one shard of visitors exactly.</summary>
internal sealed class TallyProcessor(PublishedProcesses processes, Packaging packaging)
{
    [Function(nameof(TallyProcessor))]
    public async Task RunAsync(
        [QueueTrigger("%StoragePrefix%-tallies", Connection = "DataStorage")] TallyMessage message, CancellationToken cancellationToken)
    {
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(message.Process, cancellationToken) is not { } process || message.Shard is < 0 or >= VisitorHash.Shards)
        {
            throw new InvalidOperationException("The message names no shard of a process.");
        }

        await packaging.CountAsync(process, message.Shard, cancellationToken);
    }
}
