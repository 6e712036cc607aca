namespace ServerlessDecide.Visitors;

/// <summary>
/// Estimates how often something came from a network within the last window: the count of the present window, plus the share of the one
/// before that is still covered. Exact for even traffic, and never off by more than the count of the window before.
/// </summary>
internal sealed class SlidingCount(TimeSpan window)
{
    private NetworkSketch present = new();
    private NetworkSketch before = new();
    private long number;

    public void Add(NetworkHash network, DateTimeOffset now)
    {
        Rotate(now);
        present.Add(network);
    }

    public int Of(NetworkHash network, DateTimeOffset now)
    {
        Rotate(now);
        var covered = 1 - ((double)(now.UtcTicks % window.Ticks) / window.Ticks);
        return present[network] + (int)(before[network] * covered);
    }

    public void Clear()
    {
        present.Clear();
        before.Clear();
    }

    private void Rotate(DateTimeOffset now)
    {
        var passed = (now.UtcTicks / window.Ticks) - number;
        if (passed <= 0) return;
        number += passed;
        (present, before) = (before, present);
        present.Clear();
        if (passed > 1) before.Clear();
    }
}
