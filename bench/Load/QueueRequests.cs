using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessDecide.Bench.Load;

/// <summary>Writes requests that send queue messages as a lean client does: SharedKeyLite by hand, no storage library.</summary>
/// <param name="messages">The queue's URL with <c>/messages</c>.</param>
internal sealed class QueueRequests(Uri messages, string account, string key)
{
    private const string Version = "2019-02-02";

    private readonly byte[] secret = Convert.FromBase64String(key);

    /// <summary>Writes the whole request, with the message in base64 as the app's client encodes it.</summary>
    public int Write(Span<byte> buffer, string message)
    {
        var body = $"<QueueMessage><MessageText>{Convert.ToBase64String(Encoding.UTF8.GetBytes(message))}</MessageText></QueueMessage>";
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        // Source: "Authorize with Shared Key", Shared Key Lite for the Blob, Queue and File services.
        var text = $"POST\n\napplication/xml\n\nx-ms-date:{date}\nx-ms-version:{Version}\n/{account}{messages.AbsolutePath}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
        return Encoding.ASCII.GetBytes(
            $"POST {messages.AbsolutePath}?messagettl=-1 HTTP/1.1\r\nHost: {messages.Authority}\r\nx-ms-date: {date}\r\nx-ms-version: {Version}\r\nAuthorization: SharedKeyLite {account}:{signature}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\n\r\n{body}",
            buffer);
    }
}
