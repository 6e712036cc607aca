using Azure.Data.Tables;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;
using Verdict = ServerlessDecide.TestSupport.Verdict;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class CommentDecisionsTests
{
    [Fact]
    public async Task A_decision_is_audited_before_it_is_done_with_ids_and_codes_and_never_the_text_or_the_note()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var receipt = await ReceiveAsync(world, "son unos pendejos");
        proxy.Forget();

        var result = await DecideAsync(world, receipt, JudgementKind.Accept, "criticism", note: "así se habla aquí");

        Assert.Equal(JudgementOutcome.Decided, result.Outcome);
        Assert.Equal("así se habla aquí", result.Present!.Comment.Decisions[^1].Note);
        var writes = proxy.Requests.Where(r => r.Method is not "GET").Select(r => r.Target).ToList();
        Assert.True(writes.FindIndex(t => t.Contains("0audit", StringComparison.Ordinal)) < writes.FindIndex(t => t.Contains("0comments", StringComparison.Ordinal)));
        Assert.InRange(proxy.Requests.Count(r => r.Status != 404), 1, 9);
        var row = Assert.Single(await AuditAsync(world));
        Assert.Equal(("operator-key", "moderation.decided"), (row.GetString("Actor"), row.GetString("Action")));
        Assert.Equal(
            $$"""{"receipt":"{{receipt}}","decidedBy":"ana-1","from":"held","to":"accepted","reasons":["criticism"]}""", row.GetString("Detail"));
    }

    [Fact]
    public async Task Of_two_at_once_one_decides_and_the_other_is_told_what_is()
    {
        var world = await World.NewAsync();
        for (var round = 0; round < 5; round++)
        {
            var receipt = await ReceiveAsync(world, "son unos pendejos");
            var seen = CommentDecisions.NameOf((await world.Comments.FindAsync(Edomex, receipt, default))!);

            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => world.Decisions.DecideAsync(
                Edomex, receipt, By($"ana-{i}", i % 2 == 0 ? JudgementKind.Accept : JudgementKind.Quarantine, "threat"), seen, "operator-key", default)));

            var won = Assert.Single(results, r => r.Outcome == JudgementOutcome.Decided);
            Assert.All(results.Where(r => r != won), r => Assert.Equal(JudgementOutcome.Overtaken, r.Outcome));
            Assert.All(results, r => Assert.Equal(won.Present!.Comment.Status, r.Present!.Comment.Status));
            Assert.Equal(2, won.Present!.Comment.Decisions.Count);
        }

        Assert.Empty((await world.WorkList.ReadAsync(Edomex, WaitingList.Held, null, 50, default)).Comments);
    }

    [Fact]
    public async Task Who_decides_about_what_is_no_longer_so_is_told()
    {
        var world = await World.NewAsync();
        var receipt = await ReceiveAsync(world, "son unos pendejos");
        var seen = CommentDecisions.NameOf((await world.Comments.FindAsync(Edomex, receipt, default))!);
        await DecideAsync(world, receipt, JudgementKind.Accept, "criticism");

        var late = await world.Decisions.DecideAsync(Edomex, receipt, By("beto-2", JudgementKind.Quarantine, "insult"), seen, "operator-key", default);

        Assert.Equal((JudgementOutcome.Overtaken, CommentStatus.Accepted), (late.Outcome, late.Present!.Comment.Status));
        Assert.Equal(
            JudgementOutcome.Decided,
            (await world.Decisions.DecideAsync(Edomex, receipt, By("beto-2", JudgementKind.Quarantine, "insult"), CommentDecisions.NameOf(late.Present), "operator-key", default)).Outcome);
    }

    [Fact]
    public async Task A_comment_that_is_not_there_is_told()
    {
        var world = await World.NewAsync();
        Assert.Equal(new(JudgementOutcome.NotFound, null), await DecideAsync(world, Receipt.New(Day("2021-05-10")), JudgementKind.Accept, "criticism"));
    }

    /// <summary>Dies at each request to storage in turn, before it takes effect and after, and is then done again by another instance.</summary>
    [Theory]
    [InlineData("son unos pendejos", JudgementKind.Accept, CommentStatus.Accepted)]
    [InlineData("te voy a matar", JudgementKind.Quarantine, CommentStatus.Quarantined)]
    [InlineData("Más parques", JudgementKind.Quarantine, CommentStatus.Accepted)]
    public async Task Wherever_a_decision_dies_it_can_be_done_again_and_is_then_done_once(string text, JudgementKind kind, CommentStatus expected)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await ReceiveAsync(world, "te voy a matar a ti");
        var died = 0;
        for (var step = 0; ; step++)
        {
            var steps = 0;
            foreach (var after in new[] { false, true })
            {
                var receipt = await ReceiveAsync(world, text);
                var seen = 0;
                Task<Verdict> Hook(StorageRequest request) => Task.FromResult(Interlocked.Increment(ref seen) > step ? Verdict.Cut : Verdict.Continue);
                proxy.BeforeForward = after ? null : Hook;
                proxy.AfterForward = after ? Hook : null;
                var dying = world.AnotherInstance(proxy.ConnectionString);
                var survived = true;
                try
                {
                    await DecideAsync(dying, receipt, kind, "threat");
                }
                catch (Exception e) when (e is Azure.RequestFailedException or AggregateException)
                {
                    survived = false;
                    died++;
                }

                steps += survived ? 0 : 1;
                var outcome = (await DecideAsync(world, receipt, kind, "threat")).Outcome;
                Assert.Contains(outcome, (JudgementOutcome[])[JudgementOutcome.Decided, JudgementOutcome.Unchanged, JudgementOutcome.Proposed, JudgementOutcome.SecondPersonRequired]);
                var comment = (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment;
                Assert.Equal(expected, comment.Status);
                Assert.Equal(2, comment.Decisions.Count);
                foreach (var list in Enum.GetValues<WaitingList>())
                {
                    var page = await world.WorkList.ReadAsync(Edomex, list, null, 500, default);
                    Assert.Equal(comment.Waits?.List == list, page.Comments.Any(c => c.Comment.Receipt == receipt));
                }
            }

            if (steps == 0) break;
        }

        Assert.True(died >= 12, $"It died {died} times.");
        // What died left its notes of decisions under way: making packages takes them away and changes nothing.
        await world.WorkList.EndDecisionsAsync(Edomex, default);
        Assert.Equal(0, await UnderWayAsync(world));
    }

    [Fact]
    public async Task Once_packages_are_being_made_nobody_decides()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(Process(), Samples.Content);
        var receipt = await ReceiveAsync(world, "son unos pendejos");
        world.Time.SetUtcNow(At("2021-06-20T12:00"));
        Assert.Equal(PackagingState.Counting, await world.Packaging.AdvanceAsync(published, default));

        var result = await DecideAsync(world, receipt, JudgementKind.Accept, "criticism");

        Assert.Equal((JudgementOutcome.DeliveriesBegun, CommentStatus.Held), (result.Outcome, result.Present!.Comment.Status));
        Assert.Equal(["packaging.begin"], (await AuditAsync(world)).Select(row => row.GetString("Action")));
        Assert.Equal(0, await UnderWayAsync(world));
    }

    /// <summary>Packaging begins at each request of a decision in turn: either the decision is in the package, or it is told.</summary>
    [Fact]
    public async Task A_decision_that_races_with_packaging_is_either_in_the_package_or_told()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var (won, lost) = (0, 0);
        for (var step = 0; step < 9; step++)
        {
            var world = await World.NewAsync();
            var published = await world.PublishAsync(Process(), Samples.Content);
            var receipt = await ReceiveAsync(world, "son unos pendejos");
            world.Time.SetUtcNow(At("2021-06-20T12:00"));
            var requests = 0;
            CommentStatus? frozen = null;
            proxy.BeforeForward = async _ =>
            {
                if (Interlocked.Increment(ref requests) != step + 1) return Verdict.Continue;
                Assert.Equal(PackagingState.Counting, await world.Packaging.AdvanceAsync(published, default));
                // From here on a package would be read.
                frozen = (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment.Status;
                return Verdict.Continue;
            };

            var result = await DecideAsync(world.AnotherInstance(proxy.ConnectionString), receipt, JudgementKind.Accept, "criticism");

            var final = (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment.Status;
            if (frozen is not null) Assert.Equal(frozen, final);
            Assert.Equal(result.Outcome == JudgementOutcome.Decided ? CommentStatus.Accepted : CommentStatus.Held, final);
            if (result.Outcome == JudgementOutcome.Decided)
            {
                won++;
            }
            else
            {
                lost++;
                Assert.Equal(JudgementOutcome.DeliveriesBegun, result.Outcome);
            }
        }

        Assert.True(won > 0 && lost > 0, $"{won} won, {lost} lost");
    }

    private static async Task<int> UnderWayAsync(World world)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"deciding"}");
        return (await world.Tables.QueryAsync(world.Names.WorkList(Edomex), filter, null, default).ToListAsync()).Count;
    }

    private static async Task<List<TableEntity>> AuditAsync(World world) =>
        await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync();

    private static Judgement By(string who, JudgementKind kind, string reason, string? note = null) =>
        new(kind, reason, note, DeciderId.TryParse(who, out var id) ? id : default);

    private static Task<JudgementResult> DecideAsync(World world, Receipt receipt, JudgementKind kind, string reason, string? note = null) =>
        world.Decisions.DecideAsync(Edomex, receipt, By("ana-1", kind, reason, note), null, "operator-key", default);

    private static async Task<Receipt> ReceiveAsync(World world, string text)
    {
        var comment = new Comment(
            Receipt.New(Day("2021-05-10")), "v", PlatformTarget("plataforma-maiz"), "maiz", CommentKind.Comment, text, At("2021-05-10T12:00"), CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(Edomex, comment, default);
        Assert.True(await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default));
        return comment.Receipt;
    }
}
