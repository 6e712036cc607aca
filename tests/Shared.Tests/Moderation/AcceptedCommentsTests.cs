using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class AcceptedCommentsTests
{
    private static readonly DateOnly[] Days = [Day("2021-05-09"), Day("2021-05-10"), Day("2021-05-11")];

    [Fact]
    public async Task The_sample_is_the_accepted_comments_in_the_days_stretch_that_nobody_has_looked_at()
    {
        var world = await World.NewAsync();
        world.Sample.SampleShare = 0.5;
        var accepted = new List<Receipt>();
        for (var i = 0; i < 40; i++) accepted.Add(await world.ReceiveAsync($"Más parques {i}"));
        for (var i = 0; i < 10; i++) await world.ReceiveAsync($"son unos pendejos {i}");
        var sample = await world.Accepted.SampleOfAsync(Edomex, Day("2021-05-10"), default);
        var expected = accepted.Where(sample.Holds).Select(r => r.ToString()).Order(StringComparer.Ordinal).ToList();

        var read = await SampleAsync(world, 3);
        Assert.Equal(expected, read);

        if (expected.Count == 0) return;
        Assert.True(Receipt.TryParse(expected[0], out var looked));
        Assert.Equal(DecisionOutcome.Decided, await world.DecideAsync(looked, "ana-1", DecisionKind.Accept, "in_order"));
        Assert.Equal(expected.Skip(1), await SampleAsync(world, 500));
        Assert.Equal((CommentStatus.Accepted, HistoryStepKind.Looked), ((await world.ReadAsync(looked)).Status, (await world.ReadAsync(looked)).Decisions[^1].Step));
        Assert.Equal(DecisionOutcome.Unchanged, await world.DecideAsync(looked, "beto-2", DecisionKind.Accept, "in_order"));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 12)]
    public async Task A_share_of_zero_samples_nothing_and_a_share_of_one_everything(double share, int expected)
    {
        var world = await World.NewAsync();
        world.Sample.SampleShare = share;
        for (var i = 0; i < 12; i++) await world.ReceiveAsync($"Más parques {i}");
        Assert.Equal(expected, (await SampleAsync(world, 5)).Count);
    }

    [Fact]
    public async Task A_page_of_the_sample_costs_at_most_two_operations_a_day()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        world.Sample.SampleShare = 0.2;
        for (var i = 0; i < 30; i++) await world.ReceiveAsync($"Más parques {i}");
        await SampleAsync(world, 500);
        proxy.Forget();
        await SampleAsync(world, 500);
        Assert.InRange(proxy.Requests.Count, 1, 2 * Days.Length);
        Assert.All(proxy.Requests.Where(r => r.Target.Contains("20210510", StringComparison.Ordinal)), r => Assert.Contains("RowKey", r.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accepted_comments_come_by_day_and_receipt_and_can_be_filtered_by_reason()
    {
        var world = await World.NewAsync();
        var all = new List<Receipt>();
        for (var i = 0; i < 5; i++) all.Add(await world.ReceiveAsync($"Más parques {i}"));
        var overturned = await world.ReceiveAsync("son unos pendejos");
        await world.DecideAsync(overturned, "ana-1", DecisionKind.Accept, "criticism");
        await world.ReceiveAsync("te voy a matar");

        var read = await ReadAsync((after, limit) => world.Accepted.ReadAsync(Edomex, Days, after, limit, null, default), 2);
        Assert.Equal(all.Append(overturned).Select(r => r.ToString()).Order(StringComparer.Ordinal), read);
        Assert.Equal([overturned.ToString()], await ReadAsync((after, limit) => world.Accepted.ReadAsync(Edomex, Days, after, limit, "insult", default), 1));
        Assert.Equal([overturned.ToString()], await ReadAsync((after, limit) => world.Accepted.ReadAsync(Edomex, Days, after, limit, "criticism", default), 1));
        Assert.Empty(await ReadAsync((after, limit) => world.Accepted.ReadAsync(Edomex, Days, after, limit, "threat", default), 1));
    }

    private static Task<List<string>> SampleAsync(World world, int limit) =>
        ReadAsync((after, most) => world.Accepted.ReadSampleAsync(Edomex, Days, after, most, default), limit);

    private static async Task<List<string>> ReadAsync(Func<string?, int, Task<ReviewQueuePage>> page, int limit)
    {
        var read = new List<string>();
        string? after = null;
        do
        {
            var one = await page(after, limit);
            Assert.InRange(one.Comments.Count, 0, limit);
            read.AddRange(one.Comments.Select(c => c.Comment.Receipt.ToString()));
            after = one.Last;
        }
        while (after is not null);
        return read;
    }
}
