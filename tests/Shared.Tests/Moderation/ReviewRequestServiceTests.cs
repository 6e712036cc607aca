using Azure.Data.Tables;
using ServerlessDecide.Comments;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Moderation;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;
using ProxyAction = ServerlessDecide.TestSupport.ProxyAction;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class ReviewRequestServiceTests
{
    [Fact]
    public async Task A_review_lists_a_quarantined_comment_again_and_excludes_the_people_who_decided_before()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.DecideAsync(receipt, "ana-1", DecisionKind.Quarantine, "insult");
        Assert.Empty(await world.ListAsync(ReviewList.Quarantined));

        Assert.Equal(ReviewRequestOutcome.Asked, await world.AskForReviewAsync(receipt));

        Assert.Equal([receipt], await world.ListAsync(ReviewList.Review));
        Assert.Equal([receipt], await world.ListAsync(ReviewList.Quarantined));
        Assert.Equal(CommentStatus.Quarantined, (await world.ReadAsync(receipt)).Status);
        foreach (var kind in Enum.GetValues<DecisionKind>())
        {
            Assert.Equal(DecisionOutcome.AnotherPersonRequired, await world.DecideAsync(receipt, "ana-1", kind, "insult"));
        }

        Assert.Equal(DecisionOutcome.Decided, await world.DecideAsync(receipt, "beto-2", DecisionKind.Accept, "criticism"));
        Assert.Empty(await world.ListAsync(ReviewList.Review));
        Assert.Empty(await world.ListAsync(ReviewList.Quarantined));
        // Nor can she undo the result of the review.
        Assert.Equal(DecisionOutcome.AnotherPersonRequired, await world.DecideAsync(receipt, "ana-1", DecisionKind.Quarantine, "insult"));
        Assert.Equal(
            [HistoryStepKind.Moderated, HistoryStepKind.Decided, HistoryStepKind.ReviewAsked, HistoryStepKind.Decided], (await world.ReadAsync(receipt)).History.Select(step => step.Step));
    }

    [Fact]
    public async Task A_reviewer_can_leave_a_comment_as_it_is_and_that_ends_the_review()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("Más parques");
        await world.DecideAsync(receipt, "ana-1", DecisionKind.Quarantine, "threat");
        await world.DecideAsync(receipt, "beto-2", DecisionKind.Quarantine, "threat");
        await world.AskForReviewAsync(receipt);

        Assert.Equal(DecisionOutcome.AnotherPersonRequired, await world.DecideAsync(receipt, "ana-1", DecisionKind.Quarantine, "threat"));
        Assert.Equal(DecisionOutcome.AnotherPersonRequired, await world.DecideAsync(receipt, "beto-2", DecisionKind.Quarantine, "threat"));
        Assert.Equal(DecisionOutcome.Decided, await world.DecideAsync(receipt, "caro-3", DecisionKind.Quarantine, "threat"));

        var comment = await world.ReadAsync(receipt);
        Assert.Equal((CommentStatus.Quarantined, null, null), (comment.Status, comment.Waits, comment.WaitsForReview));
        Assert.Equal(["ana-1", "beto-2"], comment.Review!.NotBy);
    }

    [Theory]
    [InlineData("son unos pendejos", ReviewList.Held)]
    [InlineData("te voy a matar", ReviewList.Quarantined)]
    public async Task A_review_of_a_waiting_comment_adds_it_to_the_reviews_and_keeps_its_place(string text, ReviewList list)
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync(text);
        world.Time.Advance(TimeSpan.FromHours(3));

        await world.AskForReviewAsync(receipt);

        Assert.Equal([receipt], await world.ListAsync(list));
        Assert.Equal([receipt], await world.ListAsync(ReviewList.Review));
        // Its age still counts from its arrival, so that a request for review does not hide a late decision.
        Assert.Equal(At("2021-05-10T12:00"), await world.ReviewQueue.OldestAsync(Edomex, list, default));
        Assert.Equal(world.Time.GetUtcNow(), await world.ReviewQueue.OldestAsync(Edomex, ReviewList.Review, default));
        Assert.Equal(DecisionOutcome.Decided, await world.DecideAsync(receipt, "ana-1", DecisionKind.Accept, "criticism"));
        Assert.Empty(await world.ListAsync(list));
        Assert.Empty(await world.ListAsync(ReviewList.Review));
    }

    [Fact]
    public async Task Asking_for_a_review_again_changes_nothing()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.DecideAsync(receipt, "ana-1", DecisionKind.Quarantine, "insult");
        proxy.Forget();
        await world.AskForReviewAsync(receipt);
        // The read, the announcement, the steps of packaging, two rows, the comment and the end of the announcement.
        Assert.Equal(7, proxy.Requests.Count);
        await world.DecideAsync(receipt, "beto-2", DecisionKind.Quarantine, "insult");
        var before = (await world.Comments.FindAsync(Edomex, receipt, default))!;
        proxy.Forget();

        Assert.Equal(ReviewRequestOutcome.Asked, await world.AskForReviewAsync(receipt));

        Assert.Single(proxy.Requests);
        Assert.Equal(before.ETag, (await world.Comments.FindAsync(Edomex, receipt, default))!.ETag);
        Assert.Empty(await world.ListAsync(ReviewList.Review));
    }

    [Fact]
    public async Task Concurrent_requests_for_a_review_count_once()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("son unos pendejos");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.AskForReviewAsync(receipt)));
        Assert.All(outcomes, outcome => Assert.Equal(ReviewRequestOutcome.Asked, outcome));
        Assert.Single((await world.ReadAsync(receipt)).Decisions, step => step.Step == HistoryStepKind.ReviewAsked);
        Assert.Equal([receipt], await world.ListAsync(ReviewList.Review));
    }

    [Fact]
    public async Task An_accepted_unmoderated_or_missing_comment_gets_no_review()
    {
        var world = await World.NewAsync();
        Assert.Equal(ReviewRequestOutcome.Accepted, await world.AskForReviewAsync(await world.ReceiveAsync("Más parques")));
        Assert.Equal(ReviewRequestOutcome.NotFound, await world.AskForReviewAsync(Receipt.New(Day("2021-05-10"))));
        var waiting = new Comment(
            Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
            CommentKind.Comment, "x", At("2021-05-10T12:00"), CommentStatus.Received, [], null);
        await world.Comments.InsertAsync(Edomex, waiting, default);
        Assert.Equal(ReviewRequestOutcome.NotModerated, await world.AskForReviewAsync(waiting.Receipt));
        Assert.Empty(await world.ListAsync(ReviewList.Review));
    }

    /// <summary>Begins packaging at each request in turn: the review is either in the history before packaging or refused.</summary>
    [Fact]
    public async Task A_review_that_races_with_packaging_is_either_in_the_package_or_refused()
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
                if (Interlocked.Increment(ref requests) != step + 1) return ProxyAction.Continue;
                Assert.Equal(PackagingState.Counting, await world.Packaging.AdvanceAsync(published, default));
                frozen = (await world.ReadAsync(receipt)).IsUnderReview;
                return ProxyAction.Continue;
            };

            var outcome = await world.AnotherInstance(proxy.ConnectionString).AskForReviewAsync(receipt);

            var final = (await world.ReadAsync(receipt)).IsUnderReview;
            if (frozen is not null) Assert.Equal(frozen, final);
            Assert.Equal(final ? ReviewRequestOutcome.Asked : ReviewRequestOutcome.DeliveriesBegun, outcome);
            if (final) asked++;
            else refused++;
        }

        Assert.True(asked > 0 && refused > 0, $"{asked} asked, {refused} refused");
    }

    [Fact]
    public async Task A_request_for_review_that_dies_anywhere_can_be_repeated_and_is_listed_once()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();

        var deaths = await CutOff.AtEachRequestAsync(
            proxy,
            prepare: async () =>
            {
                var receipt = await world.ReceiveAsync("son unos pendejos");
                await world.DecideAsync(receipt, "ana-1", DecisionKind.Quarantine, "insult");
                return receipt;
            },
            act: receipt => world.AnotherInstance(proxy.ConnectionString).AskForReviewAsync(receipt),
            check: async receipt =>
            {
                // A reader looks at the lists in between: it skips rows without their comment, and keeps them.
                var early = await world.ListAsync(ReviewList.Review);
                Assert.Equal((await world.ReadAsync(receipt)).IsUnderReview, early.Contains(receipt));
                Assert.Equal(ReviewRequestOutcome.Asked, await world.AskForReviewAsync(receipt));
                Assert.Single(await world.ListAsync(ReviewList.Review), receipt);
                Assert.Single(await world.ListAsync(ReviewList.Quarantined), receipt);
            });

        Assert.True(deaths >= 8, $"It died {deaths} times.");
    }

    [Fact]
    public async Task A_row_that_is_ahead_of_its_review_stays_for_an_hour()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("te voy a matar");
        await world.DecideAsync(receipt, "ana-1", DecisionKind.Quarantine, "threat");
        var since = world.Time.GetUtcNow();
        foreach (var list in (ReviewList[])[ReviewList.Review, ReviewList.Quarantined])
        {
            await world.ReviewQueue.PutAsync(Edomex, receipt, new(list, since.AddMinutes(1)), default);
            Assert.Empty(await world.ListAsync(list));
            Assert.NotNull(await world.ReviewQueue.OldestAsync(Edomex, list, default));
        }

        world.Time.Advance(ReviewQueue.PendingWriteWindow + TimeSpan.FromSeconds(1));
        foreach (var list in (ReviewList[])[ReviewList.Review, ReviewList.Quarantined])
        {
            Assert.Empty(await world.ListAsync(list));
            Assert.Null(await world.ReviewQueue.OldestAsync(Edomex, list, default));
        }
    }

    [Fact]
    public async Task The_sweep_restores_the_lost_rows_of_a_review()
    {
        var world = await World.NewAsync();
        var receipt = await world.ReceiveAsync("son unos pendejos");
        await world.DecideAsync(receipt, "ana-1", DecisionKind.Quarantine, "insult");
        await world.AskForReviewAsync(receipt);
        await world.Tables.DropAsync(world.Names.ReviewQueue(Edomex), default);

        await world.Sweep.RequeueAsync(Process(), default);

        Assert.Equal([receipt], await world.ListAsync(ReviewList.Review));
        Assert.Equal([receipt], await world.ListAsync(ReviewList.Quarantined));
    }

    [Fact]
    public async Task A_request_for_review_leaves_no_announcement_and_no_audit_row()
    {
        var world = await World.NewAsync();
        await world.AskForReviewAsync(await world.ReceiveAsync("son unos pendejos"));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"deciding"}");
        Assert.Empty(await world.Tables.QueryAsync(world.Names.ReviewQueue(Edomex), filter, null, default).ToListAsync());
        Assert.Empty(await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync());
    }
}
