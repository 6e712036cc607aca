using ServerlessDecide.Comments;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Comments;

public sealed class CommentTests
{
    [Theory]
    [InlineData("idea", CommentKind.Idea)]
    [InlineData("proposal", CommentKind.Proposal)]
    [InlineData("comment", CommentKind.Comment)]
    public void Comment_kinds_have_the_names_of_the_contract(string name, CommentKind kind)
    {
        Assert.Equal(name, kind.Name());
        Assert.True(WireName.TryParse<CommentKind>(name, out var read));
        Assert.Equal(kind, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Idea")]
    [InlineData("question")]
    public void Other_names_are_no_comment_kind(string? name) => Assert.False(WireName.TryParse<CommentKind>(name, out _));

    [Fact]
    public void Comment_statuses_have_the_names_of_the_contract_and_parse_back()
    {
        var statuses = Enum.GetValues<CommentStatus>();

        Assert.Equal(["received", "accepted", "held", "quarantined"], statuses.Select(s => s.Name()));
        Assert.Equal(statuses, statuses.Select(s => WireName.Parse<CommentStatus>(s.Name())));
        Assert.Throws<InvalidDataException>(() => WireName.Parse<CommentStatus>("deleted"));
    }

    [Fact]
    public void Two_comments_say_the_same_if_target_kind_and_text_are_equal()
    {
        var comment = new Comment(
            Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("a"), Slug.Parse("maiz"),
            CommentKind.Idea, "text", At("2021-05-10"), CommentStatus.Received, [], null);

        Assert.True(comment.SaysTheSameAs(comment with { Receipt = Receipt.New(Day("2021-05-11")), Status = CommentStatus.Held, ReceivedAt = At("2021-05-11") }));
        Assert.False(comment.SaysTheSameAs(comment with { Text = "Text" }));
        Assert.False(comment.SaysTheSameAs(comment with { Kind = CommentKind.Comment }));
        Assert.False(comment.SaysTheSameAs(comment with { Target = PlatformTarget("b") }));
        Assert.False(comment.SaysTheSameAs(comment with { Target = new Target("proposal", Slug.Parse("a")) }));
    }
}
