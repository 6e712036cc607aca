namespace ServerlessDecide.Participation;

/// <summary>
/// The line of those who cannot compute a proof of work: a place every few seconds for each network, so that waiting takes the place of
/// computing. Nobody is sent away and nobody waits for another network; after the longest wait all come in.
/// </summary>
public sealed class WaitingLine
{
    /// <summary>What even the first of a network waits.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>What nobody waits longer than: whoever fills the line of a network cannot close it to the others behind the same address.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Between two places of one network.</summary>
    public static readonly TimeSpan Place = TimeSpan.FromSeconds(10);

    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock standing = new();
    // In seconds, when the last place of a network's line comes in; in the past where the line is empty.
    private readonly NetworkSketch ends = new();

    /// <summary>Takes the next place. When its turn comes.</summary>
    /// <param name="network">Null where a network is known to be shared by many: its line is as long as its people are.</param>
    public DateTimeOffset Enter(NetworkHash? network, DateTimeOffset now)
    {
        var shortest = now + Shortest;
        if (network is not { } known) return shortest;
        var present = (int)(now - Beginning).TotalSeconds;
        lock (standing)
        {
            var end = Math.Min(Math.Max(ends[known], present) + (int)Place.TotalSeconds, present + (int)Longest.TotalSeconds);
            ends.Raise(known, end);
            var turn = Beginning + TimeSpan.FromSeconds(end);
            return turn > shortest ? turn : shortest;
        }
    }
}
