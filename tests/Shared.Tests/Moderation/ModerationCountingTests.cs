using Azure.Data.Tables;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class ModerationCountingTests
{
    [Fact]
    public async Task Each_code_says_how_often_it_fired_how_often_a_person_looked_and_how_often_they_decided_otherwise()
    {
        var world = await World.NewAsync();
        world.Sample.SampleShare = 1;
        var insults = new List<Receipt>();
        for (var i = 0; i < 4; i++) insults.Add(await world.ReceiveAsync($"son unos pendejos {i}"));
        await world.DecideAsync(insults[0], "ana-1", JudgementKind.Accept, "criticism");
        await world.DecideAsync(insults[1], "ana-1", JudgementKind.Quarantine, "insult");
        await world.AskForReviewAsync(insults[2]);
        await world.AskForReviewAsync(insults[1]);
        await world.DecideAsync(insults[1], "beto-2", JudgementKind.Accept, "criticism");
        // Two codes at once.
        var both = await world.ReceiveAsync("son unos pendejos, te voy a matar");
        await world.DecideAsync(both, "ana-1", JudgementKind.Quarantine, "threat");
        var accepted = new List<Receipt>();
        for (var i = 0; i < 3; i++) accepted.Add(await world.ReceiveAsync($"Más parques {i}"));
        await world.DecideAsync(accepted[0], "ana-1", JudgementKind.Accept, "in_order");
        await world.DecideAsync(accepted[1], "ana-1", JudgementKind.Quarantine, "hate");
        await world.DecideAsync(accepted[1], "beto-2", JudgementKind.Quarantine, "hate");
        Assert.Null(await world.ModerationCounting.ReadAsync(Edomex, default));

        // Twice, and by two at once: counting again is no counting twice.
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
    public async Task The_sample_is_counted_apart()
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
    public async Task What_people_decide_later_is_counted_later_until_they_can_decide_no_more()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(Process(), Samples.Content);
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.ModerationCounting.RunAsync(Process(), default);
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.DecideAsync(receipt, "ana-1", JudgementKind.Accept, "criticism");
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
    public async Task No_row_of_the_figures_names_a_contender_or_a_comment()
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
