using System.Globalization;
using System.Text;

namespace ServerlessDecide.Imports;

/// <summary>The name that a sender gives to a file, fit to be shown to others.</summary>
public static class ImportFileName
{
    /// <summary>Maximum number of characters. A longer name loses its middle, so that its end with the extension stays.</summary>
    public const int MaxLength = 120;

    private const int Ending = 20;

    /// <summary>Returns the name in one line without folders and invisible characters; null when nothing is left.</summary>
    public static string? Clean(string? sent)
    {
        if (sent is null) return null;
        var name = new StringBuilder();
        foreach (var rune in sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes())
        {
            // Half a surrogate pair reads as U+FFFD.
            if (rune == Rune.ReplacementChar || IsInvisible(Rune.GetUnicodeCategory(rune))) continue;
            name.Append(Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune);
        }

        var text = name.ToString().Normalize().Trim();
        if (text.Length > MaxLength) text = string.Concat(Whole(text.AsSpan(0, MaxLength - Ending - 1)), "…", Whole(text.AsSpan(text.Length - Ending)));
        return text.Length == 0 ? null : text;
    }

    private static bool IsInvisible(UnicodeCategory category) => category
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    // Without the half of a surrogate pair at a cut.
    private static ReadOnlySpan<char> Whole(ReadOnlySpan<char> text)
    {
        if (char.IsLowSurrogate(text[0])) text = text[1..];
        return char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
    }
}
