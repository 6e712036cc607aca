using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.AspNetCore.DataProtection;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Participation;

/// <summary>A place in the waiting line, as it is handed out.</summary>
/// <param name="ReadyAt">When it can be exchanged for a credential.</param>
public sealed record WaitingTicket(string Ticket, DateTimeOffset ReadyAt);

/// <summary>What a ticket says.</summary>
/// <param name="Use">What is spent when it is used, so that it is used once.</param>
public readonly record struct ReadTicket(VerifiedProof Use, DateTimeOffset ReadyAt);

/// <summary>
/// Tickets of the waiting line: a random id, the process and when its turn comes, sealed under a purpose of its own. The server keeps no
/// list of them, only those that were used.
/// </summary>
public sealed class WaitingTickets(IDataProtectionProvider protection)
{
    /// <summary>A ticket can be exchanged for so long after its turn has come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    private const byte Version = 1;
    private const int IdLength = 16;
    private const int HeadLength = 1 + IdLength + 8;

    private readonly SealedText texts = new(protection, "ServerlessDecide.Ticket");

    public WaitingTicket Issue(ProcessId process, DateTimeOffset readyAt)
    {
        var name = Encoding.ASCII.GetBytes(process.Value);
        var payload = new byte[HeadLength + name.Length];
        payload[0] = Version;
        RandomNumberGenerator.Fill(payload.AsSpan(1, IdLength));
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(1 + IdLength), readyAt.ToUnixTimeMilliseconds());
        name.CopyTo(payload, HeadLength);
        return new WaitingTicket(texts.Seal(payload), readyAt);
    }

    /// <summary>What the ticket says, or null when it is forged, damaged, of another process or too old.</summary>
    /// <exception cref="RequestFailedException">The key ring has to be read and storage is away: the ticket may well be valid.</exception>
    public ReadTicket? Read(string ticket, ProcessId process, DateTimeOffset now)
    {
        if (texts.Open(ticket) is not { Length: >= HeadLength } payload || payload[0] != Version) return null;
        if (Encoding.ASCII.GetString(payload.AsSpan(HeadLength)) != process.Value) return null;
        var readyAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(1 + IdLength)));
        if (now >= readyAt + Patience) return null;
        return new ReadTicket(new VerifiedProof(Convert.ToHexStringLower(payload.AsSpan(1, IdLength)), readyAt + Patience), readyAt);
    }
}
