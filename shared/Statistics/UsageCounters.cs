using System.Collections.Concurrent;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Statistics;

/// <summary>What this instance counted and has not written, by process and local day. Counting costs no storage operation.</summary>
public sealed class UsageCounters
{
    private readonly ConcurrentDictionary<(ProcessId Process, DateOnly Day), UsageDay> days = new();

    internal IEnumerable<KeyValuePair<(ProcessId Process, DateOnly Day), UsageDay>> Days => days;

    /// <summary>Where what happens now is counted, and the hour on the clocks of the process.</summary>
    public (UsageDay Day, int Hour) At(ElectoralProcess process, DateTimeOffset now)
    {
        var local = process.Local(now);
        var day = DateOnly.FromDateTime(local.DateTime);
        var counter = days.TryGetValue((process.Id, day), out var held)
            ? held
            : days.GetOrAdd((process.Id, day), key => new UsageDay(process.EndOf(key.Day) + StatisticsAggregation.Settled));
        return (counter, local.Hour);
    }

    internal void Forget((ProcessId Process, DateOnly Day) key) => days.TryRemove(key, out _);
}
