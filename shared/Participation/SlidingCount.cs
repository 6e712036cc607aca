namespace ServerlessDecide.Participation;

/// <summary>
/// How often something came from a network within the last window: what came in the present one, and of the one before the share that the
/// window still covers. Exact for what comes evenly, and never off by more than what the window before held.
/// </summary>
internal sealed class SlidingCount(TimeSpan window)
{
    private NetworkSketch present = new();
    private NetworkSketch before = new();
    private long number;

    public void Add(NetworkHash network, DateTimeOffset now)
    {
        Turn(now);
        present.Add(network);
    }

    public int Of(NetworkHash network, DateTimeOffset now)
    {
        Turn(now);
        var covered = 1 - ((double)(now.UtcTicks % window.Ticks) / window.Ticks);
        return present[network] + (int)(before[network] * covered);
    }

    public void Clear()
    {
        present.Clear();
        before.Clear();
    }

    private void Turn(DateTimeOffset now)
    {
        var passed = (now.UtcTicks / window.Ticks) - number;
        if (passed <= 0) return;
        number += passed;
        (present, before) = (before, present);
        present.Clear();
        if (passed > 1) before.Clear();
    }
}
