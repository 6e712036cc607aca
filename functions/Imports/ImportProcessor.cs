using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Functions.Imports;

/// <summary>Queue imports: reads a file and publishes it.</summary>
internal sealed class ImportProcessor(Importer importer)
{
    [Function(nameof(ImportProcessor))]
    public async Task RunAsync(
        [QueueTrigger($"{FunctionTable.QueuePrefix}{ImportMessage.Queue}", Connection = FunctionTable.StorageConnection)] ImportMessage message,
        CancellationToken cancellationToken)
    {
        var isFound = ProcessId.TryParse(message.Process, out var process) && await importer.RunAsync(process, message.Import, cancellationToken);
        // An import, a few times a day, needs several times the memory that it leaves in use. Return it now, not when others need it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!isFound) throw new InvalidOperationException("The message names no import.");
    }
}
