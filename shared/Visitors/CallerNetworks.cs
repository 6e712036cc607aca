using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Visitors;

/// <summary>Finds the network of a request, hashed under the key of the day.</summary>
public sealed class CallerNetworks(NetworkHasher hasher, IOptions<SharedNetworkOptions> options)
{
    private readonly IReadOnlyList<IPNetwork> shared = options.Value.Parse() ?? [];
    private readonly byte[] own = RandomNumberGenerator.GetBytes(32);

    /// <summary>Returns the hash of the network, or null for a shared network of the settings, whose traffic has no consequences.</summary>
    /// <param name="address">The caller's address; null where the proxies did not say it. Neither logged nor stored.</param>
    public async ValueTask<NetworkHash?> OfAsync(IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken) =>
        IsShared(address) ? null : await hasher.OfAsync(address, now, cancellationToken);

    /// <summary>Hashes the network under a key of this instance alone, which ends with it. No storage operation; other instances get other hashes.</summary>
    public NetworkHash? Here(IPAddress? address) => IsShared(address) ? null : NetworkHash.Compute(own, address);

    private bool IsShared(IPAddress? address)
    {
        if (address is null) return false;
        foreach (var network in shared)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }
}
