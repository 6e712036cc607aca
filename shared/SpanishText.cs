using System.Globalization;
using System.Text;

namespace ServerlessDecide;

/// <summary>Spanish as people type it: with or without accents, in any case.</summary>
public static class SpanishText
{
    private const char LastLatin = '\u024F';

    // Cache for Latin-1 and Latin Extended-A and -B, filled on first use: thirty thousand names share a few letters. All of these characters
    // are assigned, and each is one letter without its marks.
    private static readonly char[] Latin = new char[LastLatin + 1];

    /// <summary>Removes case and accents; ñ becomes n.</summary>
    public static string Fold(string text) => text.AsSpan().ContainsAnyExceptInRange('\0', LastLatin) ? FoldRunes(text) : string.Create(text.Length, text, static (folded, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            var c = from[i];
            folded[i] = char.IsAscii(c) ? char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c
                : Latin[c] is not '\0' and var known ? known
                : Latin[c] = WithoutMarks(new Rune(c))[0];
        }
    });

    /// <summary>Returns a key whose ordinal order is that of a Spanish dictionary: as <see cref="Fold"/>, but ñ comes after n.</summary>
    public static string SortKey(string text) =>
        Fold(text.Replace("ñ", "n~", StringComparison.Ordinal).Replace("Ñ", "n~", StringComparison.Ordinal));

    /// <summary>Returns the folded words of a text with single spaces between them. A word is a run of letters and digits.</summary>
    public static string Phrase(string text)
    {
        var folded = Fold(text);
        var words = folded.Length <= 256 ? stackalloc char[folded.Length] : new char[folded.Length];
        var length = 0;
        foreach (var c in folded)
        {
            if (char.IsLetterOrDigit(c)) words[length++] = c;
            else if (length > 0 && words[length - 1] != ' ') words[length++] = ' ';
        }

        return words[..length].TrimEnd(' ').ToString();
    }

    /// <summary>The words of <see cref="Phrase"/>.</summary>
    public static IReadOnlyList<string> Words(string text) => Phrase(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// Removes the ending of number and gender from a folded word: <c>boletas</c> and <c>boleta</c>, <c>coaliciones</c> and
    /// <c>coalicion</c> have the same stem. This is Savoy's light stemmer for Spanish (J. Savoy, 2006) with one change: Savoy skips words
    /// of fewer than five letters; here three letters and a plural of four are enough, so that <c>votos</c> matches <c>voto</c>.
    /// </summary>
    public static string Stem(string word)
    {
        if (word.Length < 3) return word;
        if (word[^1] is 'o' or 'a' or 'e') return word[..^1];
        if (word.Length < 4 || word[^1] != 's') return word;
        if (word.EndsWith("eses", StringComparison.Ordinal)) return word[..^2];
        if (word.EndsWith("ces", StringComparison.Ordinal)) return word[..^3] + "z";
        return word[^2] is 'o' or 'a' or 'e' ? word[..^2] : word;
    }

    // Rune by rune, because normalizing a whole text throws on half a surrogate pair or on an unassigned code point.
    private static string FoldRunes(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned) folded.Append(WithoutMarks(rune));
        }

        return folded.ToString();
    }

    private static string WithoutMarks(Rune rune)
    {
        var folded = new StringBuilder(2);
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark) folded.Append(Rune.ToLowerInvariant(part).ToString());
        }

        return folded.ToString();
    }
}
