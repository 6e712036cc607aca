using FsCheck.Fluent;
using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Comments;

public sealed class CommentStoreTests
{
    private static readonly DateOnly Today = Day("2021-05-10");

    [Fact]
    public async Task Any_accepted_text_reads_back_identical()
    {
        var world = await World.NewAsync();
        var texts = AcceptedText.Sample(80, 60)
            .Append("\uFFFE").Append("a\uFFFFb").Append("x\u0301\u0301").Append(string.Concat(Enumerable.Repeat("😀", 2000))).Append("\"\\\r\n'</>")
            .Where(text => CommentText.Check(text, out _) is null);

        foreach (var text in texts)
        {
            var comment = NewComment(text);
            Assert.True(await world.Comments.InsertAsync(Edomex, comment, default));
            AssertSame(comment, (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment);
        }
    }

    [Fact]
    public async Task Every_other_field_of_a_comment_reads_back()
    {
        var world = await World.NewAsync();
        var kinds = Enum.GetValues<CommentKind>();
        var made = new List<Comment>();
        foreach (var (status, i) in Enum.GetValues<CommentStatus>().Select((s, i) => (s, i)))
        {
            var decided = status != CommentStatus.Received;
            var comment = NewComment("texto") with
            {
                Target = new Target(i % 2 == 0 ? "platform" : "proposal", Slug.Parse("agua-2")),
                Kind = kinds[i % kinds.Length],
                ReceivedAt = At("2021-05-10T12:34:56").AddTicks(1234567),
                Status = status,
                Reasons = status is CommentStatus.Held or CommentStatus.Quarantined ? ["insult", "link"] : [],
                DecidedAt = decided ? At("2021-05-10T13:00").AddTicks(7) : null,
            };
            made.Add(comment);
            await world.Comments.InsertAsync(Edomex, comment, default);
        }

        foreach (var comment in made) AssertSame(comment, (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment);
    }

    [Fact]
    public async Task A_comment_with_the_same_receipt_is_not_overwritten()
    {
        var world = await World.NewAsync();
        var comment = NewComment("primero");
        await world.Comments.InsertAsync(Edomex, comment, default);

        Assert.False(await world.Comments.InsertAsync(Edomex, comment with { Text = "segundo" }, default));
        Assert.Equal("primero", (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment.Text);
    }

    [Fact]
    public async Task An_unknown_receipt_finds_nothing()
    {
        var world = await World.NewAsync();
        Assert.Null(await world.Comments.FindAsync(Edomex, Receipt.New(Today), default));
        await world.Comments.InsertAsync(Edomex, NewComment("x"), default);
        Assert.Null(await world.Comments.FindAsync(Edomex, Receipt.New(Today), default));
    }

    [Fact]
    public async Task The_second_of_two_concurrent_decisions_returns_false_and_changes_nothing()
    {
        var world = await World.NewAsync();
        var comment = NewComment("x");
        await world.Comments.InsertAsync(Edomex, comment, default);
        var one = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!;
        var other = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!;

        Assert.True(await world.Comments.DecideAsync(Edomex, one, comment with { Status = CommentStatus.Accepted }, default));
        Assert.False(await world.Comments.DecideAsync(Edomex, other, comment with { Status = CommentStatus.Held }, default));
        Assert.Equal(CommentStatus.Accepted, (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment.Status);
    }

    [Fact]
    public async Task Only_a_contenders_comments_of_a_day_come_in_the_order_of_their_receipts()
    {
        var world = await World.NewAsync();
        var mine = Enumerable.Range(0, 40).Select(i => NewComment($"{i}")).ToList();
        foreach (var comment in mine) await world.Comments.InsertAsync(Edomex, comment, default);
        await world.Comments.InsertAsync(Edomex, NewComment("lluvia") with { Contender = Slug.Parse("lluvia") }, default);
        await world.Comments.InsertAsync(Edomex, NewComment("mañana") with { Receipt = Receipt.New(Today.AddDays(1)) }, default);
        await world.Comments.InsertAsync(ProcessId.Parse("atlautla-2022"), NewComment("otro proceso"), default);

        var read = await world.Comments.ReadAsync(Edomex, Today, Slug.Parse("maiz"), default).ToListAsync();

        Assert.Equal(mine.OrderBy(c => c.Receipt.ToString(), StringComparer.Ordinal).Select(c => c.Text), read.Select(c => c.Text));
        Assert.Equal(41, await world.Comments.CountDayAsync(Edomex, Today, default));
        Assert.Equal(1, await world.Comments.CountDayAsync(Edomex, Today.AddDays(1), default));
        Assert.Equal(0, await world.Comments.CountDayAsync(Edomex, Today.AddDays(2), default));
    }

    [Fact]
    public async Task The_unsettled_comments_of_a_day_wait_for_moderation_or_for_a_person()
    {
        var world = await World.NewAsync();
        var undecided = NewComment("espera");
        var held = NewComment("x") with { Status = CommentStatus.Held };
        var quarantined = NewComment("x") with { Status = CommentStatus.Quarantined };
        var looked = quarantined with { Receipt = Receipt.New(Today), Decisions = [Step(HistoryStepKind.Moderated), Step(HistoryStepKind.Decided)] };
        var accepted = NewComment("x") with { Status = CommentStatus.Accepted };
        var proposed = accepted with { Receipt = Receipt.New(Today), Decisions = [Step(HistoryStepKind.Moderated), Step(HistoryStepKind.Proposed)] };
        foreach (var comment in new[] { undecided, held, quarantined, looked, accepted, proposed }) await world.Comments.InsertAsync(Edomex, comment, default);

        var unsettled = await world.Comments.ReadUnsettledAsync(Edomex, Today, default).ToListAsync();

        Assert.Equal(
            new UnsettledComment[]
            {
                new(undecided.Receipt, At("2021-05-10T12:00"), null),
                new(held.Receipt, At("2021-05-10T12:00"), new(ReviewList.Held, At("2021-05-10T12:00"))),
                new(quarantined.Receipt, At("2021-05-10T12:00"), new(ReviewList.Quarantined, At("2021-05-10T12:00"))),
                new(proposed.Receipt, At("2021-05-10T12:00"), new(ReviewList.Proposed, At("2021-05-10T13:00"))),
            }.OrderBy(u => u.Receipt.ToString(), StringComparer.Ordinal),
            unsettled.OrderBy(u => u.Receipt.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_history_of_any_length_reads_back()
    {
        var world = await World.NewAsync();
        var note = string.Concat(Enumerable.Repeat("😀\"\\<ñ", PersonDecision.MaxNote / 5));
        var longId = new string('a', 64);
        var steps = Enumerable.Range(0, Comment.MaxSteps)
            .Select(_ => new HistoryStep(At("2021-05-10T13:00").AddTicks(7), longId, HistoryStepKind.Confirmed, CommentStatus.Accepted, CommentStatus.Quarantined, ["gender_violence", "personal_data"], note))
            .ToList();
        var comment = NewComment(new string('x', 2000)) with { Status = CommentStatus.Quarantined, Decisions = steps };
        await world.Comments.InsertAsync(Edomex, comment, default);

        var read = (await world.Comments.FindAsync(Edomex, comment.Receipt, default))!.Comment;

        Assert.Equal(steps.Count, read.Decisions.Count);
        foreach (var (expected, actual) in steps.Zip(read.Decisions))
        {
            Assert.Equal(expected.Reasons, actual.Reasons);
            Assert.Equal(expected with { Reasons = actual.Reasons }, actual);
        }
    }

    private static HistoryStep Step(HistoryStepKind step) => new(At("2021-05-10T13:00"), null, step, CommentStatus.Accepted, CommentStatus.Accepted, [], null);

    private static Comment NewComment(string text) => new(
        Receipt.New(Today), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"), CommentKind.Comment, text,
        At("2021-05-10T12:00"), CommentStatus.Received, [], null);

    private static void AssertSame(Comment expected, Comment actual)
    {
        Assert.Equal(expected.Reasons, actual.Reasons);
        Assert.Equal(expected with { Reasons = actual.Reasons }, actual);
    }
}
