using System.Diagnostics;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>Waits, with a time limit, for a condition.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task BecomesAsync(string what, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Timeout, $"After {Timeout.TotalSeconds} seconds still not: {what}.");
            await Task.Delay(50);
        }
    }
}
