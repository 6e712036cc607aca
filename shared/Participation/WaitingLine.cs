namespace ServerlessDecide.Participation;

/// <summary>
/// The line of those who cannot compute a proof of work: waiting takes the place of computing. Each network has two, and a place in each
/// every <see cref="Place"/>. The short one waits a minute, and is for who comes when few do; what comes faster stands in the long one, one
/// behind the other. So a burst of tickets is spread over hours, and who comes after it does not stand behind it. Nobody is sent away,
/// nobody waits for another network, and nobody longer than <see cref="Longest"/>.
/// </summary>
public sealed class WaitingLine
{
    /// <summary>What even the first of a network waits.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What nobody waits longer than: whoever fills both lines of a network, and keeps them full, cannot close them to the others behind
    /// the same address. It is also where the pace of a network ends: when the long line is that long, all others come in at its end.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>Between two places of one line of a network: both lines together give fewer in an hour than are ordinary for a network.</summary>
    public static readonly TimeSpan Place = TimeSpan.FromSeconds(30);

    /// <summary>So many places of the short line there are at once, where nobody came lately.</summary>
    public const int AtOnce = 6;

    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock standing = new();
    // In seconds. When all places of a network's short line are free again; in the past where they are.
    private readonly NetworkSketch freeAt = new();
    // When the last place of a network's long line comes in; in the past where the line is empty.
    private readonly NetworkSketch ends = new();

    /// <summary>Takes the next place. When its turn comes.</summary>
    /// <param name="network">Null where a network is known to be shared by many: its line is as long as its people are.</param>
    public DateTimeOffset Enter(NetworkHash? network, DateTimeOffset now)
    {
        var shortest = now + Shortest;
        if (network is not { } known) return shortest;
        var place = (int)Place.TotalSeconds;
        var present = (int)(now - Beginning).TotalSeconds;
        lock (standing)
        {
            var free = Math.Max(freeAt[known], present);
            if (free - present <= (AtOnce - 1) * place)
            {
                freeAt.Raise(known, free + place);
                return shortest;
            }

            var end = Math.Min(Math.Max(ends[known], present + (int)Shortest.TotalSeconds) + place, present + (int)Longest.TotalSeconds);
            ends.Raise(known, end);
            return Beginning + TimeSpan.FromSeconds(end);
        }
    }
}
