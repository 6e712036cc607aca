using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ServerlessDecide.Deliveries;

namespace ServerlessDecide.Functions.Deliveries;

/// <summary>
/// A package as it was recorded, or nothing that looks whole. The file is hashed as it is sent, and its last piece goes out only when
/// length and SHA-256 are the recorded ones; otherwise the answer fails, and what has begun is cut off.
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
            // Writing nothing would send the headers, and a short file that is wrong can still be told properly.
            if (heldBytes > 0) await response.Body.WriteAsync(held.AsMemory(0, heldBytes), cancellationToken);
            (held, next, heldBytes) = (next, held, read);
        }

        if (bytes != delivery.Bytes || !Convert.ToHexStringLower(hash.GetHashAndReset()).Equals(delivery.Sha256, StringComparison.OrdinalIgnoreCase)) throw Wrong();
        await response.Body.WriteAsync(held.AsMemory(0, heldBytes), cancellationToken);
    }

    private InvalidDataException Wrong() =>
        new($"The stored package of {delivery.Contender}, version {delivery.Version}, is not the one whose SHA-256 was recorded: it is not given out.");
}
