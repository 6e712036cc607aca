using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
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
        Patience.UntilAsync(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, $"{queue.Name} is empty");

    internal sealed class Recorder
    {
        private readonly Channel<string> seen = Channel.CreateUnbounded<string>();

        public ConcurrentDictionary<string, int> Counts { get; } = [];

        public void Saw(string what)
        {
            Counts.AddOrUpdate(what, 1, (_, count) => count + 1);
            seen.Writer.TryWrite(what);
        }

        public Task<string> NextAsync() => seen.Reader.ReadAsync().AsTask().InTimeAsync("a function to run");
    }

    internal sealed class Texts(Recorder recorder)
    {
        [Function(nameof(Texts))]
        public void Run([QueueTrigger("%Prefix%-texts")] string text) => recorder.Saw(text);
    }
}
