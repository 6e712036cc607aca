namespace ServerlessDecide.Visitors;

/// <summary>A limit of so many at once, and then one in every interval (the generic cell rate algorithm, ITU-T I.371).</summary>
/// <param name="Name">The name in the RateLimit header fields.</param>
public readonly record struct VisitorLimit(string Name, int Burst, TimeSpan Interval)
{
    /// <summary>Changes of stance and withdrawals together: more at once than in a long session, then one a second.</summary>
    public static readonly VisitorLimit Reactions = new("reactions", 120, TimeSpan.FromSeconds(1));

    /// <summary>Comments: more at once than anyone types, then one every twenty seconds.</summary>
    public static readonly VisitorLimit Comments = new("comments", 20, TimeSpan.FromSeconds(20));

    /// <summary>Reads of one's own stances: more at once than a person opens pages, then one every ten seconds.</summary>
    public static readonly VisitorLimit OwnReactions = new("own-reactions", 30, TimeSpan.FromSeconds(10));

    /// <summary>How long until the limit is whole again, at the latest.</summary>
    public TimeSpan Refilled => Burst * Interval;

    /// <summary>Takes one and returns null, or returns how long to wait.</summary>
    /// <param name="filledAt">When the limit would be whole again, in ticks; in the past when it is.</param>
    internal TimeSpan? Take(ref long filledAt, long now)
    {
        var from = Math.Max(filledAt, now);
        var wait = from - now - ((Burst - 1) * Interval.Ticks);
        if (wait > 0) return TimeSpan.FromTicks(wait);
        filledAt = from + Interval.Ticks;
        return null;
    }
}
