using Azure.Data.Tables;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Moderation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class ModerationCountingTests
{
    [Fact]
    public async Task Each_code_counts_its_comments_those_looked_at_and_those_overturned()
    {
        var world = await World.NewAsync();
        world.Sample.SampleShare = 1;
        var insults = new List<Receipt>();
        for (var i = 0; i < 4; i++) insults.Add(await world.ReceiveAsync($"son unos pendejos {i}"));
        await world.DecideAsync(insults[0], "ana-1", DecisionKind.Accept, "criticism");
        await world.DecideAsync(insults[1], "ana-1", DecisionKind.Quarantine, "insult");
        await world.AskForReviewAsync(insults[2]);
        await world.AskForReviewAsync(insults[1]);
        await world.DecideAsync(insults[1], "beto-2", DecisionKind.Accept, "criticism");
        // A text with two codes.
        var both = await world.ReceiveAsync("son unos pendejos, te voy a matar");
        await world.DecideAsync(both, "ana-1", DecisionKind.Quarantine, "threat");
        var accepted = new List<Receipt>();
        for (var i = 0; i < 3; i++) accepted.Add(await world.ReceiveAsync($"Más parques {i}"));
        await world.DecideAsync(accepted[0], "ana-1", DecisionKind.Accept, "in_order");
        await world.DecideAsync(accepted[1], "ana-1", DecisionKind.Quarantine, "hate");
        await world.DecideAsync(accepted[1], "beto-2", DecisionKind.Quarantine, "hate");
        Assert.Null(await world.ModerationCounting.ReadAsync(Edomex, default));

        // Counting again, also by two instances at once, must not add up.
        await world.ModerationCounting.RunAsync(Process(), default);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.AnotherInstance().ModerationCounting.RunAsync(Process(), default)));
        await world.ModerationCounting.RunAsync(Process(), default);

        var figures = (await world.ModerationCounting.ReadAsync(Edomex, default))!;
        Assert.Equal(new(5, 3, 2), figures.Codes["insult"]);
        Assert.Equal(new(1, 1, 0), figures.Codes["threat"]);
        Assert.Equal(["insult", "threat"], figures.Codes.Keys.Order());
        Assert.Equal(new(3, 2, 1), figures.Accepted);
        Assert.Equal(new(3, 2, 1), figures.Sample);
        Assert.Equal(new(2, 1, 1), figures.Reviews);
        Assert.Equal((world.Time.GetUtcNow(), false), (figures.CountedAt, figures.Final));
    }

    [Fact]
    public async Task The_sample_is_counted_separately()
    {
        var world = await World.NewAsync();
        world.Sample.SampleShare = 0.5;
        var receipts = new List<Receipt>();
        for (var i = 0; i < 20; i++) receipts.Add(await world.ReceiveAsync($"Más parques {i}"));
        var sample = await world.Accepted.SampleOfAsync(Edomex, Day("2021-05-10"), default);

        await world.ModerationCounting.RunAsync(Process(), default);

        var figures = (await world.ModerationCounting.ReadAsync(Edomex, default))!;
        Assert.Equal((20, receipts.Count(sample.Holds)), (figures.Accepted.Times, figures.Sample.Times));
    }

    [Fact]
    public async Task Later_decisions_are_counted_until_people_can_no_longer_decide()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(Process(), Samples.Content);
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.ModerationCounting.RunAsync(Process(), default);
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.DecideAsync(receipt, "ana-1", DecisionKind.Accept, "criticism");
        await world.ModerationCounting.RunAsync(Process(), default);
        Assert.Equal(new(1, 1, 1), (await world.ModerationCounting.ReadAsync(Edomex, default))!.Codes["insult"]);

        world.Time.SetUtcNow(At("2021-06-20T12:00"));
        Assert.Equal(PackagingState.Counting, await world.Packaging.AdvanceAsync(published, default));
        var packaged = (await world.RefreshedAsync(published)).Process;
        await world.ModerationCounting.RunAsync(packaged, default);
        var last = (await world.ModerationCounting.ReadAsync(Edomex, default))!;
        Assert.True(last.Final);

        world.Time.Advance(TimeSpan.FromHours(1));
        await world.ModerationCounting.RunAsync(packaged, default);
        Assert.Equal(last.CountedAt, (await world.ModerationCounting.ReadAsync(Edomex, default))!.CountedAt);
    }

    [Fact]
    public async Task The_row_of_figures_names_no_contender_and_no_comment()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.ModerationCounting.RunAsync(Process(), default);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"edomex-2021.moderation"}");
        var rows = await world.Tables.QueryAsync(world.Names.DailyFigures, filter, null, default).ToListAsync();
        Assert.NotEmpty(rows);
        foreach (var text in rows.Select(r => string.Concat(r.Keys.Select(k => r[k]))))
        {
            Assert.DoesNotContain("maiz", text, StringComparison.Ordinal);
            Assert.DoesNotContain(receipt.Random, text, StringComparison.Ordinal);
        }
    }
}
