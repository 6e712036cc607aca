using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessDecide.Exports;

/// <summary>Writes <c>{ "items": [...] }</c> for download, item by item. Equal items give equal bytes.</summary>
public static class JsonItems
{
    private const int WorthSending = 32_768;

    public static async Task WriteAsync<T>(Stream stream, IEnumerable<T> items, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * WorthSending);
        await using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = type.Options.Encoder });
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            JsonSerializer.Serialize(json, item, type);
            if (json.BytesPending + buffer.WrittenCount > WorthSending) await SendAsync();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await SendAsync();

        async Task SendAsync()
        {
            json.Flush();
            await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }
}
