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

    private readonly NetworkPace pace = new(Limit);

    /// <inheritdoc cref="NetworkPace.Take"/>
    public TimeSpan? Take(NetworkHash? network, DateTimeOffset now) => pace.Take(network, now);
}
