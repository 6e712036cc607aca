namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a worker tells Azure's host about itself. The standalone host asks for nothing of it.</summary>
public sealed class WorkerOptions
{
    /// <summary>The capabilities by name.</summary>
    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HandlesWorkerTerminateMessage"] = bool.TrueString,
        ["HandlesInvocationCancelMessage"] = bool.TrueString,
        ["IncludeEmptyEntriesInMessagePayload"] = bool.TrueString,
        ["EnableUserCodeException"] = bool.TrueString,
    };
}
