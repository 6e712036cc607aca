using System.Globalization;
using Azure.Storage.Queues.Models;

namespace ServerlessDecide.Standalone.Queues;

/// <summary>A message as a function sees it. The text is as it is in the queue: base64 of the body if host.json says so.</summary>
internal sealed record ReceivedMessage(
    string Text, bool IsBase64, string Id, string PopReceipt, long DequeueCount,
    DateTimeOffset InsertionTime, DateTimeOffset ExpirationTime, DateTimeOffset NextVisibleTime)
{
    /// <summary>The metadata that a function may take besides the message, by parameter name.</summary>
    public static IReadOnlyDictionary<string, (Type Type, Func<ReceivedMessage, object> Read)> Metadata { get; } =
        new Dictionary<string, (Type, Func<ReceivedMessage, object>)>(StringComparer.OrdinalIgnoreCase)
        {
            ["id"] = (typeof(string), message => message.Id),
            ["popReceipt"] = (typeof(string), message => message.PopReceipt),
            ["dequeueCount"] = (typeof(int), message => (int)message.DequeueCount),
            ["insertionTime"] = (typeof(DateTimeOffset), message => message.InsertionTime),
            ["expirationTime"] = (typeof(DateTimeOffset), message => message.ExpirationTime),
            ["nextVisibleTime"] = (typeof(DateTimeOffset), message => message.NextVisibleTime),
        };

    public static ReceivedMessage From(QueueMessage message, bool isBase64) => new(
        message.Body.ToString(), isBase64, message.MessageId, message.PopReceipt, message.DequeueCount,
        message.InsertedOn ?? default, message.ExpiresOn ?? default, message.NextVisibleOn ?? default);

    /// <summary>Returns a message that was never in a queue, for an operator who runs the function by hand.</summary>
    public static ReceivedMessage ByHand(string body, DateTimeOffset now) =>
        new(body, false, Guid.CreateVersion7(now).ToString(), "", 1, now, now, now);

    /// <exception cref="FormatException">host.json says base64, and the text is not.</exception>
    public BinaryData Body() => IsBase64 ? BinaryData.FromBytes(Convert.FromBase64String(Text)) : BinaryData.FromString(Text);

    public IReadOnlyDictionary<string, object?> ReadBindingData()
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["QueueTrigger"] = Text };
        foreach (var (name, (_, read)) in Metadata)
        {
            data[name] = read(this) is DateTimeOffset time ? time.ToString("O", CultureInfo.InvariantCulture) : read(this).ToString();
        }

        return data;
    }
}
