using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class CommentCopiesTests
{
    private const string Text = "son unos pendejos y lo digo yo";

    [Fact]
    public async Task One_decision_applies_page_by_page_to_all_waiting_copies_and_to_no_other_text()
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
            var page = await DecideAsync(world, copies[3], "ana-1", DecisionKind.Accept, "criticism", after, limit: 3);
            Assert.Null(page.Refused);
            decided.AddRange(page.Results);
            after = page.Last;
            pages++;
        }
        while (after is not null);

        Assert.Equal(3, pages);
        Assert.Equal(copies.Select(c => c.ToString()).Order(StringComparer.Ordinal), decided.Select(d => d.Receipt.ToString()).Order(StringComparer.Ordinal));
        Assert.All(decided, d => Assert.Equal((DecisionOutcome.Decided, CommentStatus.Accepted), (d.Outcome, d.Status)));
        foreach (var copy in copies) Assert.Equal("ana-1", (await world.ReadAsync(copy)).Decisions[^1].By);
        Assert.Equal(new[] { other, louder }.Select(r => r.ToString()).Order(), (await world.ListAsync(ReviewList.Held)).Select(r => r.ToString()).Order());
        Assert.Equal(8, (await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync()).Count);
    }

    [Fact]
    public async Task Repeating_a_decision_about_copies_changes_nothing_and_keeps_earlier_decisions()
    {
        var world = await World.NewAsync();
        var accepted = await world.ReceiveAsync(Text);
        await world.DecideAsync(accepted, "beto-2", DecisionKind.Accept, "criticism");
        var first = await world.ReceiveAsync(Text);
        var second = await world.ReceiveAsync(Text);

        for (var round = 0; round < 2; round++)
        {
            var page = await DecideAsync(world, first, "ana-1", DecisionKind.Quarantine, "insult");
            var outcomes = page.Results.ToDictionary(r => r.Receipt, r => r.Outcome);
            var expected = round == 0 ? DecisionOutcome.Decided : DecisionOutcome.Unchanged;
            Assert.Equal((expected, expected, DecisionOutcome.Unchanged), (outcomes[first], outcomes[second], outcomes[accepted]));
        }

        Assert.Equal(CommentStatus.Accepted, (await world.ReadAsync(accepted)).Status);
        Assert.Equal(2, (await world.ReadAsync(second)).Decisions.Count);
    }

    [Fact]
    public async Task Quarantining_an_accepted_comment_with_its_copies_takes_two_people()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("Más parques");
        Assert.Equal(DecisionOutcome.Proposed, Assert.Single((await DecideAsync(world, receipt, "ana-1", DecisionKind.Quarantine, "threat")).Results).Outcome);
        Assert.Equal(CommentStatus.Accepted, (await world.ReadAsync(receipt)).Status);
        Assert.Equal(DecisionOutcome.SecondPersonRequired, (await DecideAsync(world, receipt, "ana-1", DecisionKind.Quarantine, "threat")).Refused!.Outcome);
        Assert.Equal(DecisionOutcome.Decided, Assert.Single((await DecideAsync(world, receipt, "beto-2", DecisionKind.Quarantine, "threat")).Results).Outcome);
    }

    [Fact]
    public async Task A_decision_about_an_older_version_is_overtaken_and_decides_no_copies()
    {
        var world = await World.NewAsync();
        var named = await world.ReceiveAsync(Text);
        var copy = await world.ReceiveAsync(Text);
        var seen = PersonDecisionService.NameOf((await world.Comments.FindAsync(Edomex, named, default))!);
        await world.DecideAsync(named, "beto-2", DecisionKind.Accept, "criticism");

        var page = await world.Copies.DecideAsync(
            Edomex, named, ModeratedComments.By("ana-1", DecisionKind.Quarantine, "insult"), seen, null, 50, "operator-key", default);

        Assert.Equal(DecisionOutcome.Overtaken, page.Refused!.Outcome);
        Assert.Equal([copy], await world.ListAsync(ReviewList.Held));
    }

    [Fact]
    public async Task A_copy_under_review_is_left_to_a_person_who_may_review_it()
    {
        var world = await World.NewAsync();
        var reviewed = await world.ReceiveAsync(Text);
        await world.DecideAsync(reviewed, "ana-1", DecisionKind.Quarantine, "insult");
        await world.AskForReviewAsync(reviewed);
        var named = await world.ReceiveAsync(Text);

        var results = (await DecideAsync(world, named, "ana-1", DecisionKind.Quarantine, "insult")).Results;

        Assert.Equal(DecisionOutcome.AnotherPersonRequired, results.Single(r => r.Receipt == reviewed).Outcome);
        Assert.Equal([reviewed], await world.ListAsync(ReviewList.Review));
    }

    [Fact]
    public async Task Finding_copies_reads_no_days_comments()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var named = await world.ReceiveAsync(Text);
        await world.ReceiveAsync(Text);
        for (var i = 0; i < 3; i++) await world.ReceiveAsync($"{Text} {i}");
        proxy.Forget();

        await DecideAsync(world, named, "ana-1", DecisionKind.Accept, "criticism");

        // The read, the named comment's decision, the list of copies and the copy's decision.
        Assert.InRange(proxy.Requests.Count(r => r.Status != 404), 1, 2 + 9 + 9);
        Assert.DoesNotContain(proxy.Requests, r => r.Target.Contains("0comments", StringComparison.Ordinal) && r.Target.Contains("filter", StringComparison.Ordinal));
    }

    private static Task<CopiesPage> DecideAsync(World world, Receipt receipt, string who, DecisionKind kind, string reason, string? after = null, int limit = 50) =>
        world.Copies.DecideAsync(Edomex, receipt, ModeratedComments.By(who, kind, reason), null, after, limit, "operator-key", default);
}
