using System.Globalization;
using System.Text;

namespace ServerlessDecide.Participation;

/// <summary>Why a text is refused.</summary>
public enum CommentTextFault
{
    Empty,
    TooLong,

    /// <summary>Control characters other than line breaks and tabs.</summary>
    ControlCharacters,

    /// <summary>Characters that change the direction of what follows and so can make a text read as another.</summary>
    BidirectionalControls,

    /// <summary>Half a surrogate pair: not text.</summary>
    BrokenSurrogates,
}

/// <summary>The rules for what a person writes. Length is counted in Unicode characters (code points), so an emoji is one or a few.</summary>
public static class CommentText
{
    /// <summary>Characters at most, after trimming.</summary>
    public const int MaxLength = 2000;

    /// <summary>The text without white space at its ends, or the rule it breaks.</summary>
    public static CommentTextFault? Check(string text, out string trimmed)
    {
        trimmed = text.Trim();
        var length = 0;
        var visible = false;
        for (var i = 0; i < trimmed.Length; length++)
        {
            if (!Rune.TryGetRuneAt(trimmed, i, out var rune)) return CommentTextFault.BrokenSurrogates;
            if (IsBidirectionalControl(rune.Value)) return CommentTextFault.BidirectionalControls;
            var category = Rune.GetUnicodeCategory(rune);
            if (category == UnicodeCategory.Control && rune.Value is not ('\n' or '\r' or '\t')) return CommentTextFault.ControlCharacters;
            visible |= category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            i += rune.Utf16SequenceLength;
        }

        if (!visible) return CommentTextFault.Empty;
        return length > MaxLength ? CommentTextFault.TooLong : null;
    }

    // Unicode Standard Annex 9: explicit embeddings, overrides, isolates and marks.
    private static bool IsBidirectionalControl(int value) =>
        value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;
}
