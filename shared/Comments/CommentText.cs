using System.Globalization;
using System.Text;

namespace ServerlessDecide.Comments;

/// <summary>Why a text is refused.</summary>
public enum CommentTextFault
{
    Empty,
    TooLong,

    /// <summary>Control characters other than line breaks and tabs.</summary>
    ControlCharacters,

    /// <summary>Characters that change the direction of the text after them and so can make it read as another text.</summary>
    BidirectionalControls,

    /// <summary>Half a surrogate pair.</summary>
    BrokenSurrogates,

    /// <summary>Code points that Unicode reserves for internal use; no XML, and so no workbook, can hold U+FFFE and U+FFFF.</summary>
    Noncharacters,

    /// <summary>Tag characters outside a flag: a text that programs read and people do not see.</summary>
    HiddenText,
}

/// <summary>The rules for the text of a comment. Length is counted in Unicode code points, so an emoji counts as one or a few.</summary>
public static class CommentText
{
    /// <summary>The most characters, after trimming.</summary>
    public const int MaxLength = 2000;

    /// <summary>Trims a text and returns the rule it breaks, or null.</summary>
    public static CommentTextFault? Check(string text, out string trimmed)
    {
        trimmed = text.Trim();
        var length = 0;
        var visible = false;
        for (var i = 0; i < trimmed.Length; length++)
        {
            if (!Rune.TryGetRuneAt(trimmed, i, out var rune)) return CommentTextFault.BrokenSurrogates;
            if (IsBidirectionalControl(rune.Value)) return CommentTextFault.BidirectionalControls;
            if (IsNoncharacter(rune.Value)) return CommentTextFault.Noncharacters;
            if (IsTag(rune.Value) && !IsInFlag(trimmed, i)) return CommentTextFault.HiddenText;
            var category = Rune.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.Control && rune.Value is not ('\n' or '\r' or '\t')) return CommentTextFault.ControlCharacters;
            visible |= !IsBlank(rune.Value, category);
            i += rune.Utf16SequenceLength;
        }

        if (!visible) return CommentTextFault.Empty;
        return length > MaxLength ? CommentTextFault.TooLong : null;
    }

    // Unicode Standard Annex 9: explicit embeddings, overrides, isolates and marks.
    private static bool IsBidirectionalControl(int value) =>
        value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;

    private static bool IsNoncharacter(int value) => value is >= 0xFDD0 and <= 0xFDEF || (value & 0xFFFE) == 0xFFFE;

    private static bool IsTag(int value) => value is >= 0xE0000 and <= 0xE007F;

    /// <summary>Whether the tag at a position belongs to the flag of a region: a black flag, up to six tags for letters and digits, the closing tag (UTS 51).</summary>
    private static bool IsInFlag(string text, int at)
    {
        const int MostTags = 6;
        for (var tags = 0; tags <= MostTags && at >= 2; tags++)
        {
            at -= 2;
            if (!Rune.TryGetRuneAt(text, at, out var before)) return false;
            if (before.Value == 0x1F3F4) return IsFlag(text, at + 2, MostTags);
            if (!IsTag(before.Value)) return false;
        }

        return false;
    }

    private static bool IsFlag(string text, int at, int mostTags)
    {
        for (var tags = 0; at < text.Length && Rune.TryGetRuneAt(text, at, out var rune); tags++, at += rune.Utf16SequenceLength)
        {
            if (rune.Value == 0xE007F) return tags > 0;
            if (tags == mostTags || rune.Value is not ((>= 0xE0030 and <= 0xE0039) or (>= 0xE0061 and <= 0xE007A))) return false;
        }

        return false;
    }

    /// <summary>Whether a character by itself shows nothing: spaces, controls, marks without a letter, and what Unicode draws as nothing.</summary>
    private static bool IsBlank(int value, UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        || IsDrawnAsNothing(value);

    // Default_Ignorable_Code_Point of the Unicode Character Database where the category does not say it: the fillers of Hangul and reserved
    // ranges. And three that are assigned and empty: the Braille cell without dots, the object replacement, the null notehead.
    private static bool IsDrawnAsNothing(int value) =>
        value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2065 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF)
            or 0x2800 or 0xFFFC or 0x1D159;
}
