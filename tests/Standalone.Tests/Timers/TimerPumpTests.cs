using System.Threading.Channels;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Standalone.Tests.Timers;

public sealed class TimerPumpTests : IAsyncLifetime
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private readonly string prefix = Azurite.NewPrefix();
    private readonly TestClock clock = new(At("12:01"));
    private readonly Runs runs = new();
    private string storage = "";

    public async Task InitializeAsync() => storage = await Azurite.SharedConnectionStringAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(typeof(EveryFiveMinutes))]
    [InlineData(typeof(FiveFields))]
    public async Task A_timer_runs_when_the_clock_reaches_its_schedule(Type function)
    {
        await using var host = await StartAsync([function]);
        await clock.WaitedForAsync();
        clock.SetUtcNow(At("12:04"));
        Assert.Equal(0, runs.Count);
        clock.SetUtcNow(At("12:05"));
        var first = await runs.NextAsync();
        Assert.False(first.IsPastDue);
        Assert.Equal((default, At("12:05").UtcDateTime), (first.ScheduleStatus!.Last, first.ScheduleStatus.Next));

        await clock.WaitedForAsync();
        clock.SetUtcNow(At("12:10"));
        var second = await runs.NextAsync();
        Assert.Equal((At("12:05").UtcDateTime, At("12:10").UtcDateTime), (second.ScheduleStatus!.Last, second.ScheduleStatus.Next));
    }

    [Fact]
    public async Task A_clock_that_skips_many_occurrences_causes_one_run()
    {
        await using var host = await StartAsync([typeof(EveryFiveMinutes)]);
        await clock.WaitedForAsync();
        clock.Advance(TimeSpan.FromDays(2));
        await runs.NextAsync();
        await WaitingAsync();
        Assert.Equal(1, runs.Count);
    }

    [Fact]
    public async Task A_timer_never_overlaps_itself_and_makes_up_once_for_missed_runs()
    {
        await using var host = await StartAsync([typeof(Slow)]);
        await clock.WaitedForAsync();
        clock.Advance(FiveMinutes);
        await runs.NextAsync();
        clock.Advance(FiveMinutes);
        clock.Advance(FiveMinutes);
        runs.Gate.SetResult();
        await runs.NextAsync();
        await WaitingAsync();
        Assert.Equal((2, 1), (runs.Count, runs.MostAtOnce));
    }

    [Fact]
    public async Task Of_two_hosts_one_runs_the_timer_and_the_other_takes_over()
    {
        await using var one = await StartAsync([typeof(EveryFiveMinutes)]);
        await clock.WaitedForAsync();
        await using var two = await StartAsync([typeof(EveryFiveMinutes)]);
        for (var run = 1; run <= 3; run++)
        {
            clock.Advance(FiveMinutes);
            await runs.NextAsync();
            await clock.WaitedForAsync();
            Assert.Equal(run, runs.Count);
        }

        await one.StopAsync();
        await clock.WaitedForAsync();
        clock.Advance(FiveMinutes);
        await runs.NextAsync();
        Assert.Equal(4, runs.Count);
    }

    [Fact]
    public async Task An_occurrence_missed_while_no_host_ran_is_made_up_for_once()
    {
        await using (await StartAsync([typeof(EveryFiveMinutes)])) await clock.WaitedForAsync();
        clock.SetUtcNow(At("13:02"));
        await using (await StartAsync([typeof(EveryFiveMinutes)]))
        {
            var late = await runs.NextAsync();
            Assert.True(late.IsPastDue);
            Assert.Equal(At("12:05").UtcDateTime, late.ScheduleStatus!.Next);
            await clock.WaitedForAsync();
        }

        await using (await StartAsync([typeof(EveryFiveMinutes)])) await clock.WaitedForAsync();
        Assert.Equal(1, runs.Count);
    }

    [Fact]
    public async Task A_run_interrupted_by_the_end_of_the_host_is_made_up_for()
    {
        await using (var host = await StartAsync([typeof(Slow)]))
        {
            await clock.WaitedForAsync();
            clock.Advance(FiveMinutes);
            await runs.NextAsync();
            await host.StopAsync(TimeSpan.FromMilliseconds(200));
        }

        runs.Gate.SetResult();
        await using var next = await StartAsync([typeof(Slow)]);
        Assert.True((await runs.NextAsync()).IsPastDue);
    }

    [Fact]
    public async Task A_run_that_ends_while_the_host_stops_is_not_repeated()
    {
        await using (var host = await StartAsync([typeof(Slow)]))
        {
            await clock.WaitedForAsync();
            clock.Advance(FiveMinutes);
            await runs.NextAsync();
            var stopping = host.StopAsync();
            runs.Gate.SetResult();
            await stopping;
        }

        await using var next = await StartAsync([typeof(Slow)]);
        await clock.WaitedForAsync();
        Assert.Equal(1, runs.Count);
    }

    [Fact]
    public async Task A_timer_without_monitor_keeps_no_schedule_in_storage()
    {
        await using (await StartAsync([typeof(Unmonitored)])) await clock.WaitedForAsync();
        clock.SetUtcNow(At("13:02"));
        await using var host = await StartAsync([typeof(Unmonitored)]);
        await clock.WaitedForAsync();
        Assert.Equal(0, runs.Count);
        clock.SetUtcNow(At("13:05"));
        var run = await runs.NextAsync();
        Assert.Null(run.ScheduleStatus);
        Assert.False(run.IsPastDue);
    }

    [Fact]
    public async Task A_timer_that_fails_keeps_its_schedule()
    {
        await using var host = await StartAsync([typeof(Failing)]);
        host.Expecting("Function Failing failed");
        for (var i = 0; i < 2; i++)
        {
            await clock.WaitedForAsync();
            clock.Advance(FiveMinutes);
            await runs.NextAsync();
        }

        await clock.WaitedForAsync();
        Assert.Equal(2, host.Logged(LogLevel.Error).Count());
    }

    [Fact]
    public async Task Run_on_startup_runs_at_once_and_then_on_schedule()
    {
        await using var host = await StartAsync([typeof(AtOnce)]);
        Assert.False((await runs.NextAsync()).IsPastDue);
        await clock.WaitedForAsync();
        clock.Advance(FiveMinutes);
        await runs.NextAsync();
    }

    [Fact]
    public async Task A_clock_moved_back_restarts_the_schedule()
    {
        await using (await StartAsync([typeof(EveryFiveMinutes)])) await clock.WaitedForAsync();
        var earlier = new TestClock(At("12:01").AddYears(-1));
        await using var host = await TestHost.StartAsync(
            [typeof(EveryFiveMinutes)],
            builder =>
            {
                TestHost.On(storage, prefix)(builder);
                builder.Services.AddSingleton(runs).AddSingleton<TimeProvider>(earlier);
            });
        await earlier.WaitedForAsync();
        Assert.Equal(0, runs.Count);
        earlier.Advance(FiveMinutes);
        Assert.False((await runs.NextAsync()).IsPastDue);
    }

    [Fact]
    public async Task An_unreadable_stored_schedule_starts_over()
    {
        var container = new BlobContainerClient(storage, "azure-webjobs-hosts");
        await container.CreateIfNotExistsAsync();
        await container.GetBlobClient($"timers/{prefix}/EveryFiveMinutes").UploadAsync(BinaryData.FromString("{"));
        await using var host = await StartAsync([typeof(EveryFiveMinutes)]);
        host.Expecting("The stored schedule of EveryFiveMinutes cannot be read");
        await clock.WaitedForAsync();
        Assert.Single(host.Logged(LogLevel.Warning));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2021-05-10T{time}:00Z", null);

    private async Task WaitingAsync()
    {
        await clock.WaitedForAsync();
        Assert.Equal(0, runs.Now);
    }

    private Task<TestHost> StartAsync(IReadOnlyList<Type> functions) => TestHost.StartAsync(
        functions,
        builder =>
        {
            TestHost.On(storage, prefix)(builder);
            builder.Services.AddSingleton(runs).AddSingleton<TimeProvider>(clock);
        });

    internal sealed class Runs
    {
        private readonly Channel<TimerInfo> seen = Channel.CreateUnbounded<TimerInfo>();
        private readonly Lock door = new();

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; private set; }

        public int Now { get; private set; }

        public int MostAtOnce { get; private set; }

        public void Saw(TimerInfo timer)
        {
            lock (door) Count++;
            seen.Writer.TryWrite(timer);
        }

        public async Task PassAsync(TimerInfo timer, CancellationToken cancellation)
        {
            lock (door) MostAtOnce = Math.Max(MostAtOnce, ++Now);
            Saw(timer);
            try
            {
                await Gate.Task.WaitAsync(cancellation);
            }
            finally
            {
                lock (door) Now--;
            }
        }

        public Task<TimerInfo> NextAsync() => seen.Reader.ReadAsync().AsTask().InTimeAsync("the timer to run");
    }

    internal sealed class EveryFiveMinutes(Runs runs)
    {
        [Function(nameof(EveryFiveMinutes))]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => runs.Saw(timer);
    }

    internal sealed class FiveFields(Runs runs)
    {
        [Function(nameof(FiveFields))]
        public void Run([TimerTrigger("*/5 * * * *")] TimerInfo timer) => runs.Saw(timer);
    }

    internal sealed class Slow(Runs runs)
    {
        [Function(nameof(Slow))]
        public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation) => runs.PassAsync(timer, cancellation);
    }

    internal sealed class Unmonitored(Runs runs)
    {
        [Function(nameof(Unmonitored))]
        public void Run([TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer) => runs.Saw(timer);
    }

    internal sealed class Failing(Runs runs)
    {
        [Function(nameof(Failing))]
        public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer)
        {
            runs.Saw(timer);
            throw new InvalidOperationException("no");
        }
    }

    internal sealed class AtOnce(Runs runs)
    {
        [Function(nameof(AtOnce))]
        public void Run([TimerTrigger("0 */5 * * * *", RunOnStartup = true)] TimerInfo timer) => runs.Saw(timer);
    }
}
