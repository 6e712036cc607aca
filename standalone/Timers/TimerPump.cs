using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using NCrontab;
using ServerlessDecide.Standalone.Functions;
using ServerlessDecide.Standalone.Hosting;
using ServerlessDecide.Standalone.Storage;

namespace ServerlessDecide.Standalone.Timers;

/// <summary>
/// Runs one timer function on its schedule. The process that holds the schedule's lease runs it; others wait for the lease. Occurrences
/// are kept in the leased blob, so that one missed while no process ran is made up for, once.
/// </summary>
internal sealed partial class TimerPump(
    Function function, HostState state, StorageWatch watch, TimerRuns runs, RunningWork work, TimeProvider clock, ILogger<TimerPump> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    // Task.Delay takes 49 days at most.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly TimerTrigger trigger = (TimerTrigger)function.Trigger;

    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var blob = state.Schedule(function.Name);
                await using var lease = await HeldLease.AcquireAsync(blob, LookEvery, watch, work.Stopping);
                using var holding = CancellationTokenSource.CreateLinkedTokenSource(work.Stopping, lease.Lost);
                try
                {
                    await FollowAsync(blob, lease.Id, holding.Token);
                }
                catch (OperationCanceledException) when (!work.Stopping.IsCancellationRequested)
                {
                    LogHandedOver(logger, function.Name);
                }
            }
        }
        catch (OperationCanceledException) when (work.Stopping.IsCancellationRequested)
        {
            // The lease was released on the way out.
        }
    }

    private async Task FollowAsync(BlobClient blob, string lease, CancellationToken holding)
    {
        var now = Now();
        var isMonitored = trigger.UseMonitor && !IsFasterThanAMinute(trigger.Schedule, now);
        var status = isMonitored ? await ReadAsync(blob, now, holding) : null;
        if (isMonitored && status is null)
        {
            status = new ScheduleStatus { Next = After(now), LastUpdated = now };
            await WriteAsync(blob, lease, status, holding);
        }

        var next = status?.Next ?? After(now);
        var isPastDue = isMonitored && next <= now;
        for (var atOnce = isPastDue || trigger.RunOnStartup; ; atOnce = false, isPastDue = false)
        {
            if (!atOnce) await UntilAsync(next, holding);
            var began = Now();
            var outcome = await runs.RunAsync(function, new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = status }, holding);

            // An interrupted run is still due: the next holder of the schedule makes up for it.
            if (outcome == Outcome.Interrupted)
            {
                holding.ThrowIfCancellationRequested();
                continue;
            }

            var last = atOnce ? began : next;
            next = After(began);
            if (!isMonitored) continue;
            status = new ScheduleStatus { Last = last, Next = next, LastUpdated = began };
            await WriteAsync(blob, lease, status, holding);
        }
    }

    private async Task UntilAsync(DateTime next, CancellationToken holding)
    {
        for (var left = next - Now(); left > TimeSpan.Zero; left = next - Now())
        {
            await Task.Delay(left < LongestDelay ? left : LongestDelay, clock, holding);
        }
    }

    // The next occurrence follows from the last run and the current schedule: a new deployment may have changed it.
    private async Task<ScheduleStatus?> ReadAsync(BlobClient blob, DateTime now, CancellationToken cancellation)
    {
        var stored = await watch.RetryAsync(blob.Name, async token => (await blob.DownloadContentAsync(token)).Value.Content, cancellation);
        if (stored.ToMemory().IsEmpty) return null;
        try
        {
            var status = stored.ToObjectFromJson<ScheduleStatus>();
            // Written by a clock that is ahead of this one, so it says nothing.
            if (status is null || status.LastUpdated > now) return null;
            status.Next = After(status.LastUpdated);
            return status;
        }
        catch (JsonException)
        {
            LogUnreadable(logger, function.Name);
            return null;
        }
    }

    private async Task WriteAsync(BlobClient blob, string lease, ScheduleStatus status, CancellationToken holding)
    {
        // Record the end of a run even while the host stops. If the lease was lost, the store itself refuses the write.
        var options = new BlobUploadOptions { Conditions = new() { LeaseId = lease } };
        var cancellation = work.Stopping.IsCancellationRequested ? work.Aborting : holding;
        await watch.RetryAsync(blob.Name, token => blob.UploadAsync(BinaryData.FromObjectAsJson(status), options, token), cancellation);
    }

    // As in the real host: a schedule faster than once a minute is not monitored.
    private static bool IsFasterThanAMinute(CrontabSchedule schedule, DateTime now)
    {
        var occurrences = schedule.GetNextOccurrences(now, DateTime.MaxValue).Take(5).ToArray();
        return occurrences.Zip(occurrences.Skip(1)).Any(pair => pair.Second - pair.First < TimeSpan.FromMinutes(1));
    }

    private DateTime After(DateTime time) => DateTime.SpecifyKind(trigger.Schedule.GetNextOccurrence(time), DateTimeKind.Utc);

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    [LoggerMessage(Level = LogLevel.Information, Message = "Another process has taken over the schedule of {Function}.")]
    private static partial void LogHandedOver(ILogger logger, string function);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stored schedule of {Function} cannot be read; it starts over.")]
    private static partial void LogUnreadable(ILogger logger, string function);
}
