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
