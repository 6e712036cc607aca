using System.Globalization;
using System.Text;

namespace ServerlessDecide;

/// <summary>
/// Text as a search compares it: without accents (Unicode NFD without non-spacing marks, so <c>ñ</c> is <c>n</c>), in lower case, each run of
/// what is neither letter nor digit as one space, none at either end.
/// </summary>
public static class FoldedText
{
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        var apart = false;
        foreach (var rune in Decomposed(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) continue;
            if (!Rune.IsLetterOrDigit(rune))
            {
                apart = folded.Length > 0;
                continue;
            }

            if (apart) folded.Append(' ');
            apart = false;
            folded.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return folded.ToString();
    }

    private static string Decomposed(string text)
    {
        if (Ascii.IsValid(text)) return text;
        try
        {
            return text.Normalize(NormalizationForm.FormD);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: what is whole is compared all the same.
            return text;
        }
    }
}
