using System.Diagnostics;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>
/// Measures with a million stored reactions: their exact count, counting a day, listing own stances, and the rate of new reactions against an
/// app with none. Azurite holds them in memory, because its file fails at this size.
/// </summary>
internal static class MillionBench
{
    public static async Task RunAsync(Published published, Figures figures, bool quick, CancellationToken cancellation)
    {
        var (rows, rounds) = quick ? (50_000, 1) : (1_000_000, 5);
        figures.Say($"million: {rows:N0} stored reactions over {BenchStorage.Days.Count} days and {VisitorHash.Shards} shards, {rounds} rounds");
        await using var azurite = await Azurite.StartAsync(inMemory: true);
        var storage = new BenchStorage(azurite.ConnectionString);
        await using var app = await App.StartAsync(published, azurite, cancellation);
        var platforms = await ReactionsBench.PlatformsAsync(app, cancellation);
        var watch = Stopwatch.StartNew();
        var filled = await Filling.RunAsync(storage, platforms, rows, cancellation);
        figures.Say($"    {filled.Rows:N0} rows filled in within {watch.Elapsed.TotalSeconds:F0} s");

        await CountAsync(azurite, figures, filled, rounds, cancellation);
        await LookAsync(storage, figures, rounds, cancellation);

        List<double> none = [], million = [];
        for (var round = 0; round < rounds; round++)
        {
            await using (var fresh = await Azurite.StartAsync(inMemory: true))
            {
                await using var empty = await App.StartAsync(published, fresh, cancellation);
                none.Add(await ReactionsBench.RateAsync(empty, quick ? 5_200 : 20_800, cancellation));
            }

            million.Add(await ReactionsBench.RateAsync(app, quick ? 5_200 : 20_800, cancellation));
        }

        figures.Tell("PUT reaction, none stored", none, "/s");
        figures.Tell($"PUT reaction, {rows:N0} stored", million, "/s");
        figures.Judge($"reactions with {rows:N0} stored / with none", Figures.Ratios(million, none), Goal.AtLeast(0.8));
    }

    private static async Task CountAsync(Azurite azurite, Figures figures, Filled filled, int rounds, CancellationToken cancellation)
    {
        List<double> seconds = [], memory = [];
        for (var round = 0; round < rounds; round++)
        {
            var counted = await CountChild.StartAsync(azurite.ConnectionString, cancellation);
            counted.MustBe(filled.Tallies);
            seconds.Add(counted.Seconds);
            memory.Add(counted.PeakMiB);
        }

        figures.Judge("million counted exactly, seconds", seconds, Goal.AtMost(30));
        figures.Judge("million counted, most memory of the whole process, MiB", memory, Goal.AtMost(150));
    }

    /// <summary>Measures counting a day, which reads all tables, and listing own stances, which must not depend on the number of rows.</summary>
    private static async Task LookAsync(BenchStorage storage, Figures figures, int rounds, CancellationToken cancellation)
    {
        List<double> day = [], own = [];
        for (var round = 0; round < rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await storage.Reactions.CountDayAsync(BenchStorage.Process, BenchStorage.Today, cancellation);
            day.Add(watch.Elapsed.TotalSeconds);
            watch.Restart();
            const int Looks = 50;
            for (var look = 0; look < Looks; look++)
            {
                // Any visitor of the fullest day will do: Azurite scans a whole table.
                await storage.Reactions.ListAsync(BenchStorage.Process, new Visitor(Filling.NewVisitor(Random.Shared), BenchStorage.Noon), cancellation);
            }

            own.Add(watch.Elapsed.TotalMilliseconds / Looks);
        }

        figures.Tell("the reactions of the fullest day counted over all tables, seconds", day, "s");
        figures.Tell("own stances of a visitor of the fullest day, milliseconds", own, "ms");
    }
}
