using FsCheck.Fluent;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Shared.Tests.Participation;

public sealed class TargetTests
{
    [Theory]
    [InlineData(TargetKind.Platform, "platform.agua-para-todos")]
    [InlineData(TargetKind.Proposal, "proposal.agua-para-todos")]
    public void A_target_says_its_kind_and_its_id_and_reads_back(TargetKind kind, string text)
    {
        var target = new Target(kind, Slug.Parse("agua-para-todos"));

        Assert.Equal(text, target.ToString());
        Assert.True(Target.TryParse(text, out var read));
        Assert.Equal(target, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("platform")]
    [InlineData("platform.")]
    [InlineData(".a")]
    [InlineData("Platform.a")]
    [InlineData("comment.a")]
    [InlineData("platform.a.b")]
    [InlineData("platform.A")]
    [InlineData("platform.a/b")]
    public void Anything_else_is_none(string text) => Assert.False(Target.TryParse(text, out _));

    [Fact]
    public void What_reads_as_a_target_is_written_the_same_way() => Law.Holds(
        Gen.Zip(Gen.Elements("platform.", "proposal.", "x.", ""), Samples.AnyText).Select(t => t.Item1 + t.Item2),
        text => !Target.TryParse(text, out var target) || target.ToString() == text);
}
