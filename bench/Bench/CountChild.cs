using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ServerlessDecide.Reactions;

namespace ServerlessDecide.Bench;

/// <summary>Counts every shard in a process that does nothing else, so that its memory is that of counting. The parent reads a line of JSON.</summary>
internal static class CountChild
{
    public const string Command = "count-all";

    // One shard is counted while single-threaded Azurite answers the other. In the app each shard is a message of its own.
    private const int ShardsAtOnce = 2;

    public static async Task RunAsync(string connection, CancellationToken cancellation)
    {
        var storage = new BenchStorage(connection);
        var watch = Stopwatch.StartNew();
        var all = new Dictionary<string, Tally>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, VisitorHash.Shards), new ParallelOptions { MaxDegreeOfParallelism = ShardsAtOnce, CancellationToken = cancellation },
            async (shard, token) =>
            {
                var tallies = await storage.Reactions.CountShardAsync(BenchStorage.Process, shard, token);
                lock (all)
                {
                    foreach (var (target, tally) in tallies) all[target.ToString()] = all.GetValueOrDefault(target.ToString()) + tally;
                }
            });
        var seconds = watch.Elapsed.TotalSeconds;
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var mebibytes = long.Parse(peak.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024d;
        Console.WriteLine(JsonSerializer.Serialize(new Counted(seconds, mebibytes, all.ToDictionary(t => t.Key, t => (long[])[t.Value.Likes, t.Value.Dislikes]))));
    }

    public static async Task<Counted> StartAsync(string connection, CancellationToken cancellation)
    {
        var said = await Child.RunAsync("dotnet", [typeof(CountChild).Assembly.Location, Command, connection], cancellation);
        return JsonSerializer.Deserialize<Counted>(said) ?? throw new InvalidOperationException("Counting said nothing.");
    }
}

/// <param name="PeakMiB">The peak memory of the whole process.</param>
/// <param name="Tallies">Likes and dislikes by target.</param>
internal sealed record Counted(double Seconds, double PeakMiB, Dictionary<string, long[]> Tallies)
{
    /// <exception cref="InvalidOperationException">The tallies differ from what was filled in.</exception>
    public void MustBe(IReadOnlyDictionary<string, Tally> expected)
    {
        var different = expected.Keys.Union(Tallies.Keys)
            .Where(target => expected.GetValueOrDefault(target) != (Tallies.TryGetValue(target, out var tally) ? new Tally(tally[0], tally[1]) : default))
            .ToList();
        if (different.Count > 0) throw new InvalidOperationException($"The count is not exact: {string.Join(", ", different)}.");
    }
}
