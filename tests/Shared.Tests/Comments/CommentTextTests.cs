using System.Globalization;
using System.Text;
using ServerlessDecide.Comments;

namespace ServerlessDecide.Shared.Tests.Comments;

public sealed class CommentTextTests
{
    [Theory]
    [InlineData("Más parques.")]
    [InlineData("x")]
    [InlineData("primera línea\nsegunda\r\n\ttercera")]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("👩‍👩‍👧 🇲🇽 ❤️")]
    [InlineData("e\u0301")]
    [InlineData("<script>alert('hola')</script>")]
    [InlineData("العربية")]
    public void An_ordinary_text_is_accepted_as_it_is(string text)
    {
        Assert.Null(CommentText.Check(text, out var trimmed));
        Assert.Equal(text, trimmed);
    }

    [Fact]
    public void White_space_is_removed_at_the_ends_and_kept_inside()
    {
        Assert.Null(CommentText.Check(" \r\n\t\u00A0\u2003uno  dos\n\ntres \n", out var trimmed));
        Assert.Equal("uno  dos\n\ntres", trimmed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\r\n\t")]
    [InlineData("\u00A0\u2003\u3000")]
    [InlineData("\u200B")]
    [InlineData("\u200B \u200D\u2060\uFEFF")]
    [InlineData("\u00AD")]
    public void A_text_without_visible_characters_is_empty(string text) =>
        Assert.Equal(CommentTextFault.Empty, CommentText.Check(text, out _));

    [Theory]
    [InlineData("a")]
    [InlineData("ñ")]
    [InlineData("漢")]
    [InlineData("😀")]
    public void Two_thousand_characters_are_accepted_and_one_more_is_too_long(string character)
    {
        Assert.Null(CommentText.Check(Repeated(character, 2000), out _));
        Assert.Null(CommentText.Check("  " + Repeated(character, 2000) + "\n", out _));
        Assert.Equal(CommentTextFault.TooLong, CommentText.Check(Repeated(character, 2001), out _));
    }

    [Fact]
    public void An_emoji_of_several_code_points_counts_as_several_characters()
    {
        Assert.Null(CommentText.Check(Repeated("👩‍👩‍👧", 400), out _));
        Assert.Equal(CommentTextFault.TooLong, CommentText.Check(Repeated("👩‍👩‍👧", 401), out _));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x07)]
    [InlineData(0x0B)]
    [InlineData(0x1B)]
    [InlineData(0x7F)]
    [InlineData(0x85)]
    [InlineData(0x9F)]
    public void Control_characters_are_refused(int control) =>
        Assert.Equal(CommentTextFault.ControlCharacters, CommentText.Check($"antes{(char)control}después", out _));

    [Theory]
    [InlineData(0x202A)]
    [InlineData(0x202B)]
    [InlineData(0x202C)]
    [InlineData(0x202D)]
    [InlineData(0x202E)]
    [InlineData(0x2066)]
    [InlineData(0x2067)]
    [InlineData(0x2068)]
    [InlineData(0x2069)]
    [InlineData(0x200E)]
    [InlineData(0x200F)]
    [InlineData(0x061C)]
    public void Direction_changing_characters_are_refused_even_at_the_ends(int bidirectional)
    {
        foreach (var text in new[] { $"a{(char)bidirectional}b", $"{(char)bidirectional}ab", $"ab{(char)bidirectional}" })
        {
            Assert.Equal(CommentTextFault.BidirectionalControls, CommentText.Check(text, out _));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        foreach (var text in new[] { "\uD83D", "\uDE00", "a\uD83D", "a\uD83Db", "\uDE00\uD83D", " \uD83D " })
        {
            Assert.Equal(CommentTextFault.BrokenSurrogates, CommentText.Check(text, out _));
        }
    }

    [Fact]
    public void An_accepted_text_is_accepted_again_unchanged_and_can_be_stored_and_serialized() => Law.Holds(Samples.AcceptedText, text =>
        CommentText.Check(text, out var again) is null
        && again == text
        && text.EnumerateRunes().Count() <= CommentText.MaxLength
        && new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Encoding.UTF8.GetBytes(text)) == text
        && text.EnumerateRunes().All(r => Rune.GetUnicodeCategory(r) != UnicodeCategory.Control || r.Value is '\n' or '\r' or '\t'));

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
