using Xunit.Abstractions;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>Kills the app at every step on the way of a comment.</summary>
public sealed class KilledModerationJourney(ITestOutputHelper output) : KilledApp
{
    [Theory]
    [InlineData("accepted", "")]
    [InlineData("held", " https://example.org/")]
    public async Task Every_acknowledged_comment_is_moderated_once_and_is_in_exactly_the_right_package(string status, string ending)
    {
        // Twice: the very first comment of an installation takes extra steps that later ones do not. Each comment is the first of its process,
        // so that creating the key and the table are steps.
        var received = new List<(string Process, string Platform, string Text, string Receipt, Citizen Citizen)>();
        IReadOnlyList<string> steps = [];
        foreach (var process in new[] { "ensayo-a", "ensayo-b" })
        {
            var citizen = await ArriveAtNewProcessAsync(process);
            steps = await StepsOfAsync(async () =>
                received.Add((process, "plan-sol", "sin muerte" + ending, await CommentUntilDecidedAsync(citizen, "plan-sol", "sin muerte" + ending, null, status), citizen)));
        }

        output.WriteLine($"steps of a comment that is {status}:\n" + string.Join('\n', steps));
        Assert.True(steps.Count >= 5, "The steps of a comment were not seen.");
        Assert.Equal(status == "held", steps.Any(step => step.Contains("0worklist", StringComparison.Ordinal)));

        // All arrive before the first kill, so that a life of the app holds only what is killed in it.
        var first = received.Count;
        var citizens = await ForAllAsync([.. Enumerable.Range(first, steps.Count * 2)], number => ArriveAtNewProcessAsync($"muerte-{number}"));
        var died = 0;
        foreach (var step in steps)
        {
            foreach (var after in new[] { false, true })
            {
                var process = $"muerte-{received.Count}";
                var citizen = citizens[received.Count - first].At(Client);
                var platform = received.Count % 2 == 0 ? "plan-sol" : "plan-luna";
                var text = $"{(after ? "después del paso" : "antes del paso")} {received.Count}{ending}";
                var killed = KillAt(step, after);
                string? receipt = null;
                try
                {
                    receipt = await CommentUntilDecidedAsync(citizen, platform, text, "clave", status);
                }
                catch (HttpRequestException)
                {
                    // The app died during this request. Only 'receipt' shows whether it was acknowledged.
                }

                died += await DiedAsync(step, killed) ? 1 : 0;
                await RestartAsync(TimeSpan.FromMinutes(10));
                // A client resends an unacknowledged comment under the same idempotency key.
                receipt ??= await citizen.At(Client).CommentAsync(platform, text, idempotencyKey: "clave");
                received.Add((process, platform, text, receipt, citizen));
                await NoCommentIsUnderWayAsync();
            }
        }

        Assert.True(died >= 8, $"The app died {died} times.");
        await RestartAsync(TimeSpan.FromMinutes(10));
        await new Institute(Client).FireAsync("RequeueCommentsTimer");
        foreach (var (_, _, _, receipt, citizen) in received)
        {
            await Eventually.BecomesAsync($"{receipt} is {status}", async () => await citizen.At(Client).StatusOfAsync(receipt) == status);
        }

        foreach (var (process, _, _, receipt, _) in received)
        {
            Assert.Equal(status == "held" ? [receipt] : [], await new Institute(Client).WaitingAsync(process));
        }

        await RestartAsync(new DateTimeOffset(2021, 6, 20, 12, 0, 0, TimeSpan.FromHours(-5)));
        var institute = new Institute(Client);
        var packages = await ForAllAsync(received, async comment =>
        {
            await institute.MakePackagesAsync(comment.Process);
            return (Sol: await institute.DownloadAsync(comment.Process, "sol"), Luna: await institute.DownloadAsync(comment.Process, "luna"));
        });
        foreach (var ((_, platform, text, receipt, _), (sol, luna)) in received.Zip(packages))
        {
            var (hit, other) = platform == "plan-sol" ? (sol, luna) : (luna, sol);
            var row = Assert.Single(status == "accepted" ? hit.Comments : hit.Quarantined);
            Assert.Equal((receipt, text), (row[0], row[5]));
            Assert.Equal([receipt], hit.Receipts);
            Assert.Empty(other.Receipts);
        }
    }
}
