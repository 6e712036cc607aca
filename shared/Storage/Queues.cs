using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ServerlessDecide.Storage;

/// <summary>Thin access to queues. The first message creates a queue.</summary>
public sealed class Queues(StorageClients clients, StorageNames names)
{
    private readonly ConcurrentDictionary<string, QueueClient> queues = new(StringComparer.Ordinal);

    /// <summary>Sends a message as JSON. Messages carry ids rather than state, and never expire.</summary>
    /// <param name="queue">The queue's name without the installation's prefix.</param>
    public async Task SendAsync<T>(string queue, T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var client = queues.GetOrAdd(queue, static (name, c) => c.clients.Queues.GetQueueClient(c.names.Queue(name)), (clients, names));
        var text = JsonSerializer.Serialize(message, type);
        try
        {
            await client.SendMessageAsync(text, visibilityTimeout: null, timeToLive: NeverExpires, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await client.SendMessageAsync(text, visibilityTimeout: null, timeToLive: NeverExpires, cancellationToken);
        }
    }

    /// <summary>Returns about how many messages a queue has, hidden ones included; zero if it does not exist. Costs one storage operation.</summary>
    /// <param name="queue">The full name, with the installation's prefix.</param>
    public async Task<int> CountAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await clients.Queues.GetQueueClient(queue).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return 0;
        }
    }

    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);
}
