using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>Measures the time from a process's start to its first 200, for the app and a bare Kestrel in turn.</summary>
internal static class StartBench
{
    public static async Task RunAsync(Published published, Figures figures, bool quick, CancellationToken cancellation)
    {
        var rounds = quick ? 5 : 21;
        figures.Say($"start: from the process's start to its first 200, {rounds} rounds, each with all of them once");
        await using var azurite = await Azurite.StartAsync();
        await (await App.StartAsync(published, azurite, cancellation)).DisposeAsync();

        // The first round is not counted: it brings the files into the page cache.
        List<double> bare = [], health = [], platform = [], bareMemory = [], appMemory = [];
        for (var round = -1; round < rounds; round++)
        {
            var b = await Child.TimeToServeAsync(port => Child.Start("dotnet", [published.Bare, $"{port}"]), "/", cancellation);
            var h = await Child.TimeToServeAsync(port => App.Begin(published, azurite.ConnectionString, port), "/api/v1/health", cancellation);
            var p = await Child.TimeToServeAsync(port => App.Begin(published, azurite.ConnectionString, port), App.Platform, cancellation);
            if (round < 0) continue;
            bare.Add(b.Milliseconds);
            health.Add(h.Milliseconds);
            platform.Add(p.Milliseconds);
            bareMemory.Add(b.MiB);
            appMemory.Add(p.MiB);
        }

        figures.Tell("bare Kestrel", bare, "ms");
        figures.Tell("app, GET /health", health, "ms");
        figures.Tell("app, GET of a platform (catalog and snapshot read from storage)", platform, "ms");
        figures.Tell("bare Kestrel, memory after it", bareMemory, "MiB");
        figures.Tell("app, memory after the platform", appMemory, "MiB");
        figures.Judge("start health / bare Kestrel", Figures.Ratios(health, bare), Goal.AtMost(3));
        figures.Judge("start platform / bare Kestrel", Figures.Ratios(platform, bare), Goal.AtMost(3));
    }
}
