using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.AspNetCore.DataProtection;

namespace ServerlessDecide.Visitors;

/// <summary>A token as it is issued, once.</summary>
public sealed record IssuedToken(string Token, DateTimeOffset ExpiresAt);

/// <summary>What a token turned out to be.</summary>
public enum TokenStatus
{
    Valid,

    /// <summary>Not a visitor's token, forged or damaged.</summary>
    Invalid,
    Expired,

    /// <summary>A valid visitor's token of another process.</summary>
    OtherProcess,
}

/// <summary>What a token says.</summary>
/// <param name="Class">The class of the visitor at issue.</param>
public readonly record struct ReadToken(TokenStatus Status, byte[]? VisitorId, DateTimeOffset IssuedAt, QualityClass Class = QualityClass.A);

/// <summary>
/// Issues and reads visitors' tokens: a random id, the visitor's class, the process, the times of issue and expiry, sealed by ASP.NET Core
/// Data Protection under a purpose of their own, so that no other token of the application can stand in for one.
/// </summary>
public sealed class VisitorTokenProtector(IDataProtectionProvider protection)
{
    /// <summary>How long a visitor's token lasts: longer than the time in which people can react, so that one is enough.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(60);

    private const byte Version = 2;
    private const int IdLength = 16;
    private const int IssuedAt = 1 + IdLength;
    private const int ExpiresAt = IssuedAt + 8;
    private const int ClassAt = ExpiresAt + 8;
    private const int HeadLength = ClassAt + 1;

    private readonly SealedText texts = new(protection, "ServerlessDecide.Visitor");

    public IssuedToken Issue(ProcessId process, DateTimeOffset now, QualityClass visitorClass = QualityClass.A)
    {
        var expires = now + Lifetime;
        var name = Encoding.ASCII.GetBytes(process.Value);
        var payload = new byte[HeadLength + name.Length];
        payload[0] = Version;
        RandomNumberGenerator.Fill(payload.AsSpan(1, IdLength));
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(IssuedAt), now.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(ExpiresAt), expires.ToUnixTimeMilliseconds());
        payload[ClassAt] = (byte)visitorClass;
        name.CopyTo(payload, HeadLength);
        return new IssuedToken(texts.Seal(payload), expires);
    }

    /// <exception cref="RequestFailedException">Storage is away and the key ring has to be read: the token may still be valid.</exception>
    public ReadToken Read(string token, ProcessId process, DateTimeOffset now)
    {
        var invalid = new ReadToken(TokenStatus.Invalid, null, default);
        if (texts.Open(token) is not { Length: >= HeadLength } payload || payload[0] != Version) return invalid;
        var issued = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(IssuedAt)));
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(ExpiresAt)));
        if (now >= expires) return new ReadToken(TokenStatus.Expired, null, issued);
        if (Encoding.ASCII.GetString(payload.AsSpan(HeadLength)) != process.Value) return new ReadToken(TokenStatus.OtherProcess, null, issued);
        return new ReadToken(TokenStatus.Valid, payload[1..(1 + IdLength)], issued, (QualityClass)payload[ClassAt]);
    }
}
