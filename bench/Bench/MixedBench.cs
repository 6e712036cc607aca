using System.Diagnostics;
using System.Net;
using ServerlessDecide.Bench.Load;
using ServerlessDecide.Reactions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>
/// Sends 90% reads, 9% reactions and 1% comments for five minutes at half of the app's capacity, with moderation running. Checks that
/// nothing fails, that everything acknowledged is stored, and that memory does not grow.
/// </summary>
internal static class MixedBench
{
    private const int Connections = 32;
    private const int Targets = 13;

    private static readonly string[] Paths =
    [
        App.Platform,
        App.Api,
        App.Api + "/platforms",
        App.Api + "/platforms?scope=council",
        App.Api + "/contenders",
        App.Api + "/glossary?q=voto",
        App.Api + "/offices",
        App.Api + "/districts/7",
        App.Api + "/candidates?q=maria&limit=20",
        App.Api + "/candidates?district=7",
    ];

    public static async Task RunAsync(Published published, Figures figures, bool quick, CancellationToken cancellation)
    {
        var (probe, duration) = quick ? (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)) : (TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));
        double most;
        await using (var azurite = await Azurite.StartAsync())
        {
            await using var app = await App.StartAsync(published, azurite, cancellation);
            await RunAsync(app, new(TimeSpan.FromSeconds(5), double.PositiveInfinity, 2_000), null, cancellation);
            most = (await RunAsync(app, new(probe, double.PositiveInfinity, 6_000), null, cancellation)).Load.PerSecond;
        }

        figures.Say($"mixed: 90% reads, 9% reactions, 1% comments over {Connections} connections; at most {most:N0}/s, {duration.TotalSeconds:N0} s at half of that");
        await SoakAsync(published, figures, most / 2, duration, cancellation);
    }

    private static async Task SoakAsync(Published published, Figures figures, double perSecond, TimeSpan duration, CancellationToken cancellation)
    {
        await using var azurite = await Azurite.StartAsync();
        var heap = new HeapWatch(published);
        await using var app = await App.StartAsync(published, azurite, cancellation, heap.Settings);
        // A few more than the rate needs, so that a run ends by time and not because it is out of visitors.
        var visitors = (int)(perSecond * 0.09 * (duration.TotalSeconds + 60) / Targets) + 200;
        List<double> resident = [], live = [];
        // The first minute warms up: code is compiled, pools fill.
        var warm = await RunAsync(app, new(TimeSpan.FromSeconds(Math.Min(60, duration.TotalSeconds)), perSecond, visitors / 4), null, cancellation);
        var run = await RunAsync(
            app, new(duration, perSecond, visitors),
            async () =>
            {
                resident.Add(app.Process.ResidentMiB());
                live.Add(await heap.ReadMiBAsync(cancellation));
            },
            cancellation);

        var storage = new BenchStorage(azurite.ConnectionString);
        var standing = new Tally();
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            var tallies = await storage.Reactions.CountShardAsync(BenchStorage.Process, shard, cancellation);
            standing = tallies.Values.Aggregate(standing, Tally.Add);
        }

        var comments = await storage.Comments.CountDayAsync(BenchStorage.Process, BenchStorage.Today, cancellation);
        var undecided = await storage.UndecidedAsync(cancellation);
        figures.Say($"    {run.Load.Done:N0} answered with 2xx, {run.Load.PerSecond:N0}/s; {run.Reactions:N0} reactions and {run.Comments:N0} comments acknowledged, {undecided:N0} comments not yet moderated");
        figures.Judge("mixed, answers 5xx", [warm.ServerErrors + run.ServerErrors], Goal.AtMost(0));
        figures.Judge("mixed, other answers than 2xx", [warm.Load.Other + run.Load.Other], Goal.AtMost(0));
        figures.Judge("mixed, reactions counted less acknowledged", [Math.Abs(standing.Likes + standing.Dislikes - warm.Reactions - run.Reactions)], Goal.AtMost(0));
        figures.Judge("mixed, comments counted less acknowledged", [Math.Abs(comments - warm.Comments - run.Comments)], Goal.AtMost(0));
        figures.Judge("mixed, rate / asked for", [run.Load.PerSecond / perSecond], Goal.AtLeast(0.95));
        figures.Judge("mixed, resident memory, last fifth / first fifth", [Growth(resident)], Goal.AtMost(1.1));
        figures.Judge("mixed, live memory, last fifth / first fifth", [Growth(live)], Goal.AtMost(1.1));
        figures.Tell("resident", resident, "MiB");
        figures.Tell("live", live, "MiB");
    }

    private static double Growth(List<double> values)
    {
        var fifth = Math.Max(1, values.Count / 5);
        return Figures.Median(values[^fifth..]) / Figures.Median(values[..fifth]);
    }

    /// <param name="watch">Called every five seconds while requests are sent.</param>
    private static async Task<MixedResult> RunAsync(App app, Mix mix, Func<Task>? watch, CancellationToken cancellation)
    {
        var targets = await ReactionsBench.PlatformsAsync(app, cancellation);
        var tokens = await Visitors.TokensAsync(app, mix.Visitors, cancellation);
        var (reactions, comments, errors, puts) = (0, 0, 0, -1);
        var clock = Stopwatch.StartNew();
        using var over = new CancellationTokenSource();
        var watching = watch is null ? Task.CompletedTask : WatchAsync();
        var load = await HttpLoad.RunAsync(
            [new(new(IPAddress.Loopback, app.Port), Write)], Connections, int.MaxValue,
            (number, status, _) =>
            {
                if (status >= 500) Interlocked.Increment(ref errors);
                if (status is < 200 or >= 300) return;
                if (number % 100 >= 91) Interlocked.Increment(ref reactions);
                else if (number % 100 == 90) Interlocked.Increment(ref comments);
            },
            cancellation, mix.PerSecond);
        await over.CancelAsync();
        await watching;
        return new(load, reactions, comments, errors);

        int Write(int number, Span<byte> buffer)
        {
            if (clock.Elapsed > mix.Duration) return 0;
            if (number % 100 < 90) return Requests.Get(buffer, Paths[number % Paths.Length]);
            if (number % 100 == 90) return Requests.Comment(buffer, targets[number / 100 % Targets], tokens[number / 100 % tokens.Length], number);
            // Each visitor reacts once to each target; a further request would repeat a reaction and not create one.
            var put = Interlocked.Increment(ref puts);
            return put < tokens.Length * Targets ? Requests.Put(buffer, targets[put / tokens.Length], tokens[put % tokens.Length]) : 0;
        }

        async Task WatchAsync()
        {
            while (!over.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await watch();
            }
        }
    }
}

/// <param name="PerSecond">Infinite for the highest possible rate.</param>
internal sealed record Mix(TimeSpan Duration, double PerSecond, int Visitors);

/// <param name="Reactions">Acknowledged reactions.</param>
/// <param name="Comments">Acknowledged comments.</param>
internal sealed record MixedResult(LoadResult Load, int Reactions, int Comments, int ServerErrors);
