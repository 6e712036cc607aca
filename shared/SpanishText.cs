using System.Globalization;
using System.Text;

namespace ServerlessDecide;

/// <summary>Spanish as people type it: with or without accents, in any case.</summary>
public static class SpanishText
{
    private const char LastLatin = '\u024F';

    // Latin-1 and Latin Extended-A and -B, all assigned and each one letter without its marks, folded when it is first met: thirty thousand
    // names have many of a few.
    private static readonly char[] Latin = new char[LastLatin + 1];

    /// <summary>Without case and accents; ñ is n. Two texts that differ in nothing else fold to the same.</summary>
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

    /// <summary>What to sort by, ordinally, for the order of a Spanish dictionary: as <see cref="Fold"/>, but ñ stands after all of n.</summary>
    public static string SortKey(string text) =>
        Fold(text.Replace("ñ", "n~", StringComparison.Ordinal).Replace("Ñ", "n~", StringComparison.Ordinal));

    /// <summary>The folded words of a text, a space between them: a word is what stands between anything that is neither a letter nor a digit.</summary>
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
    /// A folded word without the ending of its number and gender: <c>boletas</c> and <c>boleta</c>, <c>coaliciones</c> and
    /// <c>coalicion</c> have the same stem. Savoy's light stemmer for Spanish (J. Savoy, 2006), which leaves words of less than five
    /// letters alone; here three letters and a plural of four are enough, so that <c>votos</c> meets <c>voto</c>.
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

    // Rune by rune: a whole text with half a surrogate pair, or with what is no character, cannot be normalized.
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
