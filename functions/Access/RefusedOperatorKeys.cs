using Microsoft.Extensions.Logging;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Access;

/// <summary>
/// Counts and logs invalid operator keys: a caller guesses, or uses a rotated key. The key itself is never recorded, and a flood of keys
/// does not flood the log.
/// </summary>
internal sealed partial class RefusedOperatorKeys(TimeProvider time, ILogger<RefusedOperatorKeys> logger)
{
    private static readonly long Pause = TimeSpan.FromSeconds(1).Ticks;
    private long loggedAt = long.MinValue / 2;

    /// <summary>Counts the refusal, and logs a warning at most once a second.</summary>
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
