using System.Globalization;
using System.Text;

namespace ServerlessDecide;

/// <summary>Spanish as people type it: with or without accents, in any case.</summary>
public static class SpanishText
{
    // Latin-1 and Latin Extended-A and -B, all assigned, each folded when it is first met: thirty thousand names have many of a few.
    private static readonly string?[] Latin = new string?[0x250];

    /// <summary>Without case and accents; ñ is n. Two texts that differ in nothing else fold to the same.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        // Rune by rune: a whole text with half a surrogate pair, or with what is no character, cannot be normalized.
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii) folded.Append((char)Rune.ToLowerInvariant(rune).Value);
            else if (rune.Value < Latin.Length) folded.Append(Latin[rune.Value] ??= WithoutMarks(rune));
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned) folded.Append(WithoutMarks(rune));
        }

        return folded.ToString();
    }

    /// <summary>What to sort by, ordinally, for the order of a Spanish dictionary: as <see cref="Fold"/>, but ñ stands after all of n.</summary>
    public static string SortKey(string text) =>
        Fold(text.Replace("ñ", "n~", StringComparison.Ordinal).Replace("Ñ", "n~", StringComparison.Ordinal));

    /// <summary>The folded words of a text: what stands between anything that is neither a letter nor a digit.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var folded = Fold(text);
        var start = 0;
        for (var i = 0; i <= folded.Length; i++)
        {
            if (i < folded.Length && char.IsLetterOrDigit(folded[i])) continue;
            if (i > start) words.Add(folded[start..i]);
            start = i + 1;
        }

        return words;
    }

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
