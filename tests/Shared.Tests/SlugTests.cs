using FsCheck.Fluent;

namespace ServerlessDecide.Shared.Tests;

public sealed class SlugTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("agua-para-todos")]
    [InlineData("partido-2-de-3")]
    public void Kebab_case_text_is_a_slug(string text)
    {
        Assert.True(Slug.TryParse(text, out var slug));
        Assert.Equal(text, slug.Value);
        Assert.Equal(text, slug.ToString());
        Assert.Equal(slug, Slug.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("Agua")]
    [InlineData("ñandú")]
    [InlineData("a b")]
    [InlineData("a_b")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("٣")]
    [InlineData("ａ")]
    public void A_text_that_breaks_the_rule_is_not_a_slug(string? text)
    {
        Assert.False(Slug.TryParse(text, out var slug));
        Assert.Equal("", slug.Value);
    }

    [Fact]
    public void A_slug_has_at_most_64_characters()
    {
        Assert.True(Slug.TryParse(new string('a', 64), out _));
        Assert.False(Slug.TryParse(new string('a', 65), out _));
    }

    [Fact]
    public void Parsing_a_bad_slug_throws_the_rule() =>
        Assert.Equal(Slug.Rule, Assert.Throws<FormatException>(() => Slug.Parse("No")).Message);

    [Fact]
    public void Words_joined_by_hyphens_are_always_a_slug()
    {
        var words = Gen.Choose(1, 8).SelectMany(length => Gen.ArrayOf(Gen.Elements("abcdefghijklmnopqrstuvwxyz0123456789".ToCharArray()), length));
        Law.Holds(
            Gen.Choose(1, 7).SelectMany(count => Gen.ArrayOf(words, count)),
            parts => Slug.TryParse(string.Join('-', parts.Select(p => new string(p))), out _));
    }

    [Fact]
    public void A_slug_has_only_letters_digits_and_hyphens() =>
        Law.Holds(Samples.AnyText, text => !Slug.TryParse(text, out _) || text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'));
}
