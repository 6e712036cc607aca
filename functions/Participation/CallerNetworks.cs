using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Participation;

/// <summary>The network from which a request comes, as this day knows it.</summary>
internal sealed class CallerNetworks(ClientAddress addresses, NetworkHashes hashes, IOptions<NetworkOptions> options)
{
    private readonly IReadOnlyList<IPNetwork> shared = options.Value.Shared() ?? [];

    /// <summary>Null where the installation says that the network is shared by many, and nothing follows from how much comes from it.</summary>
    public async ValueTask<NetworkHash?> OfAsync(HttpContext http, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var address = addresses.Of(http);
        foreach (var network in shared)
        {
            if (address is not null && network.Contains(address)) return null;
        }

        return await hashes.OfAsync(address, now, cancellationToken);
    }
}
