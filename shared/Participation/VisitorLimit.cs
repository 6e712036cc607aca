namespace ServerlessDecide.Participation;

/// <summary>So often at once, and then once in every interval (the generic cell rate algorithm, ITU-T I.371).</summary>
/// <param name="Name">As the RateLimit header fields say it.</param>
public readonly record struct VisitorLimit(string Name, int Burst, TimeSpan Interval)
{
    /// <summary>Changes of stance and withdrawals together: more at once than a long sitting, and one a second after that.</summary>
    public static readonly VisitorLimit Reactions = new("reactions", 120, TimeSpan.FromSeconds(1));

    /// <summary>Texts: more at once than anyone types, and one in twenty seconds after that.</summary>
    public static readonly VisitorLimit Comments = new("comments", 20, TimeSpan.FromSeconds(20));

    /// <summary>Looks at one's own stances: more at once than pages that one opens, and one in two seconds after that.</summary>
    public static readonly VisitorLimit OwnReactions = new("own-reactions", 30, TimeSpan.FromSeconds(10));

    /// <summary>After so long everything is as if nothing had been taken.</summary>
    public TimeSpan Refilled => Burst * Interval;

    /// <summary>Takes one, or says how long to wait for it.</summary>
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
