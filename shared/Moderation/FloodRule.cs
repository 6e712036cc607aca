using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Defines a flood: the same text, or nearly the same, again and again. Short texts are exempt, because honest people write them alike
/// ("Más árboles"). A flood is never a reason to hold or drop a comment.
/// </summary>
public static class FloodRule
{
    /// <summary>From this comment on, each is part of a flood; those before it keep their class.</summary>
    public const int Nth = 10;

    /// <summary>A text of fewer words is never part of a flood. A token of digits is not a word, so that a counter does not make a text new.</summary>
    public const int MinWords = 12;

    /// <summary>Two texts are nearly the same if at least this many of the <see cref="Fingerprint.Length"/> places are equal.</summary>
    public const int MinEqual = 52;

    /// <summary>How long a text is remembered.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>The class of a comment that is part of a flood.</summary>
    public const QualityClass Class = QualityClass.C;

    /// <summary>Returns the fingerprint of the words and pairs of neighbouring words of a text; null if it is too short.</summary>
    /// <param name="seed">Changes the fingerprint, so that nobody can craft a text that collides with another.</param>
    public static Fingerprint? FingerprintOf(string text, long seed)
    {
        var read = TextAsRead.Of(text);
        var words = read.Tokens.Where(token => read[token].ContainsAnyExceptInRange('0', '9')).Select(token => Hash(read[token], seed)).ToList();
        if (words.Count < MinWords) return null;
        return Fingerprint.Of([.. words, .. words.Zip(words.Skip(1), Pair)]);
    }

    /// <summary>Whether two texts with these fingerprints are nearly the same.</summary>
    public static bool AreAlike(in Fingerprint one, in Fingerprint other) => Fingerprint.Equal(one, other) >= MinEqual;

    private static ulong Hash(ReadOnlySpan<char> word, long seed) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word), seed);

    // Depends on the order of the two words.
    private static ulong Pair(ulong first, ulong second) => BitOperations.RotateLeft(first, 1) + second;
}
