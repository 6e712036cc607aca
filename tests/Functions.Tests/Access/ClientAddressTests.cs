using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Access;

namespace ServerlessDecide.Functions.Tests.Access;

public sealed class ClientAddressTests
{
    private const string Peer = "198.51.100.1";
    private const string Forged = "10.9.8.7";

    [Theory]
    // No proxy: the address of the connection, whatever the header claims.
    [InlineData(0, null, Peer)]
    [InlineData(0, Forged, Peer)]
    // One proxy: the last entry, which the proxy appended.
    [InlineData(1, "203.0.113.7", "203.0.113.7")]
    [InlineData(1, Forged + ", 203.0.113.7", "203.0.113.7")]
    [InlineData(1, Forged + ",10.0.0.1 , 203.0.113.7:51234", "203.0.113.7")]
    // Two proxies: the nearer one appended the farther one's address after the caller's.
    [InlineData(2, "203.0.113.7, 192.0.2.10", "203.0.113.7")]
    [InlineData(2, Forged + ", 203.0.113.7, 192.0.2.10:443", "203.0.113.7")]
    [InlineData(2, "127.0.0.1, " + Forged + ", 2001:db8::5, 192.0.2.10", "2001:db8::5")]
    // Every notation of an address.
    [InlineData(1, "2001:db8::5", "2001:db8::5")]
    [InlineData(1, "[2001:db8::5]:51234", "2001:db8::5")]
    [InlineData(1, "::ffff:203.0.113.7", "203.0.113.7")]
    // A proxy did not append what it should: the address is unknown.
    [InlineData(1, null, null)]
    [InlineData(1, "", null)]
    [InlineData(1, "unknown", null)]
    [InlineData(1, Forged + ", nonsense", null)]
    [InlineData(1, Forged + ",", null)]
    [InlineData(2, "203.0.113.7", null)]
    public void The_client_address_is_the_one_that_our_own_proxies_saw(int proxies, string? forwardedFor, string? expected) =>
        Assert.Equal(expected, Of(proxies, forwardedFor is null ? [] : [forwardedFor]));

    [Fact]
    public void A_forged_separate_header_field_does_not_change_the_client_address() =>
        Assert.Equal("203.0.113.7", Of(2, [Forged, "127.0.0.1, 203.0.113.7", "192.0.2.10"]));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData(null, null)]
    public void A_configured_client_address_header_is_the_only_source_of_the_address(string? socket, string? expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(Peer);
        http.Request.Headers["X-Forwarded-For"] = Forged;
        http.Request.Headers["X-Azure-ClientIP"] = Forged;
        if (socket is not null) http.Request.Headers["X-Azure-SocketIP"] = socket;
        var options = new NetworkOptions { ClientAddressHeader = "X-Azure-SocketIP", TrustedProxies = 1 };
        Assert.Equal(expected, new ClientAddress(Options.Create(options)).Of(http)?.ToString());
    }

    private static string? Of(int proxies, string[] forwardedFor)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("::ffff:" + Peer);
        http.Request.Headers["X-Forwarded-For"] = forwardedFor;
        return new ClientAddress(Options.Create(new NetworkOptions { TrustedProxies = proxies })).Of(http)?.ToString();
    }
}
