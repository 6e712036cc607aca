using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions.Telemetry;

/// <summary>The queues that functions read, as their triggers declare them.</summary>
internal sealed class QueueTable(StorageNames names)
{
    // The installation's prefix, as a trigger writes it; the host puts the setting in its place.
    private const string Prefix = "%StoragePrefix%-";
    private const string Poison = "-poison";

    private readonly Lazy<Dictionary<string, string>> byFunction = new(() => Declared().ToDictionary(
        queue => queue.Function, queue => names.Queue(queue.Queue[Prefix.Length..]), StringComparer.Ordinal));

    /// <summary>The queue that a function reads, with the installation's prefix; null for a function that reads none.</summary>
    public string? Of(string function) => byFunction.Value.GetValueOrDefault(function);

    /// <summary>All queues and their poison queues, whether a function reads those or not.</summary>
    public IReadOnlyList<string> All => [.. byFunction.Value.Values
        .SelectMany(queue => queue.EndsWith(Poison, StringComparison.Ordinal) ? [queue] : (string[])[queue, queue + Poison])
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<(string Function, string Queue)> Declared() =>
        from type in typeof(QueueTable).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<QueueTriggerAttribute>()
        where trigger is not null
        select (function.Name, trigger.QueueName);
}
