using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Imports;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Imports;

/// <summary>Queue imports: reads a file and publishes it.</summary>
internal sealed class ImportProcessor(Importer importer)
{
    [Function(nameof(ImportProcessor))]
    public async Task RunAsync(
        [QueueTrigger("%StoragePrefix%-imports", Connection = "DataStorage")] ImportMessage message, CancellationToken cancellationToken)
    {
        if (!ProcessId.TryParse(message.Process, out var process) || !await importer.RunAsync(process, message.Import, cancellationToken))
        {
            throw new InvalidOperationException("The message names no import.");
        }
    }
}
