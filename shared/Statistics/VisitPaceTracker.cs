using ServerlessDecide.Visitors;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Limits the counted visits of each network on this instance, in memory of a fixed size. Visits are anonymous, so the limit applies to the
/// network and not to a person: no other network can use it up, and it exceeds the page views of a school.
/// </summary>
public sealed class VisitPaceTracker
{
    /// <summary>
    /// Six thousand at once and twenty a second: each of 500 pupils of a school can open twelve pages in a minute, and then one page every
    /// 25 seconds without end.
    /// </summary>
    public static readonly VisitorLimit Limit = new("visits", 6000, TimeSpan.FromMilliseconds(50));

    private readonly Lock counting = new();
    // When each network's limit is full again, in intervals of the limit since the first visit; in the past when it is full already.
    private readonly NetworkSketch filledAt = new();
    private DateTimeOffset? first;

    /// <summary>Takes a visit and returns null, or returns how long to wait.</summary>
    /// <param name="network">Null for a network that is known to be shared by many: it has no limit.</param>
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
