using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class CommentCopiesTests
{
    private const string Text = "son unos pendejos y lo digo yo";

    [Fact]
    public async Task One_decision_is_carried_out_for_all_copies_that_wait_page_by_page_and_for_no_other_text()
    {
        var world = await World.NewAsync();
        var copies = new List<Receipt>();
        for (var i = 0; i < 7; i++) copies.Add(await world.ReceiveAsync(Text));
        copies.Add(await world.ReceiveAsync("son  unos\npendejos y lo digo yo"));
        var other = await world.ReceiveAsync(Text + " también");
        var louder = await world.ReceiveAsync("SON unos pendejos y lo digo yo");

        var decided = new List<CopyResult>();
        string? after = null;
        var pages = 0;
        do
        {
            var page = await DecideAsync(world, copies[3], "ana-1", JudgementKind.Accept, "criticism", after, limit: 3);
            Assert.Null(page.Refused);
            decided.AddRange(page.Results);
            after = page.Last;
            pages++;
        }
        while (after is not null);

        Assert.Equal(3, pages);
        Assert.Equal(copies.Select(c => c.ToString()).Order(StringComparer.Ordinal), decided.Select(d => d.Receipt.ToString()).Order(StringComparer.Ordinal));
        Assert.All(decided, d => Assert.Equal((JudgementOutcome.Decided, CommentStatus.Accepted), (d.Outcome, d.Status)));
        foreach (var copy in copies) Assert.Equal("ana-1", (await world.ReadAsync(copy)).Decisions[^1].By);
        Assert.Equal(new[] { other, louder }.Select(r => r.ToString()).Order(), (await world.ListAsync(WaitingList.Held)).Select(r => r.ToString()).Order());
        Assert.Equal(8, (await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync()).Count);
    }

    [Fact]
    public async Task Done_again_it_finds_nothing_to_do_and_what_a_person_decided_before_stays()
    {
        var world = await World.NewAsync();
        var accepted = await world.ReceiveAsync(Text);
        await world.DecideAsync(accepted, "beto-2", JudgementKind.Accept, "criticism");
        var first = await world.ReceiveAsync(Text);
        var second = await world.ReceiveAsync(Text);

        for (var round = 0; round < 2; round++)
        {
            var page = await DecideAsync(world, first, "ana-1", JudgementKind.Quarantine, "insult");
            var outcomes = page.Results.ToDictionary(r => r.Receipt, r => r.Outcome);
            var expected = round == 0 ? JudgementOutcome.Decided : JudgementOutcome.Unchanged;
            Assert.Equal((expected, expected, JudgementOutcome.Unchanged), (outcomes[first], outcomes[second], outcomes[accepted]));
        }

        Assert.Equal(CommentStatus.Accepted, (await world.ReadAsync(accepted)).Status);
        Assert.Equal(2, (await world.ReadAsync(second)).Decisions.Count);
    }

    [Fact]
    public async Task Quarantining_what_moderation_accepted_takes_two_people_with_copies_too()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("Más parques");
        Assert.Equal(JudgementOutcome.Proposed, Assert.Single((await DecideAsync(world, receipt, "ana-1", JudgementKind.Quarantine, "threat")).Results).Outcome);
        Assert.Equal(CommentStatus.Accepted, (await world.ReadAsync(receipt)).Status);
        Assert.Equal(JudgementOutcome.SecondPersonRequired, (await DecideAsync(world, receipt, "ana-1", JudgementKind.Quarantine, "threat")).Refused!.Outcome);
        Assert.Equal(JudgementOutcome.Decided, Assert.Single((await DecideAsync(world, receipt, "beto-2", JudgementKind.Quarantine, "threat")).Results).Outcome);
    }

    [Fact]
    public async Task Whoever_saw_an_older_version_is_told_and_nothing_is_decided()
    {
        var world = await World.NewAsync();
        var named = await world.ReceiveAsync(Text);
        var copy = await world.ReceiveAsync(Text);
        var seen = CommentDecisions.NameOf((await world.Comments.FindAsync(Edomex, named, default))!);
        await world.DecideAsync(named, "beto-2", JudgementKind.Accept, "criticism");

        var page = await world.Copies.DecideAsync(
            Edomex, named, ModeratedComments.By("ana-1", JudgementKind.Quarantine, "insult"), seen, null, 50, "operator-key", default);

        Assert.Equal(JudgementOutcome.Overtaken, page.Refused!.Outcome);
        Assert.Equal([copy], await world.ListAsync(WaitingList.Held));
    }

    [Fact]
    public async Task A_copy_under_review_is_left_to_who_may_review_it()
    {
        var world = await World.NewAsync();
        var reviewed = await world.ReceiveAsync(Text);
        await world.DecideAsync(reviewed, "ana-1", JudgementKind.Quarantine, "insult");
        await world.AskForReviewAsync(reviewed);
        var named = await world.ReceiveAsync(Text);

        var results = (await DecideAsync(world, named, "ana-1", JudgementKind.Quarantine, "insult")).Results;

        Assert.Equal(JudgementOutcome.AnotherPersonRequired, results.Single(r => r.Receipt == reviewed).Outcome);
        Assert.Equal([reviewed], await world.ListAsync(WaitingList.Review));
    }

    [Fact]
    public async Task Copies_are_found_without_reading_the_comments_of_a_day()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var named = await world.ReceiveAsync(Text);
        await world.ReceiveAsync(Text);
        for (var i = 0; i < 3; i++) await world.ReceiveAsync($"{Text} {i}");
        proxy.Forget();

        await DecideAsync(world, named, "ana-1", JudgementKind.Accept, "criticism");

        // Read, its own decision, the copies, the copy's decision.
        Assert.InRange(proxy.Requests.Count(r => r.Status != 404), 1, 2 + 9 + 9);
        Assert.DoesNotContain(proxy.Requests, r => r.Target.Contains("0comments", StringComparison.Ordinal) && r.Target.Contains("filter", StringComparison.Ordinal));
    }

    private static Task<CopiesPage> DecideAsync(World world, Receipt receipt, string who, JudgementKind kind, string reason, string? after = null, int limit = 50) =>
        world.Copies.DecideAsync(Edomex, receipt, ModeratedComments.By(who, kind, reason), null, after, limit, "operator-key", default);
}
