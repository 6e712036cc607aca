using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ServerlessDecide.Comments;
using ServerlessDecide.Reactions;
using ServerlessDecide.Telemetry;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Telemetry;

public sealed class CountersTests
{
    private static readonly DateOnly Today = Day("2021-05-10");

    [Fact]
    public async Task A_stance_counts_when_it_is_stored_and_not_when_it_is_repeated()
    {
        var world = await World.NewAsync();
        var visitor = world.NewVisitor();
        using var counted = new Counted();
        foreach (var stance in (Stance[])[Stance.Like, Stance.Like, Stance.Dislike, Stance.Withdrawn])
        {
            await world.Reactions.RecordAsync(Edomex, visitor, PlatformTarget("agua"), stance, QualityClass.A, Today, At("2021-05-10T12:00"), default);
        }

        Assert.Equal(["serverlessdecide.reactions", "serverlessdecide.reactions", "serverlessdecide.reactions"], counted.Here);
    }

    [Fact]
    public async Task A_comment_counts_once_when_stored_and_once_when_decided()
    {
        var world = await World.NewAsync();
        var comment = new Comment(
            Receipt.New(Today), NewVisitor(), PlatformTarget("agua"), Slug.Parse("maiz"),
            CommentKind.Comment, "Más árboles", At("2021-05-10T12:00"), CommentStatus.Received, [], null);
        using var counted = new Counted();
        Assert.True(await world.Comments.InsertAsync(Edomex, comment, default));
        Assert.False(await world.Comments.InsertAsync(Edomex, comment, default));
        Assert.Equal(["serverlessdecide.comments"], counted.Here);
        var read = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!;
        Assert.True(await world.Comments.DecideAsync(Edomex, read, comment with { Status = CommentStatus.Held }, default));
        Assert.False(await world.Comments.DecideAsync(Edomex, read, comment with { Status = CommentStatus.Accepted }, default));
        Assert.Equal(["serverlessdecide.comments", "serverlessdecide.comments.decided held"], counted.Here);
    }

    [Fact]
    public async Task Every_throttling_response_of_storage_counts_including_retries()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        using var counted = new Counted();
        var answers = new Queue<int>([503, 429]);
        proxy.BeforeForward = _ => Task.FromResult(answers.TryDequeue(out var status) ? ProxyAction.Answer(status) : ProxyAction.Continue);
        Assert.Null(await world.Comments.FindAsync(Edomex, Receipt.New(Today), default));
        Assert.Equal(["serverlessdecide.storage.throttled 503 table", "serverlessdecide.storage.throttled 429 table"], counted.Here);

        answers = new Queue<int>([503]);
        await world.Blobs.ReadAsync(world.Names.ContentContainer, "nothing", null, default);
        answers = new Queue<int>([503]);
        Assert.Equal(0, await world.Queues.CountAsync(world.Names.Queue("comments"), default));
        Assert.Equal(["serverlessdecide.storage.throttled 503 blob", "serverlessdecide.storage.throttled 503 queue"], counted.Here[2..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Acts_of_operators_count_without_attributes()
    {
        using var counted = new Counted();
        Counters.CalendarChanged();
        Counters.PackagingBegan();
        Counters.OperatorKeyRefused();
        Assert.Equal(["serverlessdecide.calendar.changed", "serverlessdecide.packaging.began", "serverlessdecide.operator.refused"], counted.Here);
    }

    [Fact]
    public async Task The_messages_of_a_queue_are_counted()
    {
        var world = await World.NewAsync();
        var queue = world.Names.Queue(CommentMessage.Queue);
        Assert.Equal(0, await world.Queues.CountAsync(queue, default));
        await world.Queues.SendAsync(CommentMessage.Queue, new CommentMessage("edomex-2021", "x"), CommentMessageJson.Default.CommentMessage, default);
        Assert.Equal(1, await world.Queues.CountAsync(queue, default));
    }

    /// <summary>Collects what this test and its awaited calls count. A listener hears the whole process, so other tests are filtered out.</summary>
    private sealed class Counted : IDisposable
    {
        private static readonly AsyncLocal<object?> Scope = new();

        private readonly MeterListener listener = new();
        private readonly ConcurrentQueue<string> here = new();

        public Counted()
        {
            Scope.Value = this;
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == Counters.MeterName) listening.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (Scope.Value != this) return;
                var values = tags.ToArray().Select(t => t.Value?.ToString()).Order(StringComparer.Ordinal);
                for (var i = 0; i < value; i++) here.Enqueue($"{instrument.Name} {string.Join(' ', values)}".TrimEnd());
            });
            listener.Start();
        }

        public string[] Here => [.. here];

        public void Dispose() => listener.Dispose();
    }
}
