using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;
using Xunit.Abstractions;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>
/// Kills the app (SIGKILL) at every storage step, once before the step takes effect and once after, and starts it again. A proxy between
/// the app and Azurite recognizes the steps; the app does not know of it.
/// </summary>
public sealed partial class KilledAppJourney(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly string prefix = Azurite.NewPrefix();
    private Azurite azurite = null!;
    private StorageProxy proxy = null!;
    private AppProcess? app;
    private HttpClient? client;
    private DateTimeOffset clock = new(2021, 5, 10, 12, 0, 0, TimeSpan.FromHours(-5));

    public async Task InitializeAsync()
    {
        azurite = await Azurite.StartAsync();
        proxy = await StorageProxy.StartAsync(azurite.ConnectionString);
        await StartAppAsync();
    }

    public async Task DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        await proxy.DisposeAsync();
        await azurite.DisposeAsync();
        client?.Dispose();
    }

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

        foreach (var step in steps)
        {
            foreach (var after in new[] { false, true })
            {
                var process = $"muerte-{received.Count}";
                var citizen = await ArriveAtNewProcessAsync(process);
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

                await killed.WaitAsync(TimeSpan.FromSeconds(30));
                await RestartAsync(TimeSpan.FromMinutes(10));
                // A client resends an unacknowledged comment under the same idempotency key.
                receipt ??= await citizen.At(Client).CommentAsync(platform, text, idempotencyKey: "clave");
                received.Add((process, platform, text, receipt, citizen));
            }
        }

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

        clock = new DateTimeOffset(2021, 6, 20, 12, 0, 0, TimeSpan.FromHours(-5));
        await RestartAsync(TimeSpan.Zero);
        var institute = new Institute(Client);
        foreach (var (process, platform, text, receipt, _) in received)
        {
            await institute.MakePackagesAsync(process);
            var (hit, other) = platform == "plan-sol" ? ("sol", "luna") : ("luna", "sol");
            var package = await institute.DownloadAsync(process, hit);
            var row = Assert.Single(status == "accepted" ? package.Comments : package.Quarantined);
            Assert.Equal((receipt, text), (row[0], row[5]));
            Assert.Equal([receipt], package.Receipts);
            Assert.Empty((await institute.DownloadAsync(process, other)).Receipts);
        }
    }

    [Fact]
    public async Task Packages_are_complete_wherever_packaging_was_interrupted()
    {
        var institute = new Institute(Client);
        // Enough processes for all steps: each is packaged once, and killed once.
        var processes = Enumerable.Range(0, 44).Select(i => $"corte-{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}").ToArray();
        var expected = new Dictionary<string, (string Liked, string Disliked, string Comment)>(StringComparer.Ordinal);
        foreach (var process in processes)
        {
            await institute.CreateProcessAsync(process);
            await institute.ImportTwoPartiesAsync(process);
            var citizen = await Citizen.ArriveAsync(Client, process);
            expected[process] = (
                await citizen.ReactAsync("plan-sol", "like"),
                await citizen.ReactAsync("plan-luna", "dislike"),
                await CommentUntilDecidedAsync(citizen, "plan-sol", "para " + process, null, "accepted"));
        }

        clock = new DateTimeOffset(2021, 6, 20, 12, 0, 0, TimeSpan.FromHours(-5));
        await RestartAsync(TimeSpan.Zero);
        await new Institute(Client).MakePackagesAsync(processes[0]);
        var steps = await StepsOfAsync(() => new Institute(Client).MakePackagesAsync(processes[1]));
        output.WriteLine("steps of packaging:\n" + string.Join('\n', steps));
        Assert.True(steps.Count >= 10 && 2 + (steps.Count * 2) <= processes.Length, $"{steps.Count} steps need more processes.");

        var next = 2;
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

                await killed.WaitAsync(TimeSpan.FromSeconds(30));
                // A requested step that was not done is requested again after a quarter of an hour.
                await RestartAsync(TimeSpan.FromMinutes(20));
                await new Institute(Client).MakePackagesAsync(processes[next]);
                next++;
            }
        }

        institute = new Institute(Client);
        foreach (var process in processes.Take(next))
        {
            var (sol, luna) = (await institute.DownloadAsync(process, "sol"), await institute.DownloadAsync(process, "luna"));
            Assert.Equal((1, 0), sol.TallyOf("plan-sol"));
            Assert.Equal((0, 1), luna.TallyOf("plan-luna"));
            Assert.Equal([expected[process].Comment], sol.Receipts);
            Assert.Empty(luna.Receipts);
        }
    }

    private HttpClient Client => client!;

    private async Task StartAppAsync()
    {
        app = await AppProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DataStorage"] = proxy.ConnectionString,
            // The host's own state is not under test, so it bypasses the proxy.
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["AzureFunctionsWebHost__hostid"] = prefix,
            ["StoragePrefix"] = prefix,
            ["OperatorKey"] = Institute.Key,
            ["ProofCost"] = "1",
            ["SharedNetworks"] = "127.0.0.0/8",
            ["At"] = clock.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            ["Standalone__QueueLease"] = "00:00:01",
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.200",
            // Only what the test asks for happens.
            ["AzureWebJobs.MakePackagesTimer.Disabled"] = "true",
            ["AzureWebJobs.AggregateStatisticsTimer.Disabled"] = "true",
            ["AzureWebJobs.ForgetProofsTimer.Disabled"] = "true",
        });
        client?.Dispose();
        client = new HttpClient { BaseAddress = app.Address };
    }

    private async Task RestartAsync(TimeSpan later)
    {
        proxy.BeforeForward = null;
        proxy.AfterForward = null;
        if (app is not null) await app.DisposeAsync();
        clock += later;
        await StartAppAsync();
    }

    private async Task<Citizen> ArriveAtNewProcessAsync(string process)
    {
        var institute = new Institute(Client);
        await institute.CreateProcessAsync(process);
        await institute.ImportTwoPartiesAsync(process);
        return await Citizen.ArriveAsync(Client, process);
    }

    private static async Task<string> CommentUntilDecidedAsync(Citizen citizen, string platform, string text, string? key, string status)
    {
        var receipt = await citizen.CommentAsync(platform, text, idempotencyKey: key);
        try
        {
            await Eventually.BecomesAsync($"{receipt} is {status}", async () => await citizen.StatusOfAsync(receipt) == status);
        }
        catch (HttpRequestException)
        {
            // Killed after the acknowledgement, which is the point of this test.
        }

        return receipt;
    }

    /// <summary>Returns the kinds of steps that some work takes: service, method and target without ids.</summary>
    private async Task<IReadOnlyList<string>> StepsOfAsync(Func<Task> work)
    {
        proxy.Forget();
        await work();
        // The last step, deleting the message, comes after the result is visible.
        await Eventually.BecomesAsync("the last message is deleted", () => Task.FromResult(
            proxy.Requests.Count(r => IsSend(r)) <= proxy.Requests.Count(r => r is { Service: StorageService.Queue, Method: "DELETE" })));
        return [.. proxy.Requests.Where(IsStep).Select(KindOf).Distinct(StringComparer.Ordinal)];
    }

    private Task KillAt(string step, bool after)
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var once = 0;
        var victim = app!;
        async Task<ProxyAction> Hook(StorageRequest request)
        {
            if (killed.Task.IsCompleted) return ProxyAction.Cut;
            if (!IsStep(request) || KindOf(request) != step || Interlocked.Exchange(ref once, 1) != 0) return ProxyAction.Continue;
            await Task.Run(victim.Kill);
            killed.TrySetResult();
            return ProxyAction.Cut;
        }

        if (after) proxy.AfterForward = Hook;
        else proxy.BeforeForward = Hook;
        return killed.Task;
    }

    private static bool IsSend(StorageRequest r) => r is { Service: StorageService.Queue, Method: "POST", Status: 201 };

    // Reads change nothing: dying at a read is dying after the previous write. Whether a message's lease is renewed depends on timing.
    private static bool IsStep(StorageRequest r) =>
        r.Method is not ("GET" or "HEAD")
        && r is not { Service: StorageService.Queue, Method: "PUT" }
        && !r.Target.Contains("0audit", StringComparison.Ordinal);

    private string KindOf(StorageRequest r)
    {
        var path = r.Target.Split('?')[0].Replace(prefix, "", StringComparison.Ordinal);
        var query = r.Target.Contains("comp=blocklist", StringComparison.Ordinal) ? " blocklist"
            : r.Target.Contains("comp=block", StringComparison.Ordinal) ? " block" : "";
        return $"{r.Service} {r.Method} {Ids().Replace(path, "*")}{query}";
    }

    [GeneratedRegex(@"\d{21}(/[0-9a-f](?=\.json))?|(?<=0(comments|reactions|worklist))[a-z0-9]+|corte-?[a-z]{2}(?![a-z])|(ensayo|muerte)-[a-z0-9]+|(?<=tally\.|tally/)[0-9a-f]|(?<=messages/)[^/]+|(?<=\(|=)%27[^%]*%27|'[^']*'|%27.*$|\(.*\)|(?<=/packages?/|\*/)(sol|luna)|-(sol|luna)(?=\.zip)|(sol|luna)(?=/1/)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ids();
}
