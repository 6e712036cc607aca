using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ServerlessDecide.Visitors;

/// <summary>A network on one day: half of a keyed hash of its prefix. It means nothing once the day's key is destroyed.</summary>
public readonly record struct NetworkHash(ulong High, ulong Low)
{
    // A network is what one party holds: one IPv4 address, or the 56-bit IPv6 prefix of a household. A school is one network, and so is a
    // carrier's shared address; a wider prefix would make neighbours pay for each other (docs/decisions/0011).
    private const int Ipv6PrefixBytes = 7;

    /// <param name="address">Null when the proxies did not report it: all such callers are one network.</param>
    public static NetworkHash Compute(ReadOnlySpan<byte> dayKey, IPAddress? address)
    {
        var bytes = address?.GetAddressBytes() ?? [];
        var prefix = address?.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, Ipv6PrefixBytes) : bytes;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(dayKey, prefix, hash);
        return Read(hash);
    }

    internal static NetworkHash Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }
}
