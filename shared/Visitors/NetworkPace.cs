namespace ServerlessDecide.Visitors;

/// <summary>
/// Holds each network to a limit on this instance, in memory of a fixed size. A network cannot use up another's limit: it is never counted
/// as less than it sent, and as more only when, in each of four rows of the sketch, a busier network shares its cell.
/// </summary>
internal sealed class NetworkPace(VisitorLimit limit)
{
    private readonly Lock counting = new();
    // When each network's limit is full again, in intervals of the limit since the first event; in the past when it is full already.
    private readonly NetworkSketch filledAt = new();
    private DateTimeOffset? first;

    /// <summary>Takes one and returns null, or returns how long to wait.</summary>
    /// <param name="network">Null for a network that is known to be shared by many: it has no limit.</param>
    public TimeSpan? Take(NetworkHash? network, DateTimeOffset now) => Reckon(network, now, isTaken: true);

    /// <summary>Returns null when one could be taken, or how long to wait.</summary>
    /// <inheritdoc cref="Take"/>
    public TimeSpan? Look(NetworkHash? network, DateTimeOffset now) => Reckon(network, now, isTaken: false);

    private TimeSpan? Reckon(NetworkHash? network, DateTimeOffset now, bool isTaken)
    {
        if (network is not { } known) return null;
        lock (counting)
        {
            first ??= now;
            var present = 1 + (int)((now - first.Value) / limit.Interval);
            var filled = Math.Max(filledAt[known], present);
            var wait = filled - present - (limit.Burst - 1);
            if (wait > 0) return wait * limit.Interval;
            if (isTaken) filledAt.Raise(known, filled + 1);
            return null;
        }
    }
}
