using ServerlessDecide.Moderation;
using ServerlessDecide.Participation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class JudgementTests
{
    private static readonly DateTimeOffset Now = At("2021-05-10T15:00");

    [Theory]
    [InlineData(CommentStatus.Held, JudgementKind.Accept, CommentStatus.Accepted)]
    [InlineData(CommentStatus.Held, JudgementKind.Quarantine, CommentStatus.Quarantined)]
    [InlineData(CommentStatus.Quarantined, JudgementKind.Accept, CommentStatus.Accepted)]
    [InlineData(CommentStatus.Quarantined, JudgementKind.Quarantine, CommentStatus.Quarantined)]
    public void One_person_decides_what_moderation_did_not_accept(CommentStatus moderated, JudgementKind kind, CommentStatus expected)
    {
        var (outcome, changed) = By("ana-1", kind, "threat").Of(Comment(moderated), Now);

        Assert.Equal(JudgementOutcome.Decided, outcome);
        Assert.Equal((expected, Now, null), (changed!.Status, changed.DecidedAt, changed.Waits));
        Assert.Equal(expected == CommentStatus.Quarantined ? ["threat"] : [], changed.Reasons);
        Assert.Equal([DecisionStep.Moderated, DecisionStep.Decided], changed.History.Select(d => d.Step));
        Assert.Equal(moderated, changed.Moderated);
        Assert.Equal((null, "ana-1"), (changed.History[0].By, changed.History[1].By));
        Assert.Equal(["insult"], changed.History[0].Reasons);
    }

    [Fact]
    public void Quarantining_what_moderation_accepted_takes_two_people_and_until_then_it_stays_accepted()
    {
        var (first, proposed) = By("ana-1", JudgementKind.Quarantine, "threat").Of(Comment(CommentStatus.Accepted), Now);
        Assert.Equal(JudgementOutcome.Proposed, first);
        Assert.Equal((CommentStatus.Accepted, At("2021-05-10T12:01")), (proposed!.Status, proposed.DecidedAt));
        Assert.Equal(new Waiting(WaitingList.Proposed, Now), proposed.Waits);
        Assert.Equal((JudgementOutcome.SecondPersonRequired, null), By("ana-1", JudgementKind.Quarantine, "hate").Of(proposed, Now));

        var (second, quarantined) = By("beto-2", JudgementKind.Quarantine, "hate").Of(proposed, Now.AddHours(1));

        Assert.Equal(JudgementOutcome.Decided, second);
        Assert.Equal((CommentStatus.Quarantined, Now.AddHours(1), null), (quarantined!.Status, quarantined.DecidedAt, quarantined.Waits));
        Assert.Equal(["threat", "hate"], quarantined.Reasons);
        Assert.Equal([DecisionStep.Moderated, DecisionStep.Proposed, DecisionStep.Confirmed], quarantined.History.Select(d => d.Step));
    }

    [Theory]
    [InlineData("beto-2")]
    [InlineData("ana-1")]
    public void A_proposal_is_rejected_by_another_person_or_taken_back_by_the_same(string who)
    {
        var proposed = By("ana-1", JudgementKind.Quarantine, "threat").Of(Comment(CommentStatus.Accepted), Now).Changed!;

        var (outcome, rejected) = By(who, JudgementKind.Accept, "criticism").Of(proposed, Now);

        Assert.Equal(JudgementOutcome.Decided, outcome);
        Assert.Equal((CommentStatus.Accepted, null, null), (rejected!.Status, rejected.Proposal, rejected.Waits));
        // It takes two again.
        Assert.Equal(JudgementOutcome.Proposed, By("beto-2", JudgementKind.Quarantine, "threat").Of(rejected, Now).Outcome);
    }

    [Fact]
    public void A_decision_can_be_reversed_and_what_two_people_quarantined_takes_two_again()
    {
        var comment = Comment(CommentStatus.Accepted);
        comment = By("ana-1", JudgementKind.Quarantine, "threat").Of(comment, Now).Changed!;
        comment = By("beto-2", JudgementKind.Quarantine, "threat").Of(comment, Now).Changed!;
        comment = By("caro-3", JudgementKind.Accept, "mistaken_decision").Of(comment, Now).Changed!;
        Assert.Equal(CommentStatus.Accepted, comment.Status);
        Assert.Empty(comment.Reasons);
        Assert.Equal(JudgementOutcome.Proposed, By("ana-1", JudgementKind.Quarantine, "threat").Of(comment, Now).Outcome);

        var held = By("ana-1", JudgementKind.Accept, "criticism").Of(Comment(CommentStatus.Held), Now).Changed!;
        Assert.Equal(CommentStatus.Quarantined, By("beto-2", JudgementKind.Quarantine, "threat").Of(held, Now).Changed!.Status);
    }

    [Fact]
    public void What_is_so_already_stays_and_what_moderation_has_not_seen_waits()
    {
        var confirmed = By("ana-1", JudgementKind.Accept, "in_order").Of(Comment(CommentStatus.Accepted), Now).Changed!;
        Assert.Equal((JudgementOutcome.Unchanged, null), By("beto-2", JudgementKind.Accept, "criticism").Of(confirmed, Now));
        var looked = By("ana-1", JudgementKind.Quarantine, "threat").Of(Comment(CommentStatus.Quarantined), Now).Changed!;
        Assert.Equal((JudgementOutcome.Unchanged, null), By("beto-2", JudgementKind.Quarantine, "hate").Of(looked, Now));
        foreach (var kind in Enum.GetValues<JudgementKind>())
        {
            Assert.Equal((JudgementOutcome.NotModerated, null), By("ana-1", kind, "threat").Of(Comment(CommentStatus.Received), Now));
        }
    }

    [Fact]
    public void The_first_look_at_what_moderation_accepted_is_kept_and_changes_nothing_else()
    {
        var comment = Comment(CommentStatus.Accepted);
        var (outcome, looked) = By("ana-1", JudgementKind.Accept, "in_order").Of(comment, Now);
        Assert.Equal(JudgementOutcome.Decided, outcome);
        Assert.Equal((CommentStatus.Accepted, comment.DecidedAt, null, true), (looked!.Status, looked.DecidedAt, looked.Waits, looked.WasLookedAt));
        Assert.Equal([DecisionStep.Moderated, DecisionStep.Looked], looked.History.Select(d => d.Step));
        // It still takes two to quarantine it.
        Assert.Equal(JudgementOutcome.Proposed, By("ana-1", JudgementKind.Quarantine, "threat").Of(looked, Now).Outcome);
    }

    [Fact]
    public void Whoever_decided_before_a_review_is_known_however_long_the_history_becomes()
    {
        var comment = By("ana-1", JudgementKind.Quarantine, "threat").Of(Comment(CommentStatus.Held), Now).Changed!;
        comment = Review.Ask(comment, Now).Changed!;
        for (var i = 0; i < 50; i++) comment = By($"beto-{i}", i % 2 == 0 ? JudgementKind.Accept : JudgementKind.Quarantine, "threat").Of(comment, Now).Changed!;
        Assert.DoesNotContain(comment.Decisions, d => d.By == "ana-1");
        Assert.Equal((JudgementOutcome.AnotherPersonRequired, null), By("ana-1", JudgementKind.Quarantine, "threat").Of(comment, Now));
        Assert.Equal((ReviewOutcome.Asked, null), Review.Ask(comment, Now));
    }

    [Fact]
    public void A_long_history_keeps_what_moderation_did_and_the_newest_steps()
    {
        var comment = Comment(CommentStatus.Held);
        for (var i = 0; i < 50; i++)
        {
            comment = By($"ana-{i}", i % 2 == 0 ? JudgementKind.Accept : JudgementKind.Quarantine, "threat").Of(comment, Now).Changed!;
        }

        Assert.Equal(Judgement.MaxSteps, comment.Decisions.Count);
        Assert.Equal(DecisionStep.Moderated, comment.Decisions[0].Step);
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
    public void Who_decides_is_an_id_in_one_spelling(string? text, bool valid) => Assert.Equal(valid, DeciderId.TryParse(text, out _));

    [Fact]
    public void Who_decides_has_64_characters_at_most()
    {
        Assert.True(DeciderId.TryParse(new string('a', 64), out _));
        Assert.False(DeciderId.TryParse(new string('a', 65), out _));
    }

    private static Judgement By(string who, JudgementKind kind, string reason) => new(kind, reason, null, DeciderId.TryParse(who, out var id) ? id : default);

    private static Comment Comment(CommentStatus status) => new(
        Receipt.New(Day("2021-05-10")), "v", PlatformTarget("plataforma-maiz"), "maiz", CommentKind.Comment, "texto", At("2021-05-10T12:00"), status,
        status is CommentStatus.Held or CommentStatus.Quarantined ? ["insult"] : [], status == CommentStatus.Received ? null : At("2021-05-10T12:01"));
}
