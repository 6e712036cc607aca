using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>Queue packages: writes the package of one contender.</summary>
internal sealed class PackageProcessor(PublishedProcesses processes, Packaging packaging)
{
    [Function(nameof(PackageProcessor))]
    public async Task RunAsync(
        [QueueTrigger("%StoragePrefix%-packages", Connection = "DataStorage")] PackageMessage message, CancellationToken cancellationToken)
    {
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(message.Process, cancellationToken) is not { } process
            || !Slug.TryParse(message.Contender, out var contender)
            || process.Content.Contender(contender.Value) is null)
        {
            throw new InvalidOperationException("The message names no contender of a process.");
        }

        await packaging.PackAsync(process, contender, cancellationToken);
    }
}
