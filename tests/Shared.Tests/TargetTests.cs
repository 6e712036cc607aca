using FsCheck.Fluent;

namespace ServerlessDecide.Shared.Tests;

public sealed class TargetTests
{
    [Theory]
    [InlineData("platform", "platform.agua-para-todos")]
    [InlineData("proposal", "proposal.agua-para-todos")]
    public void A_target_writes_its_kind_and_id_and_parses_back(string kind, string text)
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
    [InlineData("platform-.a")]
    [InlineData("platform.a.b")]
    [InlineData("platform.A")]
    [InlineData("platform.a/b")]
    public void A_malformed_text_is_not_a_target(string text) => Assert.False(Target.TryParse(text, out _));

    [Fact]
    public void A_parsed_target_writes_the_text_it_was_parsed_from() => Law.Holds(
        Gen.Zip(Gen.Elements("platform.", "proposal.", "x.", ""), Samples.AnyText).Select(t => t.Item1 + t.Item2),
        text => !Target.TryParse(text, out var target) || target.ToString() == text);
}
