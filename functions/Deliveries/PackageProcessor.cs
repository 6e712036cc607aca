using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Content;
using ServerlessDecide.Deliveries;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>Queue packages: writes the package of one contender or, when all are written, compares and releases them.</summary>
internal sealed class PackageProcessor(PublishedProcesses processes, Packaging packaging, PackageRelease release)
{
    [Function(nameof(PackageProcessor))]
    public async Task RunAsync(
        [QueueTrigger("%StoragePrefix%-packages", Connection = "DataStorage")] PackageMessage message, CancellationToken cancellationToken)
    {
        await processes.RefreshAsync(cancellationToken);
        if (await processes.FindAsync(message.Process, cancellationToken) is not { } process) throw NamesNothing();
        if (message.Contender is null)
        {
            await release.ReleaseAsync(process, cancellationToken);
            return;
        }

        if (!Slug.TryParse(message.Contender, out var contender)) throw NamesNothing();
        await packaging.PackAsync(process, contender, cancellationToken);
    }

    private static InvalidOperationException NamesNothing() => new("The message names no contender of a process.");
}
