using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ServerlessDecide.Standalone.Http;

/// <summary>The key of the setting <c>OperatorKey</c>, which opens the admin routes and functions that are not anonymous.</summary>
internal sealed class OperatorKey(IConfiguration configuration)
{
    private readonly byte[]? hash = configuration["OperatorKey"] is { Length: > 0 } key ? Hash(key) : null;

    /// <summary>Whether a key is set. Without one, no endpoint that requires it can be reached.</summary>
    public bool Exists => hash is not null;

    // Hashes, compared in constant time: the time of a refusal reveals neither the key's length nor its beginning.
    public bool IsCarriedBy(HttpRequest request) =>
        hash is not null
        && request.Headers["x-functions-key"] is [{ } given]
        && CryptographicOperations.FixedTimeEquals(hash, Hash(given));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
