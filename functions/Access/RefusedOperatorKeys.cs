using Microsoft.Extensions.Logging;
using ServerlessDecide.Telemetry;

namespace ServerlessDecide.Functions.Access;

/// <summary>
/// Counts and logs invalid operator keys: a caller guesses, or uses a rotated key. The key itself is never recorded, and a flood of keys
/// does not flood the log.
/// </summary>
internal sealed partial class RefusedOperatorKeys(TimeProvider time, ILogger<RefusedOperatorKeys> logger)
{
    private readonly LogPace pace = new(time);

    /// <summary>Counts the refusal, and logs a warning at most once a second.</summary>
    public void Tell(string function)
    {
        Counters.OperatorKeyRefused();
        if (pace.Passes(out _)) LogRefused(function);
    }

    [LoggerMessage(1, LogLevel.Warning, "An operator key was refused at {Function}")]
    private partial void LogRefused(string function);
}
