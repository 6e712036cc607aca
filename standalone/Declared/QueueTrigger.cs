using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function for each message of an Azure storage queue.</summary>
/// <param name="queueName">The queue; <c>%Setting%</c> is replaced by the setting's value.</param>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    public string QueueName { get; } = queueName;

    /// <summary>The setting that holds the connection string; null means <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
