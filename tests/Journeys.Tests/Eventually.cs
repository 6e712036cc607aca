using System.Diagnostics;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>Waits, within a bound, for what happens by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task BecomesAsync(string what, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, $"After {Patience.TotalSeconds} seconds still not: {what}.");
            await Task.Delay(50);
        }
    }
}
