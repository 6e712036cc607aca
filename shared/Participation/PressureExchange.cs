using System.Net.Sockets;
using Azure;
using Microsoft.Extensions.Logging;

namespace ServerlessDecide.Participation;

/// <summary>Tells other instances of this one's heavy networks and learns of theirs, behind the back of whoever asks for something.</summary>
public sealed partial class PressureExchange(NetworkPressure pressure, PressureStore store, TimeProvider time, ILogger<PressureExchange> logger)
{
    /// <summary>So seldom, and only where somebody takes part: two storage operations at most.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly string instance = Guid.CreateVersion7().ToString("n");
    private long next;
    private bool hasTold;

    /// <summary>Begins an exchange when one is due. Nobody waits for it, and its failure is nobody's.</summary>
    public void BeginWhenDue()
    {
        var due = Volatile.Read(ref next);
        var now = time.GetUtcNow();
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref next, (now + Every).UtcTicks, due) != due) return;
        _ = Task.Run(async () =>
        {
            try
            {
                await ExchangeAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException or HttpRequestException or IOException or SocketException)
            {
                LogFailed(e);
            }
        });
    }

    public async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var day = NetworkHashes.DayOf(now);
        var told = pressure.Told(now);
        if (told.Count > 0 || hasTold)
        {
            await store.TellAsync(day, instance, told, now, cancellationToken);
            hasTold = told.Count > 0;
        }

        pressure.Learn(now, await store.HearAsync(day, instance, now, cancellationToken));
    }

    [LoggerMessage(1, LogLevel.Information, "Nothing was learnt of other instances' networks; the next exchange will tell")]
    private partial void LogFailed(Exception exception);
}
