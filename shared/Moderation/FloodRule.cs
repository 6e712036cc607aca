using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Moderation;

/// <summary>
/// When comments are a flood: the same text, or nearly, again and again. Says nothing of short texts, which honest people write alike
/// ("Más árboles"), and is no reason to hold or drop anything.
/// </summary>
public static class FloodRule
{
    /// <summary>From this one on, each is one of a flood; those before it keep their class.</summary>
    public const int Nth = 10;

    /// <summary>A text of fewer words is never one of a flood. What has no letter is no word: a counter makes no text another.</summary>
    public const int MinWords = 12;

    /// <summary>Two texts are nearly the same when at least so many of the <see cref="Fingerprint.Length"/> places of their fingerprints are.</summary>
    public const int MinEqual = 52;

    /// <summary>How long a text is remembered.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>The class of what is one of a flood.</summary>
    public const QualityClass Class = QualityClass.C;

    /// <summary>The fingerprint of a text as it is read, of its words and pairs of neighbours; null when it is too short.</summary>
    /// <param name="seed">With another one the fingerprint is another, so nobody can write a text that looks like a given one.</param>
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

    // Not the same in the other order.
    private static ulong Pair(ulong first, ulong second) => BitOperations.RotateLeft(first, 1) + second;
}
