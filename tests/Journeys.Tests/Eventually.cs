using System.Diagnostics;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>Waits, with a time limit, for a condition.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task BecomesAsync(string what, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        // Longer after a while, so that waiting does not use up the limit of what it asks.
        for (var times = 0; !await condition(); times++)
        {
            Assert.True(watch.Elapsed < Timeout, $"After {Timeout.TotalSeconds} seconds still not: {what}.");
            await Task.Delay(times < 20 ? 50 : 250);
        }
    }
}
