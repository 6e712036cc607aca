using System.Text.RegularExpressions;
using Azure.Storage.Queues;
using ServerlessDecide.Functions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>
/// Kills the app (SIGKILL) at every storage step, once before the step takes effect and once after, and starts it again. A proxy between
/// the app and Azurite recognizes the steps; the app does not know of it.
/// </summary>
public abstract partial class KilledApp : IAsyncLifetime
{
    /// <summary>
    /// Three days of participation instead of eight weeks: packaging takes the same steps for each day, and more days would only repeat them.
    /// </summary>
    private static readonly TestCalendar FewDays = TestCalendar.Of2021()
        .With("react-to-platforms", ("2021-05-09T00:00:00-05:00", "2021-05-12T00:00:00-05:00"))
        .With("react-to-proposals", ("2021-05-09T00:00:00-05:00", "2021-05-12T00:00:00-05:00"));

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

    private protected HttpClient Client => client!;

    private async Task StartAppAsync()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
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
            // On a busy machine a lease of one second is lost now and then, which is no failed try.
            ["AzureFunctionsJobHost__extensions__queues__maxDequeueCount"] = "1000",
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.200",
        };
        // Only what the test asks for happens. A timer would be overdue at every start, and its steps would be taken for those of the test.
        foreach (var timer in typeof(FunctionTable).Assembly.GetTypes().Where(type => type.Name.EndsWith("Timer", StringComparison.Ordinal)))
        {
            settings[$"AzureWebJobs.{timer.Name}.Disabled"] = "true";
        }

        app = await AppProcess.StartAsync(settings);
        client?.Dispose();
        client = new HttpClient { BaseAddress = app.Address };
    }

    /// <summary>Starts the app again, so much later.</summary>
    private protected Task RestartAsync(TimeSpan later) => RestartAsync(clock + later);

    /// <summary>Starts the app again at a moment.</summary>
    private protected async Task RestartAsync(DateTimeOffset at)
    {
        proxy.BeforeForward = null;
        proxy.AfterForward = null;
        if (app is not null) await app.DisposeAsync();
        clock = at;
        await StartAppAsync();
    }

    private protected async Task<Citizen> ArriveAtNewProcessAsync(string process)
    {
        var institute = new Institute(Client);
        await institute.CreateProcessAsync(process, FewDays);
        await institute.ImportTwoPartiesAsync(process);
        return await Citizen.ArriveAsync(Client, process);
    }

    /// <summary>
    /// Does the same for all items, some at once: for what comes before the first kill or after the last.
    /// </summary>
    private protected static async Task<IReadOnlyList<TResult>> ForAllAsync<T, TResult>(IReadOnlyList<T> items, Func<T, Task<TResult>> work)
    {
        var results = new TResult[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (i, _) => results[i] = await work(items[i]));
        return results;
    }

    private protected static async Task<string> CommentUntilDecidedAsync(Citizen citizen, string platform, string text, string? key, string status)
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
    private protected async Task<IReadOnlyList<string>> StepsOfAsync(Func<Task> work)
    {
        proxy.Forget();
        await work();
        // The last step, deleting the message, comes after the result is visible.
        await Eventually.BecomesAsync("the last message is deleted", () => Task.FromResult(
            proxy.Requests.Count(r => IsSend(r)) <= proxy.Requests.Count(r => r is { Service: StorageService.Queue, Method: "DELETE" })));
        return [.. proxy.Requests.Where(IsStep).Select(KindOf).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Waits until no comment is on its way to moderation, so that the next kill cannot hit it. Asks storage itself, because the proxy has
    /// not seen the end of what was killed.
    /// </summary>
    private protected Task NoCommentIsUnderWayAsync()
    {
        var queue = new QueueClient(azurite.ConnectionString, prefix + "-comments");
        return Eventually.BecomesAsync("the queue of comments is empty", async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);
    }

    private protected Task KillAt(string step, bool after)
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

    /// <summary>
    /// Waits until the app is dead. False when the step did not come: counts of use are written when their time comes, and may then create a
    /// table. Every other step must come.
    /// </summary>
    private protected static async Task<bool> DiedAsync(string step, Task killed)
    {
        try
        {
            await killed.WaitAsync(TimeSpan.FromSeconds(30));
            return true;
        }
        catch (TimeoutException)
        {
            Assert.True(step.Contains("0usage", StringComparison.Ordinal) || step.EndsWith("/Tables", StringComparison.Ordinal), $"'{step}' did not come again.");
            return false;
        }
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
