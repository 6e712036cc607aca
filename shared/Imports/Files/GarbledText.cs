using System.Buffers;
using System.Globalization;
using System.Text;

namespace ServerlessDecide.Imports;

/// <summary>
/// Finds text that was read in another encoding than it was written in: by us, or by a program that saved it so. docs/imports.md states the
/// rules. No rule can find every such word, and one word stops a whole file: of a file with garbled words, some give themselves away.
/// </summary>
internal static class GarbledText
{
    private const string SpanishLetters = "áéíóúüñÁÉÍÓÚÜÑ";
    private const string SpanishCapitals = "ÁÉÍÓÚÜÑ";

    // Capitals that indigenous languages have beside the Spanish ones.
    private const string OtherCapitals = "ÄËÏÖ";

    // What Windows-1252 has in the place of the bytes 0x80 to 0xBF, which continue a character of UTF-8.
    private static readonly SearchValues<char> Continuations = SearchValues.Create(
        "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ" + string.Concat(Enumerable.Range(0x80, 0x40).Select(c => (char)c)));

    // No language that people here write has them within a word. Most are what é, í, ó, ú or ñ become in another encoding.
    private static readonly SearchValues<char> NeverWithinWord = SearchValues.Create("¡¿¢£¤¥¦¨¬¯±´¶¸¹¼½¾÷†‡‰„‚ƒµˆ˜˙˚√∫∂∑∏≈∞");

    // What a, e, i, o or u with an accent become, in small letters among capitals.
    private static readonly SearchValues<char> NeverAmongCapitals = SearchValues.Create("àèìòùâêîôûç");

    private static readonly SearchValues<char> BeforeWord = SearchValues.Create("¿¡«“‘—–•·§©®°ºª’…\u00A0");

    private static readonly SearchValues<char> AfterWord = SearchValues.Create("»”…™®ºª°²³·\u00A0");

    /// <summary>The first word that looks garbled, or null. Where a person has named the encoding, only what is certainly wrong is.</summary>
    public static string? Find(string text, TextTrust trust)
    {
        if (Ascii.IsValid(text)) return null;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 0x80 || char.IsSurrogate(text[i])) continue;
            if (IsNoText(text, i) || (trust != TextTrust.Named && IsDoubtful(text, i, trust == TextTrust.Guessed))) return WordAt(text, i);
        }

        return null;
    }

    private static bool IsNoText(string text, int i)
    {
        var (before, c, after) = (At(text, i - 1), text[i], At(text, i + 1));
        if (c == '\uFFFD' || c is >= '\u0080' and <= '\u009F' || IsTwiceEncoded(c, after)) return true;
        var (isAfterLetter, isBeforeLetter) = (IsLetter(before), IsLetter(after));
        if (NeverWithinWord.Contains(c) && isAfterLetter && isBeforeLetter) return true;
        // Catalan writes l·l; names in capitals may be joined so.
        if (c == '·' && char.IsLower(before) && char.IsLower(after) && (before, after) != ('l', 'l')) return true;
        if (c is '‚' or '¢' or '£' && isAfterLetter) return true;
        if (c is 'ƒ' or '¤' or >= '\u2500' and <= '\u259F' && (isAfterLetter || isBeforeLetter)) return true;
        if (c == 'µ' && char.IsUpper(after)) return true;
        if (IsMisplacedCapital(before, c, after) && !SpanishCapitals.Contains(c, StringComparison.Ordinal) && !OtherCapitals.Contains(c, StringComparison.Ordinal)) return true;
        return NeverAmongCapitals.Contains(c) && char.IsUpper(before) && (char.IsUpper(after) || (!isBeforeLetter && char.IsUpper(At(text, i - 2))));
    }

    // UTF-8 that was read as Windows-1252, Mac Roman or a code page of DOS: Ã³, â€™, ï»¿, √≥, ‚Äô, ├│, ÔÇÖ.
    private static bool IsTwiceEncoded(char c, char after) => c switch
    {
        'Â' or 'Ã' => Continuations.Contains(after),
        'Ì' => after is 'ƒ' or '€' or 'ˆ',
        'Ê' => after == '¼',
        'â' => after is '€' or '‚' or '„' or '†',
        'ï' => after is '»' or '¿',
        'ð' => after == 'Ÿ',
        '√' or '├' or '┬' or '¬' => after >= 0x80 && !char.IsWhiteSpace(after),
        '‚' => after == 'Ä',
        'Ô' or 'Γ' => after == 'Ç',
        _ => false,
    };

    private static bool IsDoubtful(string text, int i, bool isGuess)
    {
        var (before, c, after) = (At(text, i - 1), text[i], At(text, i + 1));
        var (isAfterLetter, isBeforeLetter) = (IsLetter(before), IsLetter(after));
        var isWithin = isAfterLetter && isBeforeLetter;
        if (IsMisplacedCapital(before, c, after)) return true;
        return c switch
        {
            '’' when isWithin => !IsApostrophe(text, i),
            '“' or '”' or '‘' or 'ß' when isWithin => true,
            '—' or '–' when isAfterLetter && char.IsLower(after) => true,
            'œ' or '‡' when isAfterLetter => true,
            _ => isGuess && IsDoubtfulGuess(text, i),
        };
    }

    // Windows-1252 is a guess. Only what Spanish has, where Spanish has it, bears it out.
    private static bool IsDoubtfulGuess(string text, int i)
    {
        var (before, c, after) = (At(text, i - 1), text[i], At(text, i + 1));
        var (isAfterLetter, isBeforeLetter) = (IsLetter(before), IsLetter(after));
        if (IsLetter(c))
        {
            return !SpanishLetters.Contains(c, StringComparison.Ordinal) || (c == 'é' && char.IsUpper(before) && (char.IsUpper(after) || char.IsUpper(At(text, i - 2))));
        }

        if (isAfterLetter && isBeforeLetter) return c is not ('\u00A0' or '’') || (c == '\u00A0' && char.IsLower(after));
        if (isBeforeLetter && !BeforeWord.Contains(c)) return true;
        if (!isAfterLetter || AfterWord.Contains(c)) return false;
        // A dash or a quotation mark closes what one before it has opened.
        return c switch
        {
            '—' or '–' => text.AsSpan(0, i).IndexOf(c) < 0,
            '’' => text.AsSpan(0, i).IndexOf('‘') < 0,
            _ => true,
        };
    }

    // JosÈ, MÚxico, DÌaz: a capital beyond ASCII after a small letter, or as the second letter of a word in small letters.
    private static bool IsMisplacedCapital(char before, char c, char after) =>
        char.IsUpper(c) && IsLetter(before) && (char.IsLower(before) || char.IsLower(after));

    // Whether ’ is an apostrophe and not an í that was read wrong: the word could not be Spanish with an í there.
    private static bool IsApostrophe(string text, int i)
    {
        if (char.IsUpper(text[i + 1])) return true;
        var (from, to) = (i, i);
        while (IsOfWord(At(text, from - 1))) from--;
        while (IsOfWord(At(text, to + 1))) to++;
        var word = text[from..(to + 1)].ToLowerInvariant();
        var at = i - from;
        // Spanish words have one accent at most.
        if (word.AsSpan().Count('’') > 1 || word.AsSpan().ContainsAny("áéíóú")) return true;
        if (word.Any(c => c >= 0x80 && c != '’' && !SpanishLetters.Contains(c, StringComparison.Ordinal))) return true;
        if ("hkñwy".Contains(word[at + 1], StringComparison.Ordinal) || word[at - 1] is 'k' or 'w') return true;
        return at >= 2 && word[(at - 2)..at] is "ch" or "ts" or "tz";

        static bool IsOfWord(char c) => IsLetter(c) || c == '’';
    }

    // Of letters by Unicode, some are signs to a reader: ordinals, ƒ, µ, a circumflex alone. An accent that stands for itself belongs to its letter.
    private static bool IsLetter(char c) =>
        (char.IsLetter(c) && c is not ('ª' or 'º' or 'ˆ' or 'ƒ' or 'µ')) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static char At(string text, int i) => i >= 0 && i < text.Length ? text[i] : ' ';

    private static string WordAt(string text, int i)
    {
        var (from, to) = (i, i);
        while (i - from < 20 && !char.IsWhiteSpace(At(text, from - 1))) from--;
        while (to - i < 20 && !char.IsWhiteSpace(At(text, to + 1))) to++;
        return text[from..(to + 1)];
    }
}
