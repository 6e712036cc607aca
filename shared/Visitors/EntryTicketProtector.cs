using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.AspNetCore.DataProtection;

namespace ServerlessDecide.Visitors;

/// <summary>A place in the entry queue, as the caller gets it.</summary>
/// <param name="ReadyAt">When it can be exchanged for a credential.</param>
public sealed record EntryTicket(string Ticket, DateTimeOffset ReadyAt);

/// <summary>What a ticket says.</summary>
/// <param name="Use">The token that is marked as used, so that the ticket works only once.</param>
public readonly record struct ReadTicket(VerifiedProof Use, DateTimeOffset ReadyAt);

/// <summary>
/// Issues and reads tickets of the entry queue: a random id, the process and the turn, sealed under a purpose of their own. The server
/// stores only the tickets that were used.
/// </summary>
public sealed class EntryTicketProtector(IDataProtectionProvider protection)
{
    /// <summary>How long a ticket can be exchanged after its turn has come.</summary>
    public static readonly TimeSpan ExchangePeriod = TimeSpan.FromHours(24);

    private const byte Version = 1;
    private const int IdLength = 16;
    private const int HeadLength = 1 + IdLength + 8;

    private readonly SealedText texts = new(protection, "ServerlessDecide.Ticket");

    public EntryTicket Issue(ProcessId process, DateTimeOffset readyAt)
    {
        var name = Encoding.ASCII.GetBytes(process.Value);
        var payload = new byte[HeadLength + name.Length];
        payload[0] = Version;
        RandomNumberGenerator.Fill(payload.AsSpan(1, IdLength));
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(1 + IdLength), readyAt.ToUnixTimeMilliseconds());
        name.CopyTo(payload, HeadLength);
        return new EntryTicket(texts.Seal(payload), readyAt);
    }

    /// <summary>Returns the content of the ticket, or null when it is forged, damaged, of another process or too old.</summary>
    /// <exception cref="RequestFailedException">Storage is away and the key ring has to be read: the ticket may still be valid.</exception>
    public ReadTicket? Read(string ticket, ProcessId process, DateTimeOffset now)
    {
        if (texts.Open(ticket) is not { Length: >= HeadLength } payload || payload[0] != Version) return null;
        if (Encoding.ASCII.GetString(payload.AsSpan(HeadLength)) != process.Value) return null;
        var readyAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(1 + IdLength)));
        if (now >= readyAt + ExchangePeriod) return null;
        return new ReadTicket(new VerifiedProof(Convert.ToHexStringLower(payload.AsSpan(1, IdLength)), readyAt + ExchangePeriod), readyAt);
    }
}
