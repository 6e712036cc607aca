using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Standalone.Tests.Queues;

public sealed class QueuePumpTests : IAsyncLifetime
{
    private readonly string prefix = Azurite.NewPrefix();
    private readonly Recorder recorder = new();
    private string storage = "";

    public async Task InitializeAsync() => storage = await Azurite.SharedConnectionStringAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_message_runs_once_and_is_deleted()
    {
        await using var host = await StartAsync([typeof(Texts)]);
        var queue = await QueueAsync("texts");
        await queue.SendMessageAsync(Base64("¡hola! 😀"));
        Assert.Equal("¡hola! 😀", await recorder.NextAsync());
        await EmptyAsync(queue);
    }

    [Fact]
    public async Task The_pump_waits_for_a_queue_that_is_created_later()
    {
        await using var host = await StartAsync([typeof(Texts)]);
        await Wait.UntilAsync(async () => (await host.Client.GetAsync("/")).StatusCode == System.Net.HttpStatusCode.NotFound, "it serves");
        var queue = await QueueAsync("texts");
        await queue.SendMessageAsync(Base64("late"));
        Assert.Equal("late", await recorder.NextAsync());
    }

    [Theory]
    [InlineData("bytes", "bytes 3: 1 2 3")]
    [InlineData("data", "data 3")]
    public async Task A_message_binds_as_bytes(string queue, string expected)
    {
        await using var host = await StartAsync([typeof(Bytes), typeof(Data)]);
        await (await QueueAsync(queue)).SendMessageAsync(Convert.ToBase64String([1, 2, 3]));
        Assert.Equal(expected, await recorder.NextAsync());
    }

    [Fact]
    public async Task A_message_binds_from_its_json_with_metadata_by_name()
    {
        await using var host = await StartAsync([typeof(Jsons)]);
        var queue = await QueueAsync("jsons");
        var sent = (await queue.SendMessageAsync(Base64("""{"receipt": "r-1", "Count": 2}"""))).Value;
        Assert.Equal($"r-1 2 1 {sent.MessageId} {sent.InsertionTime:O} with receipt, data 1 queueTrigger", await recorder.NextAsync());
    }

    [Fact]
    public async Task Without_encoding_messages_bind_as_plain_text()
    {
        await using var host = await StartAsync(
            [typeof(Texts)], settings: ("AzureFunctionsJobHost:extensions:queues:messageEncoding", "none"));
        await (await QueueAsync("texts")).SendMessageAsync("plain");
        Assert.Equal("plain", await recorder.NextAsync());
    }

    [Fact]
    public async Task A_failing_message_is_retried_after_the_visibility_timeout()
    {
        await using var host = await StartAsync(
            [typeof(Stubborn)], settings: ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:01"));
        host.Expecting("Function Stubborn failed");
        var queue = await QueueAsync("stubborn");
        await queue.SendMessageAsync(Base64("3"));
        Assert.Equal("3 try 1", await recorder.NextAsync());
        var since = Stopwatch.GetTimestamp();
        Assert.Equal("3 try 2", await recorder.NextAsync());
        Assert.True(Stopwatch.GetElapsedTime(since) >= TimeSpan.FromSeconds(0.9), "It came back too early.");
        Assert.Equal("3 try 3", await recorder.NextAsync());
        await EmptyAsync(queue);
        Assert.Equal(2, host.Logged(LogLevel.Error).Count());
    }

    [Fact]
    public async Task After_its_last_try_a_message_goes_to_the_poison_queue_which_may_have_a_function()
    {
        await using var host = await StartAsync(
            [typeof(Stubborn), typeof(StubbornPoison)], settings: ("AzureFunctionsJobHost:extensions:queues:maxDequeueCount", "2"));
        host.Expecting("Function Stubborn failed").Expecting("gave up on message");
        var queue = await QueueAsync("stubborn");
        await queue.SendMessageAsync(Base64("9"));
        Assert.Equal(["9 try 1", "9 try 2", "poison 9"], [await recorder.NextAsync(), await recorder.NextAsync(), await recorder.NextAsync()]);
        await EmptyAsync(queue);
        Assert.Single(host.Logged(LogLevel.Warning));
    }

    [Fact]
    public async Task A_message_of_a_poison_queue_is_tried_again_after_ten_minutes_as_by_the_real_host()
    {
        await using var proxy = await StorageProxy.StartAsync(storage);
        await using var host = await TestHost.StartAsync([typeof(FailingPoison)], builder =>
        {
            TestHost.On(proxy.ConnectionString, prefix)(builder);
            builder.Services.AddSingleton(recorder);
        });
        host.Expecting("Function FailingPoison failed");
        await (await QueueAsync("failing-poison")).SendMessageAsync(Base64("9"));
        Assert.Equal("poison 9", await recorder.NextAsync());
        await Wait.UntilAsync(
            () => Task.FromResult(proxy.Requests.Any(r => r.Method == "PUT" && r.Target.Contains("visibilitytimeout=600", StringComparison.Ordinal))),
            "the message is hidden for ten minutes");
    }

    [Theory]
    [InlineData("not base64 !")]
    [InlineData("bm8ganNvbg==")]
    public async Task A_message_that_does_not_bind_is_retried_and_then_poisoned_unchanged(string text)
    {
        await using var host = await StartAsync(
            [typeof(Jsons)], settings: ("AzureFunctionsJobHost:extensions:queues:maxDequeueCount", "2"));
        host.Expecting("Function Jsons failed").Expecting("gave up on message");
        var queue = await QueueAsync("jsons");
        await queue.SendMessageAsync(text);
        var poison = new QueueClient(storage, $"{prefix}-jsons-poison");
        await Wait.UntilAsync(
            async () => await poison.ExistsAsync() && (await poison.PeekMessagesAsync()).Value is [{ } copy] && copy.Body.ToString() == text,
            "the poison queue holds the message");
        Assert.Equal(2, host.Logged(LogLevel.Error).Count());
        Assert.Empty(recorder.Counts);
        await EmptyAsync(queue);
    }

    [Fact]
    public async Task A_message_already_tried_too_often_is_poisoned_without_a_run()
    {
        var queue = await QueueAsync("texts");
        await queue.SendMessageAsync(Base64("worn"));
        for (var i = 0; i < 2; i++)
        {
            var received = (await queue.ReceiveMessageAsync()).Value;
            await queue.UpdateMessageAsync(received.MessageId, received.PopReceipt, (string?)null, TimeSpan.Zero);
        }

        await using var host = await StartAsync(
            [typeof(Texts)], settings: ("AzureFunctionsJobHost:extensions:queues:maxDequeueCount", "2"));
        host.Expecting("gave up on message");
        var poison = new QueueClient(storage, $"{prefix}-texts-poison");
        await Wait.UntilAsync(async () => await poison.ExistsAsync() && (await poison.PeekMessagesAsync()).Value.Length == 1, "it is poisoned");
        Assert.Empty(recorder.Counts);
    }

    [Fact]
    public async Task A_long_running_message_keeps_its_lease_and_runs_once()
    {
        await using var proxy = await StorageProxy.StartAsync(storage);
        storage = proxy.ConnectionString;
        await using var host = await StartAsync([typeof(Gated)], settings: ("Standalone:QueueLease", "00:00:02"));
        await using var other = await StartAsync([typeof(Gated)], settings: ("Standalone:QueueLease", "00:00:02"));
        var queue = await QueueAsync("gated");
        await queue.SendMessageAsync(Base64("long"));
        Assert.Equal("long", await recorder.NextAsync());
        // Each renewal comes half a lease after the one before: the first lease has ended by the third.
        await Wait.UntilAsync(
            () => proxy.Requests.Count(r => r is { Service: StorageService.Queue, Method: "PUT", Status: 204 } && r.Target.Contains("/messages/", StringComparison.Ordinal)) >= 3,
            "the lease is renewed three times");
        recorder.Gate.SetResult();
        await EmptyAsync(queue);
        Assert.Equal(1, recorder.Counts["long"]);
    }

    [Fact]
    public async Task No_more_messages_run_at_once_than_a_batch_and_the_threshold()
    {
        await using var host = await StartAsync(
            [typeof(Gated)], """{"version": "2.0", "extensions": {"queues": {"batchSize": 2, "newBatchThreshold": 1, "maxPollingInterval": "00:00:00.1"}}}""");
        var queue = await QueueAsync("gated");
        for (var i = 0; i < 8; i++) await queue.SendMessageAsync(Base64($"{i}"));
        // The threshold allows a second batch only after a message of the first has ended.
        await recorder.NextAsync();
        await recorder.NextAsync();
        recorder.Gate.SetResult();
        for (var i = 2; i < 8; i++) await recorder.NextAsync();
        await EmptyAsync(queue);
        Assert.InRange(recorder.MostAtOnce, 2, 3);
        Assert.All(recorder.Counts, one => Assert.Equal(1, one.Value));
    }

    [Fact]
    public async Task A_stopping_host_finishes_running_messages_and_leaves_the_rest_in_the_queue()
    {
        var queue = await QueueAsync("gated");
        for (var i = 0; i < 20; i++) await queue.SendMessageAsync(Base64($"{i}"));
        await using (var host = await StartAsync(
            [typeof(Gated)], """{"version": "2.0", "extensions": {"queues": {"batchSize": 4, "newBatchThreshold": 0}}}"""))
        {
            for (var i = 0; i < 4; i++) await recorder.NextAsync();
            var stopping = host.StopAsync();
            recorder.Gate.SetResult();
            await stopping;
            Assert.Equal(4, recorder.Counts.Count);
        }

        var left = (await queue.ReceiveMessagesAsync(32)).Value;
        Assert.Equal(16, left.Length);
        Assert.All(left, message => Assert.Equal(1, message.DequeueCount));
    }

    [Fact]
    public async Task A_function_that_does_not_end_in_time_is_cancelled_and_its_message_is_visible_again_at_once()
    {
        var queue = await QueueAsync("gated");
        await queue.SendMessageAsync(Base64("slow"));
        await using var host = await StartAsync([typeof(Gated)]);
        await recorder.NextAsync();
        await host.StopAsync(TimeSpan.FromMilliseconds(200));
        var back = Assert.Single((await queue.ReceiveMessagesAsync(32)).Value);
        Assert.Equal("slow", Encoding.UTF8.GetString(Convert.FromBase64String(back.Body.ToString())));
    }

    [Fact]
    public async Task A_message_of_a_host_that_lost_storage_runs_on_another_host()
    {
        var server = new Uri(new QueueClient(storage, "any").Uri.GetLeftPart(UriPartial.Authority) + "/");
        await using var line = new CutOff(server);
        var direct = storage;
        storage = Azurite.ConnectionStringFor(line.Address, line.Address, line.Address);
        await using var lonely = await StartAsync([typeof(Gated)], settings: ("Standalone:QueueLease", "00:00:01"));
        lonely.Expecting("Storage cannot be used");
        storage = direct;
        var queue = await QueueAsync("gated");
        await queue.SendMessageAsync(Base64("orphan"));
        Assert.Equal("orphan", await recorder.NextAsync());

        line.Cut();
        await using var other = await StartAsync([typeof(Gated)]);
        Assert.Equal("orphan", await recorder.NextAsync());
        recorder.Gate.SetResult();
        await EmptyAsync(queue);
    }

    [Fact]
    public async Task An_outage_of_storage_is_logged_once_and_its_end_once()
    {
        var server = new Uri(new QueueClient(storage, "any").Uri.GetLeftPart(UriPartial.Authority) + "/");
        await using var line = new CutOff(server);
        var direct = storage;
        storage = Azurite.ConnectionStringFor(line.Address, line.Address, line.Address);
        await using var host = await StartAsync([typeof(Texts), typeof(Gated)]);
        storage = direct;
        host.Expecting("Storage cannot be used");
        var queue = await QueueAsync("texts");
        await queue.SendMessageAsync(Base64("before"));
        Assert.Equal("before", await recorder.NextAsync());

        line.Cut();
        await queue.SendMessageAsync(Base64("while away"));
        await Wait.UntilAsync(() => host.Logged(LogLevel.Warning).Any(), "the outage is noticed");
        line.Mend();
        Assert.Equal("while away", await recorder.NextAsync());
        await Wait.UntilAsync(() => host.Logged(LogLevel.Information).Any(line => line.Contains("can be used again", StringComparison.Ordinal)), "it is back");
        Assert.Single(host.Logged(LogLevel.Warning));
        Assert.Empty(host.Logged(LogLevel.Error));
    }

    [Fact]
    public async Task A_host_starts_and_serves_without_storage()
    {
        storage = Azurite.ConnectionStringFor(new("http://127.0.0.1:9/"), new("http://127.0.0.1:9/"), new("http://127.0.0.1:9/"));
        await using var host = await StartAsync([typeof(Texts)]);
        host.Expecting("Storage cannot be used");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await host.Client.GetAsync("/")).StatusCode);
        await Wait.UntilAsync(() => host.Logged(LogLevel.Warning).Any(), "the outage is noticed");
    }

    private async Task<TestHost> StartAsync(IReadOnlyList<Type> functions, string? hostJson = null, params (string, string)[] settings) =>
        await TestHost.StartAsync(
            functions,
            builder =>
            {
                TestHost.On(storage, prefix, settings)(builder);
                builder.Services.AddSingleton(recorder);
            },
            hostJson);

    private async Task<QueueClient> QueueAsync(string name)
    {
        var queue = new QueueClient(storage, $"{prefix}-{name}");
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task EmptyAsync(QueueClient queue) =>
        Wait.UntilAsync(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, $"{queue.Name} is empty");

    internal sealed class Recorder
    {
        private readonly Channel<string> seen = Channel.CreateUnbounded<string>();
        private readonly Lock door = new();
        private int now;

        public ConcurrentDictionary<string, int> Counts { get; } = [];

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int MostAtOnce { get; private set; }

        public void Saw(string what)
        {
            Counts.AddOrUpdate(what, 1, (_, count) => count + 1);
            seen.Writer.TryWrite(what);
        }

        public async Task PassAsync(string what, CancellationToken cancellation)
        {
            lock (door) MostAtOnce = Math.Max(MostAtOnce, ++now);
            Saw(what);
            await Gate.Task.WaitAsync(cancellation);
            lock (door) now--;
        }

        public Task<string> NextAsync() => seen.Reader.ReadAsync().AsTask().InTimeAsync("a function to run");
    }

    internal sealed class Texts(Recorder recorder)
    {
        [Function(nameof(Texts))]
        public void Run([QueueTrigger("%Prefix%-texts")] string text) => recorder.Saw(text);
    }

    internal sealed class Bytes(Recorder recorder)
    {
        [Function(nameof(Bytes))]
        public void Run([QueueTrigger("%Prefix%-bytes")] byte[] bytes) => recorder.Saw($"bytes {bytes.Length}: {string.Join(' ', bytes)}");
    }

    internal sealed class Data(Recorder recorder)
    {
        [Function(nameof(Data))]
        public void Run([QueueTrigger("%Prefix%-data")] BinaryData data) => recorder.Saw($"data {data.ToMemory().Length}");
    }

    internal sealed record Message(string Receipt, int Count);

    internal sealed class Jsons(Recorder recorder)
    {
        [Function(nameof(Jsons))]
        public Task RunAsync(
            [QueueTrigger("%Prefix%-jsons", Connection = "AzureWebJobsStorage")] Message message, int dequeueCount, string id,
            DateTimeOffset insertionTime, string popReceipt, FunctionContext context, CancellationToken cancellation)
        {
            recorder.Saw(
                $"{message.Receipt} {message.Count} {dequeueCount} {id} {insertionTime:O} {(popReceipt.Length > 0 ? "with receipt" : "without")}, "
                + $"data {context.BindingContext.BindingData["DequeueCount"]} {context.FunctionDefinition.InputBindings["message"].Type}");
            return Task.Delay(0, cancellation);
        }
    }

    internal sealed class Stubborn(Recorder recorder)
    {
        [Function(nameof(Stubborn))]
        public void Run([QueueTrigger("%Prefix%-stubborn")] string text, int dequeueCount)
        {
            recorder.Saw($"{text} try {dequeueCount}");
            if (dequeueCount < int.Parse(text, null)) throw new InvalidOperationException("not yet");
        }
    }

    internal sealed class StubbornPoison(Recorder recorder)
    {
        [Function(nameof(StubbornPoison))]
        public void Run([QueueTrigger("%Prefix%-stubborn-poison")] string text) => recorder.Saw("poison " + text);
    }

    internal sealed class FailingPoison(Recorder recorder)
    {
        [Function(nameof(FailingPoison))]
        public void Run([QueueTrigger("%Prefix%-failing-poison")] string text)
        {
            recorder.Saw("poison " + text);
            throw new InvalidOperationException("never");
        }
    }

    internal sealed class Gated(Recorder recorder)
    {
        [Function(nameof(Gated))]
        public Task RunAsync([QueueTrigger("%Prefix%-gated")] string text, CancellationToken cancellation) => recorder.PassAsync(text, cancellation);
    }
}
