using System.Net;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Participation;

/// <summary>
/// Hashes networks under the key of the day, which all instances share and which is destroyed when the day is over. The day turns at 09:00
/// UTC, in the small hours of Mexico: at midnight UTC whoever presses would begin anew when most people take part.
/// </summary>
public sealed class NetworkHashes(DayKeyStore keys)
{
    private const string Purpose = "networks";
    private static readonly TimeSpan DayTurns = TimeSpan.FromHours(9);

    private DayKey? held;

    /// <summary>The day of networks to which a moment belongs.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime((moment - DayTurns).UtcDateTime);

    /// <summary>The hash of a network. No storage operation after the first one of a day.</summary>
    /// <param name="address">Null where the proxies did not say it.</param>
    public async ValueTask<NetworkHash> OfAsync(IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = DayOf(now);
        var key = Volatile.Read(ref held);
        // The newest key is the only one in memory; a request of the day before that is still under way gets it too.
        if (key is null || key.Day < day)
        {
            key = new DayKey(day, await keys.ReadOrMakeAsync(Purpose, day, cancellationToken));
            Volatile.Write(ref held, key);
        }

        return NetworkHash.Compute(key.Secret, address);
    }

    /// <summary>Destroys the keys of days that are over. Returns how many.</summary>
    public Task<int> DestroyExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DayOf(now);
        if (Volatile.Read(ref held) is { } key && key.Day < today) Volatile.Write(ref held, null);
        return keys.DestroyBeforeAsync(Purpose, today, cancellationToken);
    }

    private sealed record DayKey(DateOnly Day, byte[] Secret);
}
