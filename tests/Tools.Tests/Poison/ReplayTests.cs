using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Poison;

namespace ServerlessDecide.Tools.Tests.Poison;

/// <summary>tools/replay on Azurite.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Replay_returns_every_message_of_the_poison_queue_unchanged()
    {
        var (account, queue, poison) = await QueuesAsync();
        string[] sent = [.. Enumerable.Range(0, 70).Select(n => $"{{\"process\":\"edomex-2021\",\"contender\":\"c-{n}\"}}")];
        foreach (var text in sent) await poison.SendMessageAsync(text);

        Assert.Equal(70, await ReplayCommand.ReplayAsync(account, "packages", default));

        Assert.Equal(0, (await poison.GetPropertiesAsync()).Value.ApproximateMessagesCountLong);
        var received = new List<string>();
        while (received.Count < 70) received.AddRange((await queue.ReceiveMessagesAsync(32)).Value.Select(m => m.Body.ToString()));
        Assert.Equal(sent.Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Replay_does_not_repeat_a_message_that_fails_again_meanwhile()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var (_, queue, poison) = await QueuesAsync();
        var account = Account.From(proxy.ConnectionString, queue.Name[..^"-packages".Length]);
        await poison.SendMessageAsync("{}");
        // Every replayed message fails at once.
        proxy.AfterForward = async request =>
        {
            if (request is { Service: StorageService.Queue, Method: "POST" }) await poison.SendMessageAsync("{}");
            return ProxyAction.Continue;
        };
        Assert.Equal(1, await ReplayCommand.ReplayAsync(account, "packages", default));
        Assert.Equal(1, (await poison.GetPropertiesAsync()).Value.ApproximateMessagesCountLong);
    }

    [Fact]
    public async Task A_poisoned_package_is_made_after_its_replay()
    {
        var calendar = TestCalendar.Empty
            .With("platforms", ("2021-04-10T00:00:00-05:00", "2021-12-31T00:00:00-06:00"))
            .With("deliveries", ("2021-05-01T00:00:00-05:00", "2021-12-31T00:00:00-06:00"));
        var settings = new Dictionary<string, string?> { ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "1" };
        await using var app = await TestApp.StartAsync(new() { Settings = settings });
        await Example.LoadAsync(app, "edomex-2021", calendar);
        var tallies = new QueueClient(app.Storage, app.Prefix + "-tallies", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await tallies.CreateIfNotExistsAsync();
        // A message for a process that does not exist yet.
        app.Expecting("TallyProcessor", "-tallies-poison");
        await tallies.SendMessageAsync("{\"process\":\"no-such-process\",\"shard\":3}");
        var poison = new QueueClient(app.Storage, app.Prefix + "-tallies-poison");
        await TestApp.WaitUntilAsync(async () => await poison.ExistsAsync() && (await poison.GetPropertiesAsync()).Value.ApproximateMessagesCountLong == 1, "the message is poisoned");
        await Example.LoadAsync(app, "no-such-process", calendar);
        var began = app.Time.GetUtcNow();
        await app.Services.GetRequiredService<CatalogStore>().ChangeAsync(
            catalog => catalog.Replace(catalog.Find(ProcessId.Parse("no-such-process"))!.BeginPackaging(began)), default);
        var run = new PackagingRun(ProcessId.Parse("no-such-process"), began);

        Assert.Equal(1, await ReplayCommand.ReplayAsync(Account.From(app.Storage, app.Prefix), "tallies", default));

        var steps = new Azure.Data.Tables.TableClient(app.Storage, app.Prefix + "0deliveries");
        await TestApp.WaitUntilAsync(
            async () => await steps.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>($"no-such-process.{run.Name}", "tally.3") is { HasValue: true }, "the shard is counted");
        Assert.Equal(0, (await poison.GetPropertiesAsync()).Value.ApproximateMessagesCountLong);
    }

    private static async Task<(Account Account, QueueClient Queue, QueueClient Poison)> QueuesAsync()
    {
        var storage = await Azurite.SharedConnectionStringAsync();
        var prefix = Azurite.NewPrefix();
        var base64 = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        var queue = new QueueClient(storage, prefix + "-packages", base64);
        var poison = new QueueClient(storage, prefix + "-packages-poison", base64);
        await queue.CreateAsync();
        await poison.CreateAsync();
        return (Account.From(storage, prefix), queue, poison);
    }
}
