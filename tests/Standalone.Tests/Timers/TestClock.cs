using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ServerlessDecide.Standalone.Tests.Timers;

/// <summary>A clock that stands still until a test moves it, and that reports when a timer starts to wait for it.</summary>
internal sealed class TestClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<bool> waits = Channel.CreateUnbounded<bool>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(true);
        return timer;
    }

    /// <summary>Completes when a timer starts to wait: one call for each wait.</summary>
    public Task WaitedForAsync() => waits.Reader.ReadAsync().AsTask().InTimeAsync("a pump to wait for the clock");
}
