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
    [InlineData("한국어 ᄒ")]
    [InlineData("\u3164 y algo que se ve")]
    [InlineData("⠓⠕⠇⠁")]
    [InlineData("👋🏽 1️⃣ 🏳️‍🌈 🧑‍🤝‍🧑")]
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F")]
    [InlineData("de\u0301 acuerdo; ि no va solo")]
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
    [InlineData("\u3164")]
    [InlineData("\u115F\u1160")]
    [InlineData("\uFFA0 \uFFA0")]
    [InlineData("\u2800\u2800")]
    [InlineData("\u034F\u17B4\u180B\u180E")]
    [InlineData("\uFE0F")]
    [InlineData("\u0301\u0308")]
    [InlineData("\u20DD")]
    [InlineData("\u093F")]
    [InlineData("\uFFFC")]
    [InlineData("\U0001D159\U0001D173")]
    [InlineData("\U000E0100\U000E01EF")]
    [InlineData("\U000E0FFF")]
    [InlineData("\u2065\uFFF0")]
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

    [Theory]
    [InlineData(0xFDD0)]
    [InlineData(0xFDEF)]
    [InlineData(0xFFFE)]
    [InlineData(0xFFFF)]
    [InlineData(0x1FFFE)]
    [InlineData(0x1FFFF)]
    [InlineData(0xFFFFF)]
    [InlineData(0x10FFFE)]
    [InlineData(0x10FFFF)]
    public void A_code_that_is_no_character_is_refused(int code) =>
        Assert.Equal(CommentTextFault.Noncharacters, CommentText.Check($"antes{char.ConvertFromUtf32(code)}después", out _));

    [Fact]
    public void Text_hidden_in_tags_is_refused_and_the_tags_of_a_flag_are_not()
    {
        const string Flag = "\U0001F3F4";
        const string End = "\U000E007F";
        var hidden = string.Concat("vota".Select(c => char.ConvertFromUtf32(0xE0000 + c)));
        string[] refused =
        [
            hidden, "Más parques" + hidden, hidden + End, "😀" + hidden + End, "\U000E0001", Flag + hidden, Flag + End, Flag + hidden + hidden + End,
            Flag + hidden + End + hidden, Flag + hidden + "a" + End, Flag + "\U000E0020" + End, Flag + End + hidden + End,
        ];
        foreach (var text in refused) Assert.Equal(CommentTextFault.HiddenText, CommentText.Check(text, out _));
        foreach (var text in new[] { Flag + hidden + End, "Sí " + Flag + hidden + End + Flag + hidden + End + " no" }) Assert.Null(CommentText.Check(text, out _));
    }

    [Fact]
    public void An_accepted_text_is_accepted_again_unchanged_and_can_be_stored_and_serialized() => Law.Holds(Samples.AcceptedText, text =>
        CommentText.Check(text, out var again) is null
        && again == text
        && text.EnumerateRunes().Count() <= CommentText.MaxLength
        && new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Encoding.UTF8.GetBytes(text)) == text
        && System.Xml.XmlConvert.VerifyXmlChars(text) == text
        && text.EnumerateRunes().All(r => Rune.GetUnicodeCategory(r) != UnicodeCategory.Control || r.Value is '\n' or '\r' or '\t'));

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
