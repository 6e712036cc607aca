using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ServerlessDecide.Exports;

namespace ServerlessDecide.Functions.Http.Documents;

/// <summary>
/// A public answer as bytes with its validator. The compressed forms are made on first use and kept. Each form has its own ETag, because
/// a strong ETag promises the same bytes (RFC 9110, 8.8.1).
/// </summary>
internal sealed class PublicDocument
{
    public const string CsvType = "text/csv; charset=utf-8";

    // Smaller answers gain nothing from compression.
    private const int WorthPacking = 600;

    private readonly bool packed;
    private readonly Form plain;
    private readonly Lazy<Form> gzip;
    private readonly Lazy<Form> brotli;

    /// <param name="packed">Whether the bytes are already compressed.</param>
    public PublicDocument(byte[] bytes, string contentType, bool packed = false)
    {
        this.packed = packed;
        ContentType = contentType;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var tag = Sha256[..24];
        plain = new Form(bytes, $"\"{tag}\"", null);
        gzip = new(() => new Form(Pack(bytes, s => new GZipStream(s, CompressionLevel.Optimal)), $"\"{tag}-gz\"", "gzip"));
        brotli = new(() => new Form(Pack(bytes, s => new BrotliStream(s, CompressionLevel.Optimal)), $"\"{tag}-br\"", "br"));
    }

    public string ContentType { get; }

    /// <summary>The SHA-256 of the uncompressed bytes, in hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>The number of uncompressed bytes.</summary>
    public int Length => plain.Bytes.Length;

    /// <summary>The ETag of the uncompressed form.</summary>
    public string ETag => plain.ETag;

    /// <summary>Whether the tag is the ETag of any form of this document.</summary>
    public bool IsNamedBy(string tag) =>
        tag.EndsWith("-gz\"", StringComparison.Ordinal) || tag.EndsWith("-br\"", StringComparison.Ordinal) ? $"{tag[..^4]}\"" == plain.ETag : tag == plain.ETag;

    /// <summary>The cursor of the next page, when the document is a page of a list.</summary>
    public string? Next { get; init; }

    /// <summary>The file name, when the document is a download.</summary>
    public string? FileName { get; init; }

    /// <summary>Approximate bytes of memory, compressed forms included.</summary>
    public int Weight => 1_000 + (2 * plain.Bytes.Length);

    /// <param name="next">The cursor of the next page, when the document is a page of a list.</param>
    public static PublicDocument Json<T>(T value, JsonTypeInfo<T> type, string? next = null) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json; charset=utf-8") { Next = next };

    /// <summary>Makes a CSV document with <see cref="TableCsv"/>.</summary>
    /// <inheritdoc cref="TableCsv.Write"/>
    public static PublicDocument Csv(IReadOnlyList<TableColumn> columns, IEnumerable<string[]> rows, bool marked = false) =>
        new(TableCsv.Write(columns, rows, marked), CsvType);

    /// <summary>Returns the smallest form that the caller accepts.</summary>
    public Form For(HttpRequest request) => plain.Bytes.Length < WorthPacking || packed ? plain : EncodingFor(request) switch
    {
        "br" => brotli.Value,
        "gzip" => gzip.Value,
        _ => plain,
    };

    /// <summary>Returns the content coding that gives this caller the smallest answer: br, gzip, or null for none.</summary>
    public static string? EncodingFor(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding;
        if (accepted.Count == 0) return null;
        return Accepts(accepted, "br") ? "br" : Accepts(accepted, "gzip") ? "gzip" : null;
    }

    private static bool Accepts(Microsoft.Extensions.Primitives.StringValues accepted, string coding)
    {
        foreach (var line in accepted)
        {
            var rest = line.AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.IndexOf(',');
                var item = (comma < 0 ? rest : rest[..comma]).Trim();
                rest = comma < 0 ? [] : rest[(comma + 1)..];
                var semicolon = item.IndexOf(';');
                var name = (semicolon < 0 ? item : item[..semicolon]).TrimEnd();
                if (!name.Equals(coding, StringComparison.OrdinalIgnoreCase)) continue;
                if (semicolon < 0) return true;
                var weight = item[(semicolon + 1)..].Trim();
                return !(weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
                    && double.TryParse(weight[2..], NumberStyles.Float, CultureInfo.InvariantCulture, out var q) && q <= 0);
            }
        }

        return false;
    }

    private static byte[] Pack(byte[] bytes, Func<Stream, Stream> pack)
    {
        using var target = new MemoryStream();
        using (var packed = pack(target)) packed.Write(bytes);
        return target.ToArray();
    }

    internal sealed record Form(byte[] Bytes, string ETag, string? Encoding);
}

/// <summary>
/// How long caches may keep an answer: never beyond the next moment at which the calendar changes it. Stale answers are not allowed: a
/// closing is a promise, and we have not observed how long an edge serves stale answers (infra/README.md).
/// </summary>
/// <param name="MaxAge">Seconds.</param>
internal readonly record struct CachePolicy(int MaxAge)
{
    /// <summary>For answers that the calendar does not change.</summary>
    public static readonly CachePolicy Usual = new(60);

    // Kept as text: nearly every answer carries it.
    private static readonly string UsualText = Usual.Written();

    public static CachePolicy Until(DateTimeOffset? changesAt, DateTimeOffset now) =>
        changesAt is { } change ? new((int)Math.Clamp(Math.Floor((change - now).TotalSeconds), 0, Usual.MaxAge)) : Usual;

    public override string ToString() => this == Usual ? UsualText : Written();

    private string Written() => string.Create(CultureInfo.InvariantCulture, $"public, max-age={MaxAge}");
}

/// <summary>Answers with a public document: validators, HEAD, compression, caching.</summary>
/// <param name="language">The language of a document that exists in both; null for one that exists only once.</param>
internal sealed class PublicAnswer(PublicDocument document, CachePolicy caching, Language? language = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var request = httpContext.Request;
        var response = httpContext.Response;
        var form = document.For(request);
        response.Headers.ETag = form.ETag;
        response.Headers.CacheControl = caching.ToString();
        response.Headers.Vary = "Accept-Encoding";
        if (language is { } chosen) response.Headers.ContentLanguage = chosen.Tag();
        if (document.FileName is { } name) response.Headers.ContentDisposition = Attachment(name);
        if (document.Next is { } next) response.Headers.Link = Paging.Link(request, next);
        if (Matches(request, form.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = document.ContentType;
        response.ContentLength = form.Bytes.Length;
        if (form.Encoding is not null) response.Headers.ContentEncoding = form.Encoding;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(form.Bytes, httpContext.RequestAborted).AsTask();
    }

    /// <summary>Returns the header that makes a browser save the answer as a file. File names are ours: only letters, digits, hyphens and dots.</summary>
    internal static string Attachment(string fileName) => $"attachment; filename=\"{fileName}\"";

    /// <summary>Whether the caller already has this form.</summary>
    internal static bool Matches(HttpRequest request, string etag)
    {
        var sent = request.Headers.IfNoneMatch;
        if (sent.Count == 0) return false;
        if (sent.Count == 1 && sent[0] == etag) return true;
        // Weak comparison, as RFC 9110, 13.1.2 asks for.
        return EntityTagHeaderValue.TryParseList(sent, out var tags) && tags.Any(t => t.Tag == "*" || t.Tag == etag);
    }
}
