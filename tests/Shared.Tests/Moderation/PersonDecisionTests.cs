using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class PersonDecisionTests
{
    private static readonly DateTimeOffset Now = At("2021-05-10T15:00");

    [Theory]
    [InlineData(CommentStatus.Held, DecisionKind.Accept, CommentStatus.Accepted)]
    [InlineData(CommentStatus.Held, DecisionKind.Quarantine, CommentStatus.Quarantined)]
    [InlineData(CommentStatus.Quarantined, DecisionKind.Accept, CommentStatus.Accepted)]
    [InlineData(CommentStatus.Quarantined, DecisionKind.Quarantine, CommentStatus.Quarantined)]
    public void One_person_decides_about_a_comment_that_moderation_did_not_accept(CommentStatus moderated, DecisionKind kind, CommentStatus expected)
    {
        var (outcome, changed) = By("ana-1", kind, "threat").Of(Comment(moderated), Now);

        Assert.Equal(DecisionOutcome.Decided, outcome);
        Assert.Equal((expected, Now, null), (changed!.Status, changed.DecidedAt, changed.Waits));
        Assert.Equal(expected == CommentStatus.Quarantined ? ["threat"] : [], changed.Reasons);
        Assert.Equal([HistoryStepKind.Moderated, HistoryStepKind.Decided], changed.History.Select(d => d.Step));
        Assert.Equal(moderated, changed.Moderated);
        Assert.Equal((null, "ana-1"), (changed.History[0].By, changed.History[1].By));
        Assert.Equal(["insult"], changed.History[0].Reasons);
    }

    [Fact]
    public void An_accepted_comment_stays_accepted_until_two_people_quarantine_it()
    {
        var (first, proposed) = By("ana-1", DecisionKind.Quarantine, "threat").Of(Comment(CommentStatus.Accepted), Now);
        Assert.Equal(DecisionOutcome.Proposed, first);
        Assert.Equal((CommentStatus.Accepted, At("2021-05-10T12:01")), (proposed!.Status, proposed.DecidedAt));
        Assert.Equal(new ReviewListEntry(ReviewList.Proposed, Now), proposed.Waits);
        Assert.Equal((DecisionOutcome.SecondPersonRequired, null), By("ana-1", DecisionKind.Quarantine, "hate").Of(proposed, Now));

        var (second, quarantined) = By("beto-2", DecisionKind.Quarantine, "hate").Of(proposed, Now.AddHours(1));

        Assert.Equal(DecisionOutcome.Decided, second);
        Assert.Equal((CommentStatus.Quarantined, Now.AddHours(1), null), (quarantined!.Status, quarantined.DecidedAt, quarantined.Waits));
        Assert.Equal(["threat", "hate"], quarantined.Reasons);
        Assert.Equal([HistoryStepKind.Moderated, HistoryStepKind.Proposed, HistoryStepKind.Confirmed], quarantined.History.Select(d => d.Step));
    }

    [Theory]
    [InlineData("beto-2")]
    [InlineData("ana-1")]
    public void A_proposal_can_be_rejected_by_another_person_or_taken_back_by_its_author(string who)
    {
        var proposed = By("ana-1", DecisionKind.Quarantine, "threat").Of(Comment(CommentStatus.Accepted), Now).Changed!;

        var (outcome, rejected) = By(who, DecisionKind.Accept, "criticism").Of(proposed, Now);

        Assert.Equal(DecisionOutcome.Decided, outcome);
        Assert.Equal((CommentStatus.Accepted, null, null), (rejected!.Status, rejected.Proposal, rejected.Waits));
        // Quarantining it takes two people again.
        Assert.Equal(DecisionOutcome.Proposed, By("beto-2", DecisionKind.Quarantine, "threat").Of(rejected, Now).Outcome);
    }

    [Fact]
    public void A_decision_can_be_reversed_and_quarantining_again_takes_two_people_again()
    {
        var comment = Comment(CommentStatus.Accepted);
        comment = By("ana-1", DecisionKind.Quarantine, "threat").Of(comment, Now).Changed!;
        comment = By("beto-2", DecisionKind.Quarantine, "threat").Of(comment, Now).Changed!;
        comment = By("caro-3", DecisionKind.Accept, "mistaken_decision").Of(comment, Now).Changed!;
        Assert.Equal(CommentStatus.Accepted, comment.Status);
        Assert.Empty(comment.Reasons);
        Assert.Equal(DecisionOutcome.Proposed, By("ana-1", DecisionKind.Quarantine, "threat").Of(comment, Now).Outcome);

        var held = By("ana-1", DecisionKind.Accept, "criticism").Of(Comment(CommentStatus.Held), Now).Changed!;
        Assert.Equal(CommentStatus.Quarantined, By("beto-2", DecisionKind.Quarantine, "threat").Of(held, Now).Changed!.Status);
    }

    [Fact]
    public void A_repeated_decision_is_unchanged_and_an_unmoderated_comment_cannot_be_decided()
    {
        var confirmed = By("ana-1", DecisionKind.Accept, "in_order").Of(Comment(CommentStatus.Accepted), Now).Changed!;
        Assert.Equal((DecisionOutcome.Unchanged, null), By("beto-2", DecisionKind.Accept, "criticism").Of(confirmed, Now));
        var looked = By("ana-1", DecisionKind.Quarantine, "threat").Of(Comment(CommentStatus.Quarantined), Now).Changed!;
        Assert.Equal((DecisionOutcome.Unchanged, null), By("beto-2", DecisionKind.Quarantine, "hate").Of(looked, Now));
        foreach (var kind in Enum.GetValues<DecisionKind>())
        {
            Assert.Equal((DecisionOutcome.NotModerated, null), By("ana-1", kind, "threat").Of(Comment(CommentStatus.Received), Now));
        }
    }

    [Fact]
    public void The_first_look_at_an_accepted_comment_is_recorded_and_changes_nothing_else()
    {
        var comment = Comment(CommentStatus.Accepted);
        var (outcome, looked) = By("ana-1", DecisionKind.Accept, "in_order").Of(comment, Now);
        Assert.Equal(DecisionOutcome.Decided, outcome);
        Assert.Equal((CommentStatus.Accepted, comment.DecidedAt, null, true), (looked!.Status, looked.DecidedAt, looked.Waits, looked.WasLookedAt));
        Assert.Equal([HistoryStepKind.Moderated, HistoryStepKind.Looked], looked.History.Select(d => d.Step));
        // Quarantining it still takes two people.
        Assert.Equal(DecisionOutcome.Proposed, By("ana-1", DecisionKind.Quarantine, "threat").Of(looked, Now).Outcome);
    }

    [Fact]
    public void The_people_who_decided_before_a_review_are_known_however_long_the_history_grows()
    {
        var comment = By("ana-1", DecisionKind.Quarantine, "threat").Of(Comment(CommentStatus.Held), Now).Changed!;
        comment = ReviewRequest.Ask(comment, Now).Changed!;
        for (var i = 0; i < 50; i++) comment = By($"beto-{i}", i % 2 == 0 ? DecisionKind.Accept : DecisionKind.Quarantine, "threat").Of(comment, Now).Changed!;
        Assert.DoesNotContain(comment.Decisions, d => d.By == "ana-1");
        Assert.Equal((DecisionOutcome.AnotherPersonRequired, null), By("ana-1", DecisionKind.Quarantine, "threat").Of(comment, Now));
        Assert.Equal((ReviewRequestOutcome.Asked, null), ReviewRequest.Ask(comment, Now));
    }

    [Fact]
    public void A_long_history_keeps_the_step_of_moderation_and_the_newest_steps()
    {
        var comment = Comment(CommentStatus.Held);
        for (var i = 0; i < 50; i++)
        {
            comment = By($"ana-{i}", i % 2 == 0 ? DecisionKind.Accept : DecisionKind.Quarantine, "threat").Of(comment, Now).Changed!;
        }

        Assert.Equal(ServerlessDecide.Comments.Comment.MaxSteps, comment.Decisions.Count);
        Assert.Equal(HistoryStepKind.Moderated, comment.Decisions[0].Step);
        Assert.Equal(CommentStatus.Held, comment.Moderated);
        Assert.Equal(Enumerable.Range(31, 19).Select(i => $"ana-{i}"), comment.Decisions.Skip(1).Select(d => d.By));
    }

    [Theory]
    [InlineData("moderacion-03", true)]
    [InlineData("a1", true)]
    [InlineData("a", false)]
    [InlineData("Moderacion-03", false)]
    [InlineData("José Pérez", false)]
    [InlineData("jose@example.org", false)]
    [InlineData("-ab", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void The_id_of_a_person_who_decides_has_one_spelling(string? text, bool valid) => Assert.Equal(valid, DeciderId.TryParse(text, out _));

    [Fact]
    public void The_id_of_a_person_who_decides_has_at_most_64_characters()
    {
        Assert.True(DeciderId.TryParse(new string('a', 64), out _));
        Assert.False(DeciderId.TryParse(new string('a', 65), out _));
    }

    private static PersonDecision By(string who, DecisionKind kind, string reason) => new(kind, reason, null, DeciderId.TryParse(who, out var id) ? id : default);

    private static Comment Comment(CommentStatus status) => new(
        Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"),
        CommentKind.Comment, "texto", At("2021-05-10T12:00"), status,
        status is CommentStatus.Held or CommentStatus.Quarantined ? ["insult"] : [], status == CommentStatus.Received ? null : At("2021-05-10T12:01"));
}
