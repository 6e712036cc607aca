using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Functions.Access;

/// <summary>
/// The address of a caller, as our own proxies saw it. Each proxy appends the address it saw to one header, so behind n proxies the n-th
/// entry from the end is the caller. The entries before it were sent by the caller and cannot be trusted. On Azure, the functions host
/// rewrites X-Forwarded-For with the address it saw, which behind Front Door is that of Front Door. There the header is the one that only
/// Front Door writes, and it counts as one proxy (docs/decisions/0014).
/// </summary>
internal sealed class ClientAddress(IOptions<NetworkOptions> options)
{
    private readonly string header = options.Value.ClientAddressHeader;
    private readonly int proxies = options.Value.TrustedProxies;

    /// <summary>Returns the address, IPv4 unmapped, or null when the header lacks the proxies' entry. Never log or store it.</summary>
    public IPAddress? Of(HttpContext http)
    {
        if (proxies == 0) return Plain(http.Connection.RemoteIpAddress);
        var rest = proxies;
        // Several fields of the same name form one list, in order (RFC 9110, 5.3).
        var fields = http.Request.Headers[header];
        for (var field = fields.Count - 1; field >= 0; field--)
        {
            var entries = fields[field].AsSpan();
            while (true)
            {
                var comma = entries.LastIndexOf(',');
                if (--rest == 0) return Parse(entries[(comma + 1)..].Trim());
                if (comma < 0) break;
                entries = entries[..comma];
            }
        }

        return null;
    }

    /// <summary>Reads an address, with or without a port: <c>203.0.113.7:5000</c>, <c>[2001:db8::1]:5000</c>.</summary>
    private static IPAddress? Parse(ReadOnlySpan<char> entry) =>
        IPAddress.TryParse(entry, out var address) && !entry.StartsWith('[') ? Plain(address)
        : IPEndPoint.TryParse(entry, out var endPoint) ? Plain(endPoint.Address)
        : null;

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
