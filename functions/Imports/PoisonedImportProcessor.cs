using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Imports;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Imports;

/// <summary>Queue imports-poison: ends an import that failed again and again, so that whoever waits for it is told.</summary>
internal sealed class PoisonedImportProcessor(Importer importer)
{
    [Function(nameof(PoisonedImportProcessor))]
    public async Task RunAsync(
        [QueueTrigger("%StoragePrefix%-imports-poison", Connection = "DataStorage")] ImportMessage message, CancellationToken cancellationToken)
    {
        if (!ProcessId.TryParse(message.Process, out var process) || !await importer.GiveUpAsync(process, message.Import, cancellationToken))
        {
            throw new InvalidOperationException("The message names no import.");
        }
    }
}
