using Microsoft.Extensions.Logging;

namespace ServerlessDecide.Standalone.Storage;

/// <summary>Logs once that storage is unavailable and once that it is back, however many users it has.</summary>
internal sealed partial class StorageWatch(ILogger<StorageWatch> logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock door = new();
    private readonly HashSet<string> failing = [];

    public void Worked(string who)
    {
        lock (door)
        {
            if (failing.Remove(who) && failing.Count == 0) LogBack(logger);
        }
    }

    public void Failed(string who, Exception failure)
    {
        lock (door)
        {
            if (failing.Add(who) && failing.Count == 1) LogAway(logger, who, failure.GetType().Name, FirstLine(failure));
        }
    }

    /// <summary>Retries a step until it succeeds, with growing waits.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before it succeeded.</exception>
    public async Task<T> RetryAsync<T>(string who, Func<CancellationToken, Task<T>> step, CancellationToken cancellation)
    {
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = Longer(wait))
        {
            try
            {
                var done = await step(cancellation);
                Worked(who);
                return done;
            }
#pragma warning disable CA1031 // Whatever the failure, try again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                cancellation.ThrowIfCancellationRequested();
                Failed(who, failure);
                await Task.Delay(wait, cancellation);
            }
        }
    }

    public static TimeSpan Longer(TimeSpan wait) => wait + wait < LongestWait ? wait + wait : LongestWait;

    // The other lines of a storage error hold headers and the address.
    private static string FirstLine(Exception failure) => failure.Message.Split('\n')[0].Trim();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage cannot be used ({Who}: {Kind}, {Reason}); trying again until it can.")]
    private static partial void LogAway(ILogger logger, string who, string kind, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Storage can be used again.")]
    private static partial void LogBack(ILogger logger);
}
