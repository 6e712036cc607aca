using System.Net.Sockets;
using Azure;
using Microsoft.Extensions.Logging;

namespace ServerlessDecide.Visitors;

/// <summary>Exchanges heavy networks with other instances in the background of requests.</summary>
public sealed partial class NetworkPressureSync(NetworkPressure pressure, PressureStore store, TimeProvider time, ILogger<NetworkPressureSync> logger)
{
    /// <summary>The interval between exchanges, each of two storage operations at most. Exchanges happen only while visitors take part.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly string instance = Guid.CreateVersion7().ToString("n");
    private long next;
    private bool hasTold;

    /// <summary>Starts an exchange when one is due. No request waits for it or fails with it.</summary>
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
        var day = NetworkHasher.DayOf(now);
        var told = pressure.Export(now);
        if (told.Count > 0 || hasTold)
        {
            await store.WriteAsync(day, instance, told, now, cancellationToken);
            hasTold = told.Count > 0;
        }

        pressure.Import(now, await store.ReadOthersAsync(day, instance, now, cancellationToken));
    }

    [LoggerMessage(1, LogLevel.Information, "The exchange of heavy networks with other instances failed; the next exchange tries again")]
    private partial void LogFailed(Exception exception);
}
