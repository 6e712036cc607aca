using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessDecide.Moderation;

/// <summary>
/// When two texts are the same text to whoever decides about all copies of one: to the letter, but for white space and how accents are
/// composed.
/// </summary>
public static class CopiedText
{
    /// <summary>SHA-256 of what copies have in common, in hexadecimal digits.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(text))));

    /// <summary>Whether one is a copy of the other.</summary>
    public static bool AreCopies(string one, string other) => Canonical(one) == Canonical(other);

    // What is no character (U+FFFE, say) cannot be normalized, and nobody sees it: it makes no other text.
    private static string Canonical(string text)
    {
        var characters = string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned));
        return string.Join(' ', characters.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
