using Azure.Data.Tables;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;
using Verdict = ServerlessDecide.TestSupport.Verdict;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class CommentReviewsTests
{
    [Fact]
    public async Task A_review_puts_what_a_person_quarantined_before_people_again_and_whoever_decided_before_cannot_decide_it()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.DecideAsync(receipt, "ana-1", JudgementKind.Quarantine, "insult");
        Assert.Empty(await world.ListAsync(WaitingList.Quarantined));

        Assert.Equal(ReviewOutcome.Asked, await world.AskForReviewAsync(receipt));

        Assert.Equal([receipt], await world.ListAsync(WaitingList.Review));
        Assert.Equal([receipt], await world.ListAsync(WaitingList.Quarantined));
        Assert.Equal(CommentStatus.Quarantined, (await world.ReadAsync(receipt)).Status);
        foreach (var kind in Enum.GetValues<JudgementKind>())
        {
            Assert.Equal(JudgementOutcome.AnotherPersonRequired, await world.DecideAsync(receipt, "ana-1", kind, "insult"));
        }

        Assert.Equal(JudgementOutcome.Decided, await world.DecideAsync(receipt, "beto-2", JudgementKind.Accept, "criticism"));
        Assert.Empty(await world.ListAsync(WaitingList.Review));
        Assert.Empty(await world.ListAsync(WaitingList.Quarantined));
        // Nor does she undo what the review came to.
        Assert.Equal(JudgementOutcome.AnotherPersonRequired, await world.DecideAsync(receipt, "ana-1", JudgementKind.Quarantine, "insult"));
        Assert.Equal(
            [DecisionStep.Moderated, DecisionStep.Decided, DecisionStep.ReviewAsked, DecisionStep.Decided], (await world.ReadAsync(receipt)).History.Select(step => step.Step));
    }

    [Fact]
    public async Task Whoever_reviews_may_leave_it_as_it_is_and_that_ends_the_review()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("Más parques");
        await world.DecideAsync(receipt, "ana-1", JudgementKind.Quarantine, "threat");
        await world.DecideAsync(receipt, "beto-2", JudgementKind.Quarantine, "threat");
        await world.AskForReviewAsync(receipt);

        Assert.Equal(JudgementOutcome.AnotherPersonRequired, await world.DecideAsync(receipt, "ana-1", JudgementKind.Quarantine, "threat"));
        Assert.Equal(JudgementOutcome.AnotherPersonRequired, await world.DecideAsync(receipt, "beto-2", JudgementKind.Quarantine, "threat"));
        Assert.Equal(JudgementOutcome.Decided, await world.DecideAsync(receipt, "caro-3", JudgementKind.Quarantine, "threat"));

        var comment = await world.ReadAsync(receipt);
        Assert.Equal((CommentStatus.Quarantined, null, null), (comment.Status, comment.Waits, comment.WaitsForReview));
        Assert.Equal(["ana-1", "beto-2"], comment.Review!.NotBy);
    }

    [Theory]
    [InlineData("son unos pendejos", WaitingList.Held)]
    [InlineData("te voy a matar", WaitingList.Quarantined)]
    public async Task What_no_person_has_looked_at_stays_in_its_place_and_comes_into_the_list_of_reviews_besides(string text, WaitingList list)
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync(text);
        world.Time.Advance(TimeSpan.FromHours(3));

        await world.AskForReviewAsync(receipt);

        Assert.Equal([receipt], await world.ListAsync(list));
        Assert.Equal([receipt], await world.ListAsync(WaitingList.Review));
        // Its age is counted from when it came, whatever is asked for: nobody hides a late desk by asking.
        Assert.Equal(At("2021-05-10T12:00"), await world.WorkList.OldestAsync(Edomex, list, default));
        Assert.Equal(world.Time.GetUtcNow(), await world.WorkList.OldestAsync(Edomex, WaitingList.Review, default));
        Assert.Equal(JudgementOutcome.Decided, await world.DecideAsync(receipt, "ana-1", JudgementKind.Accept, "criticism"));
        Assert.Empty(await world.ListAsync(list));
        Assert.Empty(await world.ListAsync(WaitingList.Review));
    }

    [Fact]
    public async Task A_review_is_asked_for_once_and_asking_again_changes_nothing()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.DecideAsync(receipt, "ana-1", JudgementKind.Quarantine, "insult");
        proxy.Forget();
        await world.AskForReviewAsync(receipt);
        // Read, announced, steps of packaging, two rows, the comment, no longer announced.
        Assert.Equal(7, proxy.Requests.Count);
        await world.DecideAsync(receipt, "beto-2", JudgementKind.Quarantine, "insult");
        var before = (await world.Comments.FindAsync(Edomex, receipt, default))!;
        proxy.Forget();

        Assert.Equal(ReviewOutcome.Asked, await world.AskForReviewAsync(receipt));

        Assert.Single(proxy.Requests);
        Assert.Equal(before.ETag, (await world.Comments.FindAsync(Edomex, receipt, default))!.ETag);
        Assert.Empty(await world.ListAsync(WaitingList.Review));
    }

    [Fact]
    public async Task Many_who_ask_at_once_ask_once()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("son unos pendejos");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.AskForReviewAsync(receipt)));
        Assert.All(outcomes, outcome => Assert.Equal(ReviewOutcome.Asked, outcome));
        Assert.Single((await world.ReadAsync(receipt)).Decisions, step => step.Step == DecisionStep.ReviewAsked);
        Assert.Equal([receipt], await world.ListAsync(WaitingList.Review));
    }

    [Fact]
    public async Task What_is_accepted_or_not_moderated_or_not_there_has_no_review()
    {
        var world = await World.NewAsync();
        Assert.Equal(ReviewOutcome.Accepted, await world.AskForReviewAsync(await world.ReceiveAsync("Más parques")));
        Assert.Equal(ReviewOutcome.NotFound, await world.AskForReviewAsync(Receipt.New(Day("2021-05-10"))));
        var waiting = new Comment(
            Receipt.New(Day("2021-05-10")), "v", PlatformTarget("plataforma-maiz"), "maiz", CommentKind.Comment, "x", At("2021-05-10T12:00"), CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(Edomex, waiting, default);
        Assert.Equal(ReviewOutcome.NotModerated, await world.AskForReviewAsync(waiting.Receipt));
        Assert.Empty(await world.ListAsync(WaitingList.Review));
    }

    /// <summary>Packaging begins at each request in turn: either the review is in the package's history, or it is refused.</summary>
    [Fact]
    public async Task A_review_that_races_with_packaging_is_asked_for_before_or_refused()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var (asked, refused) = (0, 0);
        for (var step = 0; step < 7; step++)
        {
            var world = await World.NewAsync();
            var published = await world.PublishAsync(Process(), Samples.Content);
            var receipt = await world.ReceiveAsync("son unos pendejos");
            world.Time.SetUtcNow(At("2021-06-20T12:00"));
            var requests = 0;
            bool? frozen = null;
            proxy.BeforeForward = async _ =>
            {
                if (Interlocked.Increment(ref requests) != step + 1) return Verdict.Continue;
                Assert.Equal(PackagingState.Counting, await world.Packaging.AdvanceAsync(published, default));
                frozen = (await world.ReadAsync(receipt)).IsUnderReview;
                return Verdict.Continue;
            };

            var outcome = await world.AnotherInstance(proxy.ConnectionString).AskForReviewAsync(receipt);

            var final = (await world.ReadAsync(receipt)).IsUnderReview;
            if (frozen is not null) Assert.Equal(frozen, final);
            Assert.Equal(final ? ReviewOutcome.Asked : ReviewOutcome.DeliveriesBegun, outcome);
            if (final) asked++;
            else refused++;
        }

        Assert.True(asked > 0 && refused > 0, $"{asked} asked, {refused} refused");
    }

    /// <summary>Dies at each request to storage in turn, before it takes effect and after, and is then asked again of another instance.</summary>
    [Fact]
    public async Task Wherever_a_request_for_review_dies_it_can_be_made_again_and_is_in_the_lists_once()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        var died = 0;
        for (var step = 0; ; step++)
        {
            var steps = 0;
            foreach (var after in new[] { false, true })
            {
                var receipt = await world.ReceiveAsync("son unos pendejos");
                await world.DecideAsync(receipt, "ana-1", JudgementKind.Quarantine, "insult");
                var seen = 0;
                Task<Verdict> Hook(StorageRequest request) => Task.FromResult(Interlocked.Increment(ref seen) > step ? Verdict.Cut : Verdict.Continue);
                proxy.BeforeForward = after ? null : Hook;
                proxy.AfterForward = after ? Hook : null;
                try
                {
                    await world.AnotherInstance(proxy.ConnectionString).AskForReviewAsync(receipt);
                }
                catch (Exception e) when (e is Azure.RequestFailedException or AggregateException)
                {
                    steps++;
                    died++;
                }

                // Somebody looks into the lists in between: rows without their comment are left out, and stay.
                var early = await world.ListAsync(WaitingList.Review);
                Assert.Equal((await world.ReadAsync(receipt)).IsUnderReview, early.Contains(receipt));
                Assert.Equal(ReviewOutcome.Asked, await world.AskForReviewAsync(receipt));
                foreach (var list in (WaitingList[])[WaitingList.Review, WaitingList.Quarantined])
                {
                    Assert.Single(await world.ListAsync(list), receipt);
                }
            }

            if (steps == 0) break;
        }

        Assert.True(died >= 8, $"It died {died} times.");
    }

    [Fact]
    public async Task A_row_that_is_ahead_of_its_review_stays_for_an_hour()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("te voy a matar");
        await world.DecideAsync(receipt, "ana-1", JudgementKind.Quarantine, "threat");
        var since = world.Time.GetUtcNow();
        foreach (var list in (WaitingList[])[WaitingList.Review, WaitingList.Quarantined])
        {
            await world.WorkList.PutAsync(Edomex, receipt, new(list, since.AddMinutes(1)), default);
            Assert.Empty(await world.ListAsync(list));
            Assert.NotNull(await world.WorkList.OldestAsync(Edomex, list, default));
        }

        world.Time.Advance(WorkList.Grace + TimeSpan.FromSeconds(1));
        foreach (var list in (WaitingList[])[WaitingList.Review, WaitingList.Quarantined])
        {
            Assert.Empty(await world.ListAsync(list));
            Assert.Null(await world.WorkList.OldestAsync(Edomex, list, default));
        }
    }

    [Fact]
    public async Task A_review_whose_rows_were_lost_gets_them_back_from_the_sweep()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.DecideAsync(receipt, "ana-1", JudgementKind.Quarantine, "insult");
        await world.AskForReviewAsync(receipt);
        await world.Tables.DropAsync(world.Names.WorkList(Edomex), default);

        await world.Sweep.RequeueAsync(Process(), default);

        Assert.Equal([receipt], await world.ListAsync(WaitingList.Review));
        Assert.Equal([receipt], await world.ListAsync(WaitingList.Quarantined));
    }

    [Fact]
    public async Task What_asks_for_a_review_leaves_nothing_under_way_and_nothing_in_the_audit()
    {
        var world = await World.NewAsync();
        await world.AskForReviewAsync(await world.ReceiveAsync("son unos pendejos"));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"deciding"}");
        Assert.Empty(await world.Tables.QueryAsync(world.Names.WorkList(Edomex), filter, null, default).ToListAsync());
        Assert.Empty(await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync());
    }
}
