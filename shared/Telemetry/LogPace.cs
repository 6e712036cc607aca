namespace ServerlessDecide.Telemetry;

/// <summary>Lets one line a second into the log and counts the others, so that a flood of requests does not flood the log.</summary>
public sealed class LogPace(TimeProvider time)
{
    private static readonly long Pause = TimeSpan.FromSeconds(1).Ticks;
    private long passedAt = long.MinValue / 2;
    private long held;

    /// <summary>Whether a line may be written now.</summary>
    /// <param name="others">How many were held back since the last one.</param>
    public bool Passes(out long others)
    {
        var now = time.GetUtcNow().UtcTicks;
        var last = Interlocked.Read(ref passedAt);
        if (now - last >= Pause && Interlocked.CompareExchange(ref passedAt, now, last) == last)
        {
            others = Interlocked.Exchange(ref held, 0);
            return true;
        }

        others = 0;
        Interlocked.Increment(ref held);
        return false;
    }
}
