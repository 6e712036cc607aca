using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace ServerlessDecide.Functions.Http;

/// <summary>Reads JSON bodies, limited in bytes and in time. Errors name the field.</summary>
internal static class RequestBody
{
    /// <summary>Maximum bytes of a JSON body, unless a function sets its own limit.</summary>
    public const int DefaultLimit = 64 * 1024;

    /// <summary>The time that a body may take. Until it ends, it occupies a slot of the instance, and no credential is needed for that.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(5);

    /// <summary>The limit where the server does not enforce one. Longer than the server's, because an abandoned read cannot be drained.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // Kestrel's default, for limits so small that they would require less.
    private const double SlowestBytesASecond = 240;

    public static Task<Or<T>> ReadJsonAsync<T>(this HttpRequest request, JsonTypeInfo<T> type, int limit, CancellationToken cancellationToken)
        where T : class => request.ReadJsonAsync(type, limit, Longest, cancellationToken);

    internal static async Task<Or<T>> ReadJsonAsync<T>(
        this HttpRequest request, JsonTypeInfo<T> type, int limit, TimeSpan patience, CancellationToken cancellationToken)
        where T : class
    {
        if (!IsJson(request)) return new(Problems.MediaTypeOtherThan("application/json"));
        if (request.ContentLength > limit) return new(Problems.BodyLargerThan(limit));
        HurryOn(request, limit);

        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var length = await FillAsync(request, buffer.AsMemory(0, limit + 1), patience, cancellationToken);
            return length > limit ? new(Problems.BodyLargerThan(limit)) : Parse(buffer.AsMemory(0, length), type);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return new(Problems.RequestTimeout);
        }
        catch (BadHttpRequestException e)
        {
            return new(e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Problems.BodyLargerThan(limit),
                StatusCodes.Status408RequestTimeout => Problems.RequestTimeout,
                _ => Problems.MalformedJson,
            });
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // No body within the limit can keep up this rate beyond the grace period, so the server ends every slow body then.
    private static void HurryOn(HttpRequest request, int limit)
    {
        // Over HTTP/2 the rate belongs to the connection, and setting it for a request throws.
        if (!HttpProtocol.IsHttp11(request.Protocol) || request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is not { } rate) return;
        rate.MinDataRate = new MinDataRate(Math.Max(SlowestBytesASecond, (limit + 1) / GracePeriod.TotalSeconds), GracePeriod);
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task<int> FillAsync(HttpRequest request, Memory<byte> buffer, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.HttpContext.RequestAborted);
        timeout.CancelAfter(patience);
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await request.Body.ReadAsync(buffer[length..], timeout.Token);
            if (read == 0) break;
            length += read;
        }

        return length;
    }

    private static Or<T> Parse<T>(ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        // The parser checks strings only when they are read, and would then report a wrong type instead of malformed JSON.
        if (!Utf8.IsValid(utf8.Span)) return new(Problems.MalformedJson);
        try
        {
            // Parse in two steps, to distinguish malformed JSON from JSON of the wrong shape.
            var options = new JsonDocumentOptions { MaxDepth = 12, AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(utf8, options);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return Wrong<T>("");
            try
            {
                return new(document.Deserialize(type)!);
            }
            catch (JsonException e)
            {
                return Wrong<T>(e.Path ?? "");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name holds half a surrogate pair, which cannot be compared with other names.
            return new(Problems.MalformedJson);
        }
    }

    private static Or<T> Wrong<T>(string path)
        where T : class
    {
        var field = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
        return new(Problems.Invalid(field, field == "body"
            ? new("debe ser un objeto JSON", "must be a JSON object")
            : new("no es del tipo que se espera o no es texto válido", "is not of the expected type or is not valid text")));
    }
}
