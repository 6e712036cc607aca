using System.Net;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Visitors;

/// <summary>
/// Hashes networks under the key of the day, which all instances share and which is destroyed when the day is over. The day ends at 09:00
/// UTC, in the small hours of Mexico: midnight UTC would reset the counts of an attacker while most people take part.
/// </summary>
public sealed class NetworkHasher(DayKeyStore keys)
{
    private const string Purpose = "networks";
    private static readonly TimeSpan DayTurns = TimeSpan.FromHours(9);

    private DayKey? held;

    /// <summary>Returns the day of networks of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime((moment - DayTurns).UtcDateTime);

    /// <summary>Returns the hash of a network. No storage operation after the first call of a day.</summary>
    /// <param name="address">Null when the proxies did not report it.</param>
    public async ValueTask<NetworkHash> OfAsync(IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = DayOf(now);
        var key = Volatile.Read(ref held);
        // Memory holds only the newest key; a request of the day before that is still in progress gets it too.
        if (key is null || key.Day < day)
        {
            key = new DayKey(day, await keys.ReadOrMakeAsync(Purpose, day, cancellationToken));
            Volatile.Write(ref held, key);
        }

        return NetworkHash.Compute(key.Secret, address);
    }

    /// <summary>Destroys the keys of past days and returns how many.</summary>
    public Task<int> DestroyExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DayOf(now);
        if (Volatile.Read(ref held) is { } key && key.Day < today) Volatile.Write(ref held, null);
        return keys.DestroyBeforeAsync(Purpose, today, cancellationToken);
    }

    private sealed record DayKey(DateOnly Day, byte[] Secret);
}
