using Azure.Data.Tables;
using ServerlessDecide.Comments;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Moderation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;
using ProxyAction = ServerlessDecide.TestSupport.ProxyAction;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class PersonDecisionServiceTests
{
    private static readonly DecisionOutcome[] Effective =
        [DecisionOutcome.Decided, DecisionOutcome.Unchanged, DecisionOutcome.Proposed, DecisionOutcome.SecondPersonRequired];

    [Fact]
    public async Task A_decision_is_audited_before_its_write_with_ids_and_codes_but_without_text_and_note()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var receipt = await ReceiveAsync(world, "son unos pendejos");
        proxy.Forget();

        var result = await DecideAsync(world, receipt, DecisionKind.Accept, "criticism", note: "así se habla aquí");

        Assert.Equal(DecisionOutcome.Decided, result.Outcome);
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
    public async Task Of_concurrent_decisions_one_wins_and_the_others_get_the_present_comment()
    {
        var world = await World.NewAsync();
        for (var round = 0; round < 5; round++)
        {
            var receipt = await ReceiveAsync(world, "son unos pendejos");
            var seen = PersonDecisionService.NameOf((await world.Comments.FindAsync(Edomex, receipt, default))!);

            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => world.Decisions.DecideAsync(
                Edomex, receipt, By($"ana-{i}", i % 2 == 0 ? DecisionKind.Accept : DecisionKind.Quarantine, "threat"), seen, "operator-key", default)));

            var won = Assert.Single(results, r => r.Outcome == DecisionOutcome.Decided);
            Assert.All(results.Where(r => r != won), r => Assert.Equal(DecisionOutcome.Overtaken, r.Outcome));
            Assert.All(results, r => Assert.Equal(won.Present!.Comment.Status, r.Present!.Comment.Status));
            Assert.Equal(2, won.Present!.Comment.Decisions.Count);
        }

        Assert.Empty((await world.ReviewQueue.ReadAsync(Edomex, ReviewList.Held, null, 50, default)).Comments);
    }

    [Fact]
    public async Task A_decision_about_an_older_version_is_overtaken()
    {
        var world = await World.NewAsync();
        var receipt = await ReceiveAsync(world, "son unos pendejos");
        var seen = PersonDecisionService.NameOf((await world.Comments.FindAsync(Edomex, receipt, default))!);
        await DecideAsync(world, receipt, DecisionKind.Accept, "criticism");

        var late = await world.Decisions.DecideAsync(Edomex, receipt, By("beto-2", DecisionKind.Quarantine, "insult"), seen, "operator-key", default);

        Assert.Equal((DecisionOutcome.Overtaken, CommentStatus.Accepted), (late.Outcome, late.Present!.Comment.Status));
        Assert.Equal(
            DecisionOutcome.Decided,
            (await world.Decisions.DecideAsync(Edomex, receipt, By("beto-2", DecisionKind.Quarantine, "insult"), PersonDecisionService.NameOf(late.Present), "operator-key", default)).Outcome);
    }

    [Fact]
    public async Task A_decision_about_a_missing_comment_is_not_found()
    {
        var world = await World.NewAsync();
        Assert.Equal(new(DecisionOutcome.NotFound, null), await DecideAsync(world, Receipt.New(Day("2021-05-10")), DecisionKind.Accept, "criticism"));
    }

    [Theory]
    [InlineData("son unos pendejos", DecisionKind.Accept, CommentStatus.Accepted)]
    [InlineData("te voy a matar", DecisionKind.Quarantine, CommentStatus.Quarantined)]
    [InlineData("Más parques", DecisionKind.Quarantine, CommentStatus.Accepted)]
    public async Task A_decision_that_dies_at_any_request_can_be_repeated_and_takes_effect_once(string text, DecisionKind kind, CommentStatus expected)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await ReceiveAsync(world, "te voy a matar a ti");

        var deaths = await CutOff.AtEachRequestAsync(
            proxy,
            prepare: () => ReceiveAsync(world, text),
            act: receipt => DecideAsync(world.AnotherInstance(proxy.ConnectionString), receipt, kind, "threat"),
            check: async receipt =>
            {
                var repeated = (await DecideAsync(world, receipt, kind, "threat")).Outcome;
                Assert.Contains(repeated, Effective);
                var comment = (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment;
                Assert.Equal(expected, comment.Status);
                Assert.Equal(2, comment.Decisions.Count);
                await AssertListedOnlyWhereItWaitsAsync(world, comment);
            });

        Assert.True(deaths >= 12, $"It died {deaths} times.");
        // The killed decisions left their announcements. Ending decisions removes them and changes nothing.
        await world.ReviewQueue.EndDecisionsAsync(Edomex, default);
        Assert.Equal(0, await UnderWayAsync(world));
    }

    [Fact]
    public async Task Nobody_can_decide_once_packaging_has_begun()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(Process(), Samples.Content);
        var receipt = await ReceiveAsync(world, "son unos pendejos");
        world.Time.SetUtcNow(At("2021-06-20T12:00"));
        Assert.Equal(PackagingState.Counting, await world.Packaging.AdvanceAsync(published, default));

        var result = await DecideAsync(world, receipt, DecisionKind.Accept, "criticism");

        Assert.Equal((DecisionOutcome.DeliveriesBegun, CommentStatus.Held), (result.Outcome, result.Present!.Comment.Status));
        Assert.Equal(["packaging.begin"], (await AuditAsync(world)).Select(row => row.GetString("Action")));
        Assert.Equal(0, await UnderWayAsync(world));
    }

    /// <summary>Begins packaging at each request of a decision in turn: the decision is either in the package or refused.</summary>
    [Fact]
    public async Task A_decision_that_races_with_packaging_is_either_in_the_package_or_refused()
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
                if (Interlocked.Increment(ref requests) != step + 1) return ProxyAction.Continue;
                Assert.Equal(PackagingState.Counting, await world.Packaging.AdvanceAsync(published, default));
                // From here on, a package could be read.
                frozen = (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment.Status;
                return ProxyAction.Continue;
            };

            var result = await DecideAsync(world.AnotherInstance(proxy.ConnectionString), receipt, DecisionKind.Accept, "criticism");

            var final = (await world.Comments.FindAsync(Edomex, receipt, default))!.Comment.Status;
            if (frozen is not null) Assert.Equal(frozen, final);
            Assert.Equal(result.Outcome == DecisionOutcome.Decided ? CommentStatus.Accepted : CommentStatus.Held, final);
            if (result.Outcome == DecisionOutcome.Decided)
            {
                won++;
            }
            else
            {
                lost++;
                Assert.Equal(DecisionOutcome.DeliveriesBegun, result.Outcome);
            }
        }

        Assert.True(won > 0 && lost > 0, $"{won} won, {lost} lost");
    }

    private static async Task AssertListedOnlyWhereItWaitsAsync(World world, Comment comment)
    {
        foreach (var list in Enum.GetValues<ReviewList>())
        {
            var page = await world.ReviewQueue.ReadAsync(Edomex, list, null, 500, default);
            Assert.Equal(comment.Waits?.List == list, page.Comments.Any(c => c.Comment.Receipt == comment.Receipt));
        }
    }

    private static async Task<int> UnderWayAsync(World world)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"deciding"}");
        return (await world.Tables.QueryAsync(world.Names.ReviewQueue(Edomex), filter, null, default).ToListAsync()).Count;
    }

    private static async Task<List<TableEntity>> AuditAsync(World world) =>
        await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync();

    private static PersonDecision By(string who, DecisionKind kind, string reason, string? note = null) =>
        new(kind, reason, note, DeciderId.TryParse(who, out var id) ? id : default);

    private static Task<DecisionResult> DecideAsync(World world, Receipt receipt, DecisionKind kind, string reason, string? note = null) =>
        world.Decisions.DecideAsync(Edomex, receipt, By("ana-1", kind, reason, note), null, "operator-key", default);

    private static async Task<Receipt> ReceiveAsync(World world, string text)
    {
        var comment = new Comment(
            Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
            CommentKind.Comment, text, At("2021-05-10T12:00"), CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(Edomex, comment, default);
        Assert.True(await world.Moderation.ModerateAsync(Edomex, comment.Receipt, default));
        return comment.Receipt;
    }
}
