using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ServerlessDecide.Moderation;

/// <summary>
/// A MinHash signature of a set of features: for each of 64 orders of all features, one byte of the feature that comes first. The share of
/// equal places estimates the Jaccard similarity of two sets, with a standard error of at most 1/16
/// (A. Broder, "On the resemblance and containment of documents", 1997; P. Li and C. König, "b-Bit minwise hashing", 2010).
/// </summary>
[InlineArray(Length)]
public struct Fingerprint
{
    /// <summary>The number of places, one byte each.</summary>
    public const int Length = 64;

    private byte place;

    /// <param name="features">Hashes of the features; at least one.</param>
    public static Fingerprint Of(ReadOnlySpan<ulong> features)
    {
        var places = default(Fingerprint);
        for (var order = 0; order < Length; order++)
        {
            var first = ulong.MaxValue;
            foreach (var feature in features) first = Math.Min(first, Mix(feature + ((ulong)order * 0x9E3779B97F4A7C15)));
            places[order] = (byte)first;
        }

        return places;
    }

    /// <summary>Counts the equal places, 0 to <see cref="Length"/>.</summary>
    public static int Equal(in Fingerprint one, in Fingerprint other) =>
        BitOperations.PopCount(Vector512.Equals(Vector512.Create<byte>(one), Vector512.Create<byte>(other)).ExtractMostSignificantBits());

    // The finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
