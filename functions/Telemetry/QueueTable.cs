using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>The queues that functions read, under the names that they have in storage.</summary>
internal sealed class QueueTable(FunctionTable functions, StorageNames names)
{
    /// <summary>What the host adds to a queue's name for the messages that failed time after time.</summary>
    public const string PoisonSuffix = "-poison";

    private readonly Lazy<Dictionary<string, string>> byFunction = new(() => functions.Queues.ToDictionary(
        queue => queue.Key, queue => names.Queue(queue.Value), StringComparer.Ordinal));

    /// <summary>Returns the queue that a function reads, with the installation's prefix, or null.</summary>
    public string? Of(string function) => byFunction.Value.GetValueOrDefault(function);

    /// <summary>All queues and their poison queues, including those that no function reads.</summary>
    public IReadOnlyList<string> All => [.. byFunction.Value.Values
        .SelectMany(queue => queue.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? [queue] : (string[])[queue, queue + PoisonSuffix])
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
