using System.Diagnostics;
using ServerlessDecide.Participation;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>
/// What a million stored reactions change: the exact count of them, the tick that reads what is new, and the rate of new ones against that
/// of an app with none. Azurite holds them in memory: its file fails at this size.
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
        await TickAsync(storage, platforms, figures, quick, cancellation);

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

    /// <summary>Reads of what is new on the day that holds most.</summary>
    private static async Task TickAsync(BenchStorage storage, string[] platforms, Figures figures, bool quick, CancellationToken cancellation)
    {
        var medians = new List<double>();
        foreach (var count in (int[])[0, 1_000, quick ? 2_000 : 10_000])
        {
            var from = await SecondAsync(storage, cancellation);
            await Parallel.ForEachAsync(
                Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellation },
                async (number, token) => await storage.Reactions.RecordAsync(
                    BenchStorage.Process,
                    Filling.NewVisitor(Random.Shared),
                    new(TargetKind.Platform, Slug.Parse(platforms[number % platforms.Length])),
                    Stance.Like, QualityClass.A, BenchStorage.Today, TimeProvider.System.GetUtcNow(), token));
            var until = await SecondAsync(storage, cancellation);
            List<double> seconds = [];
            for (var round = 0; round < 6; round++)
            {
                var watch = Stopwatch.StartNew();
                var read = await storage.Reactions.ReadStoredAsync(BenchStorage.Process, BenchStorage.Today, from, until, cancellation).CountAsync(cancellation);
                if (read != count) throw new InvalidOperationException($"The tick read {read} reactions of {count}.");
                // The first one compiles.
                if (round > 0) seconds.Add(watch.Elapsed.TotalSeconds);
            }

            medians.Add(Figures.Median(seconds));
            if (count <= 1_000) figures.Tell($"tick for {count:N0} new ones", seconds, "s");
            else figures.Judge($"tick for {count:N0} new ones, seconds", seconds, Goal.AtMost(1));
        }

        figures.Say(FormattableString.Invariant(
            $"    of it {medians[0]:F2} s are Azurite looking through the day; each thousand new ones costs {(medians[2] - medians[0]) / (quick ? 2 : 10):F3} s more"));
    }

    /// <summary>The beginning of a second of storage's clock that has only just begun: what was written before is before it.</summary>
    private static async Task<DateTimeOffset> SecondAsync(BenchStorage storage, CancellationToken cancellation)
    {
        var before = await storage.Tables.ReadClockAsync(cancellation);
        while (true)
        {
            var now = await storage.Tables.ReadClockAsync(cancellation);
            if (now > before) return now;
            await Task.Delay(20, cancellation);
        }
    }
}
