using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>Queue packages: writes one contender's package or, once all are written, compares and releases them.</summary>
internal sealed class PackageProcessor(PublishedProcessCache processes, Packaging packaging, PackageRelease release)
{
    [Function(nameof(PackageProcessor))]
    public async Task RunAsync(
        [QueueTrigger($"{FunctionTable.QueuePrefix}{PackageMessage.Queue}", Connection = FunctionTable.StorageConnection)] PackageMessage message,
        CancellationToken cancellationToken)
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
