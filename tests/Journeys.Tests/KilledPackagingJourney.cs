using Xunit.Abstractions;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>Kills the app at every step of making packages. A class of its own, so that it runs beside the other journeys.</summary>
public sealed class KilledPackagingJourney(ITestOutputHelper output) : KilledApp
{
    [Fact]
    public async Task Packages_are_complete_wherever_packaging_was_interrupted()
    {
        // Enough processes for all steps: each is packaged once, and killed once.
        var processes = Enumerable.Range(0, 44).Select(i => $"corte-{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}").ToArray();
        var expected = await ForAllAsync(processes, async process =>
        {
            var citizen = await ArriveAtNewProcessAsync(process);
            await citizen.ReactAsync("plan-sol", "like");
            await citizen.ReactAsync("plan-luna", "dislike");
            return await CommentUntilDecidedAsync(citizen, "plan-sol", "para " + process, null, "accepted");
        });

        await RestartAsync(new DateTimeOffset(2021, 6, 20, 12, 0, 0, TimeSpan.FromHours(-5)));
        await new Institute(Client).MakePackagesAsync(processes[0]);
        var steps = await StepsOfAsync(() => new Institute(Client).MakePackagesAsync(processes[1]));
        output.WriteLine("steps of packaging:\n" + string.Join('\n', steps));
        Assert.True(steps.Count >= 10 && 2 + (steps.Count * 2) <= processes.Length, $"{steps.Count} steps need more processes.");

        var next = 2;
        var died = 0;
        foreach (var step in steps)
        {
            foreach (var after in new[] { false, true })
            {
                var killed = KillAt(step, after);
                try
                {
                    await new Institute(Client).MakePackagesAsync(processes[next]);
                }
                catch (HttpRequestException)
                {
                    // The app died during this request.
                }

                died += await DiedAsync(step, killed) ? 1 : 0;
                // A requested step that was not done is requested again after a quarter of an hour.
                await RestartAsync(TimeSpan.FromMinutes(20));
                await new Institute(Client).MakePackagesAsync(processes[next]);
                next++;
            }
        }

        Assert.True(died >= 20, $"The app died {died} times.");
        var institute = new Institute(Client);
        var packages = await ForAllAsync(processes[..next], async process =>
            (Sol: await institute.DownloadAsync(process, "sol"), Luna: await institute.DownloadAsync(process, "luna")));
        foreach (var ((sol, luna), receipt) in packages.Zip(expected))
        {
            Assert.Equal((1, 0), sol.TallyOf("plan-sol"));
            Assert.Equal((0, 1), luna.TallyOf("plan-luna"));
            Assert.Equal([receipt], sol.Receipts);
            Assert.Empty(luna.Receipts);
        }
    }
}
