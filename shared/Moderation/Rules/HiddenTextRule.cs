using System.Globalization;
using System.Text;

namespace ServerlessDecide.Moderation.Rules;

/// <summary>
/// Finds text made to read differently to a machine: words that mix Latin with Cyrillic or Greek letters, invisible characters inside a
/// word, letters buried in marks. Also finds text in a script that these rules cannot read.
/// </summary>
internal sealed class HiddenTextRule : IModerationRule
{
    // Vietnamese and Otomí stack two marks on a letter; decoration stacks more.
    private const int MostMarks = 3;
    private const int MostDoubleMarks = 3;
    private const int FewestLetters = 8;

    public string Code => "hidden_text";

    public IEnumerable<RuleFinding> Find(TextAsRead text) => Find(text.Sent);

    private IEnumerable<RuleFinding> Find(string sent)
    {
        var word = new Span();
        var marks = 0;
        var doubled = 0;
        var letters = 0;
        var unread = 0;
        var invisibleAt = -1;
        var buriedAt = -1;
        for (var i = 0; i < sent.Length;)
        {
            _ = Rune.DecodeFromUtf16(sent.AsSpan(i), out var rune, out var length);
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark && !IsVariation(rune.Value))
            {
                if (++marks == 2) doubled++;
                if (buriedAt < 0 && (marks > MostMarks || doubled > MostDoubleMarks)) buriedAt = i;
            }
            else if (IsInvisible(rune.Value))
            {
                invisibleAt = word.Length > 0 ? i : -1;
            }
            else
            {
                marks = 0;
                var script = ScriptOf(rune);
                if (script != Script.None)
                {
                    letters++;
                    if (script != Script.Latin) unread++;
                    if (invisibleAt >= 0 && script != Script.Other) yield return new RuleFinding(Code, Severity.Hold, "invisible_characters", invisibleAt, i - invisibleAt);
                    word = word.With(i, length, script);
                }
                else
                {
                    if (word.IsMixed) yield return new RuleFinding(Code, Severity.Hold, "mixed_scripts", word.Start, word.Length);
                    word = new Span();
                }

                invisibleAt = -1;
            }

            i += length;
        }

        if (word.IsMixed) yield return new RuleFinding(Code, Severity.Hold, "mixed_scripts", word.Start, word.Length);
        if (buriedAt >= 0) yield return new RuleFinding(Code, Severity.Hold, "stacked_marks", buriedAt, 1);
        if (letters >= FewestLetters && unread * 2 > letters) yield return new RuleFinding(Code, Severity.Hold, "unread_script", 0, sent.Length);
    }

    private static bool IsVariation(int value) => value is (>= 0xFE00 and <= 0xFE0F) or 0x20E3;

    // Zero-width and blank characters that no Spanish text needs. Not the soft hyphen: it comes with text copied from a document.
    private static bool IsInvisible(int value) =>
        value is (>= 0x200B and <= 0x200D) or (>= 0x2060 and <= 0x2064) or 0xFEFF or 0x180E or 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800
            or (>= 0xE0000 and <= 0xE007F);

    private static Script ScriptOf(Rune rune) => rune.Value switch
    {
        (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => Script.Latin,
        < 0xAA => Script.None,
        _ when !Rune.IsLetter(rune) => Script.None,
        < 0x250 or (>= 0x1E00 and <= 0x1EFF) or (>= 0x2C60 and <= 0x2C7F) or (>= 0xA720 and <= 0xA7FF) or (>= 0x250 and <= 0x2FF) => Script.Latin,
        // Full-width and styled forms of Latin letters.
        (>= 0xFF21 and <= 0xFF5A) or (>= 0x1D400 and <= 0x1D7FF) or (>= 0x2100 and <= 0x214F) or (>= 0x1D00 and <= 0x1D7F) => Script.Latin,
        (>= 0x370 and <= 0x52F) or (>= 0x1F00 and <= 0x1FFF) => Script.Lookalike,
        _ => Script.Other,
    };

    private enum Script
    {
        None,
        Latin,

        /// <summary>Greek and Cyrillic.</summary>
        Lookalike,
        Other,
    }

    private readonly record struct Span(int Start, int Length, bool Latin, bool Lookalike)
    {
        public bool IsMixed => Latin && Lookalike;

        public Span With(int at, int length, Script script) => new(
            Length == 0 ? at : Start, Length == 0 ? length : at + length - Start, Latin || script == Script.Latin, Lookalike || script == Script.Lookalike);
    }
}
