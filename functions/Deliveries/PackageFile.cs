using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ServerlessDecide.Deliveries;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>
/// Sends a package exactly as recorded, or a visibly incomplete file. It hashes the file while sending and holds the last piece back until
/// length and SHA-256 match the record; if they do not, the request fails and the download is cut off.
/// </summary>
internal sealed class PackageFile(Stream package, Delivery delivery, string fileName) : IResult
{
    private const int PieceBytes = 80 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var content = package;
        var (response, cancellationToken) = (httpContext.Response, httpContext.RequestAborted);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = disposition.ToString();
        response.ContentLength = delivery.Bytes;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (held, next) = (new byte[PieceBytes], new byte[PieceBytes]);
        var (heldBytes, bytes) = (0, 0L);
        while (await content.ReadAtLeastAsync(next, next.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(next, 0, read);
            bytes += read;
            if (bytes > delivery.Bytes) throw Wrong();
            // An empty write would send the headers. Without them, a wrong file of a single piece can still get a proper error.
            if (heldBytes > 0) await response.Body.WriteAsync(held.AsMemory(0, heldBytes), cancellationToken);
            (held, next, heldBytes) = (next, held, read);
        }

        if (bytes != delivery.Bytes || !Convert.ToHexStringLower(hash.GetHashAndReset()).Equals(delivery.Sha256, StringComparison.OrdinalIgnoreCase)) throw Wrong();
        await response.Body.WriteAsync(held.AsMemory(0, heldBytes), cancellationToken);
    }

    private InvalidDataException Wrong() =>
        new($"The stored package of {delivery.Contender}, version {delivery.Version}, does not match its recorded length and SHA-256; it is not sent.");
}
