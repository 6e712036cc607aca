using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>The network from which a request comes, as this day knows it.</summary>
internal sealed class CallerNetworks(ClientAddress addresses, NetworkHashes hashes, IOptions<NetworkOptions> options)
{
    private readonly IReadOnlyList<IPNetwork> shared = options.Value.Shared() ?? [];
    private readonly byte[] own = RandomNumberGenerator.GetBytes(32);

    /// <summary>Null where the installation says that the network is shared by many, and nothing follows from how much comes from it.</summary>
    public async ValueTask<NetworkHash?> OfAsync(HttpContext http, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var address = addresses.Of(http);
        return IsShared(address) ? null : await hashes.OfAsync(address, now, cancellationToken);
    }

    /// <summary>The same under a key that is this instance's own and ends with it: no storage is asked, and no other instance knows it.</summary>
    public NetworkHash? Here(HttpContext http)
    {
        var address = addresses.Of(http);
        return IsShared(address) ? null : NetworkHash.Compute(own, address);
    }

    private bool IsShared(IPAddress? address)
    {
        foreach (var network in shared)
        {
            if (address is not null && network.Contains(address)) return true;
        }

        return false;
    }
}
