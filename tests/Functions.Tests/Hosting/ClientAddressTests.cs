using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Tests.Hosting;

public sealed class ClientAddressTests
{
    private const string Peer = "198.51.100.1";
    private const string Forged = "10.9.8.7";

    [Theory]
    // Direct: the connection, whatever the header claims.
    [InlineData(0, null, Peer)]
    [InlineData(0, Forged, Peer)]
    // One proxy: what it added, at the end.
    [InlineData(1, "203.0.113.7", "203.0.113.7")]
    [InlineData(1, Forged + ", 203.0.113.7", "203.0.113.7")]
    [InlineData(1, Forged + ",10.0.0.1 , 203.0.113.7:51234", "203.0.113.7")]
    // Two: the nearer one added the farther one's address after the caller's.
    [InlineData(2, "203.0.113.7, 192.0.2.10", "203.0.113.7")]
    [InlineData(2, Forged + ", 203.0.113.7, 192.0.2.10:443", "203.0.113.7")]
    [InlineData(2, "127.0.0.1, " + Forged + ", 2001:db8::5, 192.0.2.10", "2001:db8::5")]
    // Each way of writing an address.
    [InlineData(1, "2001:db8::5", "2001:db8::5")]
    [InlineData(1, "[2001:db8::5]:51234", "2001:db8::5")]
    [InlineData(1, "::ffff:203.0.113.7", "203.0.113.7")]
    // Proxies that did not say what they should: nobody's word is taken instead.
    [InlineData(1, null, null)]
    [InlineData(1, "", null)]
    [InlineData(1, "unknown", null)]
    [InlineData(1, Forged + ", nonsense", null)]
    [InlineData(1, Forged + ",", null)]
    [InlineData(2, "203.0.113.7", null)]
    public void Is_what_our_own_proxies_saw(int proxies, string? forwardedFor, string? expected) =>
        Assert.Equal(expected, Of(proxies, forwardedFor is null ? [] : [forwardedFor]));

    [Fact]
    public void A_forged_field_of_its_own_changes_nothing() =>
        Assert.Equal("203.0.113.7", Of(2, [Forged, "127.0.0.1, 203.0.113.7", "192.0.2.10"]));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData(null, null)]
    public void Where_another_header_says_it_nothing_else_is_believed(string? socket, string? expected)
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
