using System.Collections.Concurrent;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Statistics;

/// <summary>The counts that this instance has not written yet, by process and local day. Counting costs no storage operation.</summary>
public sealed class UsageCounters
{
    private readonly ConcurrentDictionary<(ProcessId Process, DateOnly Day), UsageDay> days = new();

    internal IEnumerable<KeyValuePair<(ProcessId Process, DateOnly Day), UsageDay>> Days => days;

    /// <summary>The counters for this moment, and the hour in the time zone of the process.</summary>
    public (UsageDay Day, int Hour) At(ElectoralProcess process, DateTimeOffset now)
    {
        var local = process.Local(now);
        var day = DateOnly.FromDateTime(local.DateTime);
        var counter = days.TryGetValue((process.Id, day), out var held)
            ? held
            : days.GetOrAdd((process.Id, day), key => new UsageDay(process.EndOf(key.Day) + StatisticsAggregation.SettleDelay));
        return (counter, local.Hour);
    }

    internal void Forget((ProcessId Process, DateOnly Day) key) => days.TryRemove(key, out _);
}
