using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sets a function off by a message of an Azure storage queue.</summary>
/// <param name="queueName">The queue; <c>%Setting%</c> stands for a setting's value.</param>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    public string QueueName { get; } = queueName;

    /// <summary>The setting that holds the connection string; <c>AzureWebJobsStorage</c> where it is null.</summary>
    public string? Connection { get; set; }
}
