using Microsoft.Extensions.Logging;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>
/// Leaves a trace of each operator key that does not hold: somebody guesses, or uses one that was rotated. The key itself is told to nobody,
/// and who floods the door with keys does not flood the log.
/// </summary>
internal sealed partial class RefusedOperatorKeys(TimeProvider time, ILogger<RefusedOperatorKeys> logger)
{
    private static readonly long Pause = TimeSpan.FromSeconds(1).Ticks;
    private long loggedAt = long.MinValue / 2;

    /// <summary>Counts it, and logs a warning at most once a second.</summary>
    public void Tell(string function)
    {
        Counters.OperatorKeyRefused();
        var now = time.GetUtcNow().UtcTicks;
        var last = Interlocked.Read(ref loggedAt);
        if (now - last >= Pause && Interlocked.CompareExchange(ref loggedAt, now, last) == last) LogRefused(function);
    }

    [LoggerMessage(1, LogLevel.Warning, "An operator key was refused at {Function}")]
    private partial void LogRefused(string function);
}
