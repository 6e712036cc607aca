using ServerlessDecide.Participation;

namespace ServerlessDecide.Statistics;

/// <summary>
/// How many visits each network has had counted lately, on this instance, in memory of a fixed size. Whoever is counted is not known, so
/// the limit is a network's and not a person's: no other network can use it up, and it is more than the pages of a school.
/// </summary>
public sealed class VisitPaces
{
    /// <summary>
    /// Six thousand at once and twenty a second: a school of 500 opens twelve pages each in a minute, and a page each 25 seconds for as long
    /// as it likes.
    /// </summary>
    public static readonly VisitorLimit Limit = new("visits", 6000, TimeSpan.FromMilliseconds(50));

    private readonly Lock counting = new();
    // In intervals of the limit since the first visit. When a network's limit is whole again; in the past where it is.
    private readonly NetworkSketch filledAt = new();
    private DateTimeOffset? first;

    /// <summary>Takes a visit, or says how long to wait for it.</summary>
    /// <param name="network">Null where a network is known to be shared by many: it has no limit.</param>
    public TimeSpan? Take(NetworkHash? network, DateTimeOffset now)
    {
        if (network is not { } known) return null;
        lock (counting)
        {
            first ??= now;
            var present = 1 + (int)((now - first.Value) / Limit.Interval);
            var filled = Math.Max(filledAt[known], present);
            var wait = filled - present - (Limit.Burst - 1);
            if (wait > 0) return wait * Limit.Interval;
            filledAt.Raise(known, filled + 1);
            return null;
        }
    }
}
