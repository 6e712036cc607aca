using ServerlessDecide.Participation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Participation;

public sealed class CommentTests
{
    [Theory]
    [InlineData("idea", CommentKind.Idea)]
    [InlineData("proposal", CommentKind.Proposal)]
    [InlineData("comment", CommentKind.Comment)]
    public void Kinds_have_the_names_of_the_contract(string name, CommentKind kind)
    {
        Assert.Equal(name, kind.Name());
        Assert.True(CommentNames.TryParseKind(name, out var read));
        Assert.Equal(kind, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Idea")]
    [InlineData("question")]
    public void There_are_no_other_kinds(string? name) => Assert.False(CommentNames.TryParseKind(name, out _));

    [Fact]
    public void Statuses_have_the_names_of_the_contract_and_read_back()
    {
        var statuses = Enum.GetValues<CommentStatus>();

        Assert.Equal(["received", "accepted", "held", "quarantined"], statuses.Select(s => s.Name()));
        Assert.Equal(statuses, statuses.Select(s => CommentNames.ParseStatus(s.Name())));
        Assert.Throws<InvalidDataException>(() => CommentNames.ParseStatus("deleted"));
    }

    [Fact]
    public void Two_comments_say_the_same_when_target_kind_and_text_are_the_same()
    {
        var comment = new Comment(
            Receipt.New(Day("2021-05-10")), "v", PlatformTarget("a"), "maiz", CommentKind.Idea, "text", At("2021-05-10"), CommentStatus.Received, [], null);

        Assert.True(comment.SaysTheSameAs(comment with { Receipt = Receipt.New(Day("2021-05-11")), Status = CommentStatus.Held, ReceivedAt = At("2021-05-11") }));
        Assert.False(comment.SaysTheSameAs(comment with { Text = "Text" }));
        Assert.False(comment.SaysTheSameAs(comment with { Kind = CommentKind.Comment }));
        Assert.False(comment.SaysTheSameAs(comment with { Target = PlatformTarget("b") }));
        Assert.False(comment.SaysTheSameAs(comment with { Target = new Target(TargetKind.Proposal, Slug.Parse("a")) }));
    }
}
