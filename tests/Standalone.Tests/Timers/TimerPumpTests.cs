using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Standalone.Tests.Timers;

public sealed class TimerPumpTests : IAsyncLifetime
{
    private readonly string prefix = Azurite.NewPrefix();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2021, 5, 10, 12, 0, 30, TimeSpan.Zero));
    private readonly Runs runs = new();
    private string storage = "";

    public async Task InitializeAsync() => storage = await Azurite.SharedConnectionStringAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_timer_fires_when_the_clock_reaches_its_schedule()
    {
        await using var host = await StartAsync([typeof(EveryFiveMinutes)]);
        await AdvanceUntilRunAsync(TimeSpan.FromMinutes(5));
    }

    private async Task<TimerInfo> AdvanceUntilRunAsync(TimeSpan span)
    {
        // The pump waits on the clock once it holds the schedule; until then there is nothing to wake.
        await Task.Delay(500);
        clock.Advance(span);
        return await runs.NextAsync();
    }

    private Task<TestHost> StartAsync(IReadOnlyList<Type> functions, params (string, string)[] settings) =>
        TestHost.StartAsync(
            functions,
            builder =>
            {
                TestHost.On(storage, prefix, settings)(builder);
                builder.Services.AddSingleton(runs);
                builder.Services.AddSingleton<TimeProvider>(clock);
            });

    internal sealed class Runs
    {
        private readonly Channel<TimerInfo> seen = Channel.CreateUnbounded<TimerInfo>();

        public void Saw(TimerInfo timer) => seen.Writer.TryWrite(timer);

        public Task<TimerInfo> NextAsync() => seen.Reader.ReadAsync().AsTask().InTimeAsync("the timer to run");
    }

    internal sealed class EveryFiveMinutes(Runs runs)
    {
        [Function(nameof(EveryFiveMinutes))]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => runs.Saw(timer);
    }
}
