namespace ServerlessDecide.Visitors;

/// <summary>
/// The queue for callers who cannot compute a proof of work: they wait instead. Each network has a short and a long line, each with one place
/// every <see cref="Place"/>. The short line waits a minute and serves callers while there are few. Callers beyond its pace queue in the
/// long line. So a burst of tickets is spread over hours, and callers who come after it do not wait behind it. No caller is turned away,
/// waits for another network, or waits longer than <see cref="Longest"/>.
/// </summary>
public sealed class EntryQueue
{
    /// <summary>The shortest wait, even for the first caller of a network.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest wait: a caller who keeps both lines of a network full cannot lock out the others behind the same address. Beyond it the
    /// pace of a network no longer holds: when the long line is this long, all further callers get a place at its end.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>The time between two places of one line: both lines of a network together give fewer places an hour than are ordinary for a network.</summary>
    public static readonly TimeSpan Place = TimeSpan.FromSeconds(30);

    /// <summary>The number of places of the short line that are free at once when no caller came lately.</summary>
    public const int AtOnce = 6;

    private static readonly DateTimeOffset Beginning = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock standing = new();
    // In seconds: when all places of a network's short line are free again; in the past when they are free.
    private readonly NetworkSketch freeAt = new();
    // The turn of the last place of a network's long line; in the past when the line is empty.
    private readonly NetworkSketch ends = new();

    /// <summary>Takes the next place and returns when its turn comes.</summary>
    /// <param name="network">Null for a shared network of the settings: every caller waits only the shortest time.</param>
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
