using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>A request's body, or the refusal that it earned.</summary>
internal readonly record struct Body<T>(T? Value, IResult? Refusal);

/// <summary>Reads JSON bodies: bounded in bytes and in time, with an error that names the field.</summary>
internal static class RequestBody
{
    /// <summary>Bytes of a JSON body at most, unless a function says otherwise.</summary>
    public const int DefaultLimit = 64 * 1024;

    /// <summary>A body may take so long: until it has ended it holds a place of the instance, and needs no credential for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where the server does not see to it. A read that is given up cannot be drained, so the server goes first.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // As Kestrel has it by itself, for limits so small that they would ask for less.
    private const double SlowestBytesASecond = 240;

    public static Task<Body<T>> ReadJsonAsync<T>(this HttpRequest request, JsonTypeInfo<T> type, int limit, CancellationToken cancellationToken)
        where T : class => request.ReadJsonAsync(type, limit, Longest, cancellationToken);

    internal static async Task<Body<T>> ReadJsonAsync<T>(
        this HttpRequest request, JsonTypeInfo<T> type, int limit, TimeSpan patience, CancellationToken cancellationToken)
        where T : class
    {
        if (!IsJson(request)) return new(null, Problems.UnsupportedMediaType("application/json"));
        if (request.ContentLength > limit) return new(null, Problems.BodyTooLarge(limit));
        HurryOn(request, limit);

        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var length = await FillAsync(request, buffer.AsMemory(0, limit + 1), patience, cancellationToken);
            return length > limit ? new(null, Problems.BodyTooLarge(limit)) : Parse(buffer.AsMemory(0, length), type);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return new(null, Problems.RequestTimeout());
        }
        catch (BadHttpRequestException e)
        {
            return new(null, e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Problems.BodyTooLarge(limit),
                StatusCodes.Status408RequestTimeout => Problems.RequestTimeout(),
                _ => Problems.MalformedJson(),
            });
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Nothing within the limit is that fast once it has taken as long: so the server ends each body when patience does.
    private static void HurryOn(HttpRequest request, int limit)
    {
        // Over HTTP/2 it is a matter of the connection, and asking for it fails.
        if (!HttpProtocol.IsHttp11(request.Protocol) || request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is not { } rate) return;
        rate.MinDataRate = new MinDataRate(Math.Max(SlowestBytesASecond, (limit + 1) / Patience.TotalSeconds), Patience);
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

    private static Body<T> Parse<T>(ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        // The parser looks into strings only when they are read, and then says that the text is of the wrong type.
        if (!Utf8.IsValid(utf8.Span)) return new(null, Problems.MalformedJson());
        try
        {
            // Two steps, so that what is no JSON at all is told from what is JSON of the wrong shape.
            var options = new JsonDocumentOptions { MaxDepth = 12, AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(utf8, options);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return Wrong<T>("");
            try
            {
                return new(document.Deserialize(type), null);
            }
            catch (JsonException e)
            {
                return Wrong<T>(e.Path ?? "");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter where a name holds half a surrogate pair and cannot be compared with its neighbours.
            return new(null, Problems.MalformedJson());
        }
    }

    private static Body<T> Wrong<T>(string path)
        where T : class
    {
        var field = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
        return new(null, Problems.InvalidInput(field, field == "body"
            ? new("debe ser un objeto JSON", "must be a JSON object")
            : new("no es del tipo que se espera o no es texto válido", "is not of the expected type or is not valid text")));
    }
}
