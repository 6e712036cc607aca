using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessDecide.Comments;

/// <summary>
/// Defines when two texts are copies for a decision about all copies: equal to the letter, except for white space and the composition of
/// accents.
/// </summary>
public static class CopiedText
{
    /// <summary>Returns the SHA-256 of the canonical form of a text, in hexadecimal digits.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(text))));

    public static bool AreCopies(string one, string other) => Canonical(one) == Canonical(other);

    // Unassigned code points (such as U+FFFE) cannot be normalized. They are invisible, so they make no difference here.
    private static string Canonical(string text)
    {
        var characters = string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned));
        return string.Join(' ', characters.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
