using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>
/// The address of a caller, as our own proxies saw it. Each of them adds the address it saw at the end of one header, so with n of them the
/// n-th entry from the end is the caller; whatever stands before it came with the request and is nobody's word but the sender's. On Azure
/// the host of the functions writes X-Forwarded-For anew with whom it saw, which behind Front Door is Front Door: there the header is the
/// one that Front Door alone writes, and counts as one proxy (docs/decisions/0014).
/// </summary>
internal sealed class ClientAddress(IOptions<NetworkOptions> options)
{
    private readonly string header = options.Value.ClientAddressHeader;
    private readonly int proxies = options.Value.TrustedProxies;

    /// <summary>The address, IPv4 in its own form; null when the proxies did not say what they should have said. Never log or store it.</summary>
    public IPAddress? Of(HttpContext http)
    {
        if (proxies == 0) return Plain(http.Connection.RemoteIpAddress);
        var rest = proxies;
        // Several fields of one name are one list in their order (RFC 9110, 5.3).
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

    /// <summary>An address, with or without a port: <c>203.0.113.7:5000</c>, <c>[2001:db8::1]:5000</c>.</summary>
    private static IPAddress? Parse(ReadOnlySpan<char> entry) =>
        IPAddress.TryParse(entry, out var address) && !entry.StartsWith('[') ? Plain(address)
        : IPEndPoint.TryParse(entry, out var endPoint) ? Plain(endPoint.Address)
        : null;

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
