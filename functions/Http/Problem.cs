using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServerlessDecide.Functions.Http;

/// <summary>A limit that the caller has used up, in the terms of the RateLimit header fields for HTTP.</summary>
/// <param name="Quota">Requests in one window.</param>
/// <param name="Seconds">The window's length.</param>
internal readonly record struct UsedUpLimit(string Name, int Quota, int Seconds);

/// <summary>
/// A refusal as RFC 9457 problem details, in the language of the request. The code is a promise to clients, the wording is not. It holds
/// no request state, so one instance can answer many requests at once.
/// </summary>
internal sealed record Problem(int Status, string Code, Wording Title) : IResult
{
    public Problem(int status, string code, string es, string en)
        : this(status, code, new Wording(es, en))
    {
    }

    public Wording? Detail { get; init; }

    /// <summary>The errors of each field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Wording>>? Errors { get; init; }

    /// <summary>Moments to add as members of the answer: <c>opensAt</c>.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset?>? Moments { get; init; }

    /// <summary>Texts to add as members of the answer: <c>mergedInto</c>.</summary>
    public IReadOnlyDictionary<string, string>? Members { get; init; }

    /// <summary>Seconds after which trying again makes sense.</summary>
    public int? RetryAfter { get; init; }

    public UsedUpLimit? Limit { get; init; }

    /// <summary>The methods that the address allows.</summary>
    public string? Allow { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var language = Languages.Of(httpContext.Request);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLanguage = language.Tag();
        // They may be left from an answer that failed before it was sent.
        response.Headers.Remove("ETag");
        response.Headers.Remove("Content-Encoding");
        response.Headers.Remove("Content-Disposition");
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (Limit is { } limit)
        {
            response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{limit.Name}\";q={limit.Quota};w={limit.Seconds}");
            response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{limit.Name}\";r=0;t={RetryAfter ?? limit.Seconds}");
        }

        if (Allow is not null) response.Headers.Allow = Allow;
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JsonText.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", Title.In(language));
            json.WriteNumber("status", Status);
            json.WriteString("code", Code);
            if (Detail is { } detail) json.WriteString("detail", detail.In(language));
            foreach (var (name, moment) in Moments ?? new Dictionary<string, DateTimeOffset?>())
            {
                if (moment is { } m) json.WriteString(name, m);
                else json.WriteNull(name);
            }

            foreach (var (name, value) in Members ?? new Dictionary<string, string>()) json.WriteString(name, value);
            if (Errors is not null)
            {
                json.WriteStartObject("errors");
                foreach (var (field, sentences) in Errors)
                {
                    json.WriteStartArray(field);
                    foreach (var sentence in sentences) json.WriteStringValue(sentence.In(language));
                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }

            json.WriteString("traceId", Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier);
            json.WriteEndObject();
        }

        response.ContentLength = buffer.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), httpContext.RequestAborted);
    }
}
