using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http.Documents;

namespace ServerlessDecide.Functions.Http;

/// <summary>A public file that is streamed and never held in memory: validators, HEAD, compression, caching.</summary>
/// <param name="tag">Equal exactly when the bytes are equal.</param>
/// <param name="packed">Whether the file is already compressed.</param>
/// <param name="language">The language of a file that exists in both; null for one that exists only once.</param>
internal sealed class StreamedFile(
    string tag, string fileName, string contentType, bool packed, Func<Stream, CancellationToken, Task> write, CachePolicy caching, Language? language = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var coding = packed ? null : PublicDocument.EncodingFor(httpContext.Request);
        var etag = coding switch
        {
            "br" => $"\"{tag}-br\"",
            "gzip" => $"\"{tag}-gz\"",
            _ => $"\"{tag}\"",
        };
        response.Headers.ETag = etag;
        response.Headers.CacheControl = caching.ToString();
        response.Headers.Vary = "Accept-Encoding";
        if (language is { } chosen) response.Headers.ContentLanguage = chosen.Tag();
        response.Headers.ContentDisposition = PublicAnswer.Attachment(fileName);
        if (PublicAnswer.Matches(httpContext.Request, etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        if (coding is not null) response.Headers.ContentEncoding = coding;
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        if (coding is null)
        {
            await write(response.Body, httpContext.RequestAborted);
            return;
        }

        // The fastest level, because the file is compressed again for every request.
        await using Stream body = coding == "br"
            ? new BrotliStream(response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await write(body, httpContext.RequestAborted);
    }
}

/// <summary>A public document that is slow to make: made once for a snapshot, without blocking a thread, and kept.</summary>
/// <param name="language">The language of a document that exists in both; null for one that exists only once.</param>
internal sealed class KeptDocument(object snapshot, string key, Func<Task<PublicDocument>> make, CachePolicy caching, Language? language = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var document = await PublicDocumentCache.OfAsync(snapshot, key, make, httpContext.RequestAborted);
        await new PublicAnswer(document, caching, language).ExecuteAsync(httpContext);
    }
}
