using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>A public file that is written into the answer as it is made: validators, HEAD, compression, caching, and nothing of it held.</summary>
/// <param name="tag">The same when and only when the bytes are the same.</param>
/// <param name="packed">Whether the file is compressed as it is.</param>
internal sealed class StreamedFile(
    string tag, string fileName, string contentType, bool packed, Func<Stream, CancellationToken, Task> write, CachePolicy caching) : IResult
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

        // Fast, because every caller has it packed anew.
        await using Stream body = coding == "br"
            ? new BrotliStream(response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await write(body, httpContext.RequestAborted);
    }
}

/// <summary>A public document that takes a while to make: made once for a snapshot, without a thread that waits, and kept.</summary>
internal sealed class KeptDocument(object snapshot, string key, Func<Task<PublicDocument>> make, CachePolicy caching) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var document = await PublicDocuments.OfAsync(snapshot, key, make, httpContext.RequestAborted);
        await new PublicAnswer(document, caching).ExecuteAsync(httpContext);
    }
}
