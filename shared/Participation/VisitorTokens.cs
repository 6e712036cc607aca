using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.AspNetCore.DataProtection;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Participation;

/// <summary>A token as it is handed out, once.</summary>
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
public readonly record struct ReadToken(TokenStatus Status, byte[]? VisitorId, DateTimeOffset IssuedAt);

/// <summary>
/// Visitors' tokens: a random id, the process, when it was issued and when it ends, sealed by ASP.NET Core Data Protection under a
/// purpose of its own, so that no other token of the application can stand in for one.
/// </summary>
public sealed class VisitorTokens(IDataProtectionProvider protection)
{
    /// <summary>How long a visitor's token lasts: longer than the time in which people can react, so that one is enough.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(60);

    private const byte Version = 1;
    private const int IdLength = 16;
    private const int HeadLength = 1 + IdLength + 8 + 8;

    // The protector loads the key ring when it is made; not every instance ever needs one.
    private readonly Lazy<IDataProtector> protector = new(() => protection.CreateProtector("ServerlessDecide.Visitor", "v1"));

    public IssuedToken Issue(ProcessId process, DateTimeOffset now)
    {
        var expires = now + Lifetime;
        var name = Encoding.ASCII.GetBytes(process.Value);
        var payload = new byte[HeadLength + name.Length];
        payload[0] = Version;
        RandomNumberGenerator.Fill(payload.AsSpan(1, IdLength));
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(1 + IdLength), now.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(1 + IdLength + 8), expires.ToUnixTimeMilliseconds());
        name.CopyTo(payload, HeadLength);
        return new IssuedToken(Base64Url.EncodeToString(protector.Value.Protect(payload)), expires);
    }

    /// <summary>Reads a token.</summary>
    /// <exception cref="RequestFailedException">The key ring has to be read and storage is away: the token may well be valid.</exception>
    public ReadToken Read(string token, ProcessId process, DateTimeOffset now)
    {
        var invalid = new ReadToken(TokenStatus.Invalid, null, default);
        if (token.Length > 1024 || !Base64Url.IsValid(token)) return invalid;
        byte[] payload;
        try
        {
            payload = protector.Value.Unprotect(Base64Url.DecodeFromChars(token));
        }
        catch (CryptographicException e)
        {
            // Data Protection says of every failure that decryption failed. Whoever is told "invalid" throws the credential away.
            for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
            {
                if (inner is RequestFailedException or AggregateException or OperationCanceledException or HttpRequestException or IOException) ExceptionDispatchInfo.Throw(inner);
            }

            return invalid;
        }

        if (payload.Length < HeadLength || payload[0] != Version) return invalid;
        var issued = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(1 + IdLength)));
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(1 + IdLength + 8)));
        if (now >= expires) return new ReadToken(TokenStatus.Expired, null, issued);
        if (Encoding.ASCII.GetString(payload.AsSpan(HeadLength)) != process.Value) return new ReadToken(TokenStatus.OtherProcess, null, issued);
        return new ReadToken(TokenStatus.Valid, payload[1..(1 + IdLength)], issued);
    }
}
