using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Telemetry;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Functions.Imports;

/// <summary>Queue imports-poison: ends an import that failed repeatedly, so that the operator who waits for it learns of the failure.</summary>
internal sealed class PoisonedImportProcessor(Importer importer)
{
    [Function(nameof(PoisonedImportProcessor))]
    public async Task RunAsync(
        [QueueTrigger($"{FunctionTable.QueuePrefix}{ImportMessage.Queue}{QueueTable.PoisonSuffix}", Connection = FunctionTable.StorageConnection)] ImportMessage message,
        CancellationToken cancellationToken)
    {
        if (!ProcessId.TryParse(message.Process, out var process) || !await importer.GiveUpAsync(process, message.Import, cancellationToken))
        {
            throw new InvalidOperationException("The message names no import.");
        }
    }
}
