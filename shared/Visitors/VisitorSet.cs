using System.Buffers.Binary;
using System.Numerics;

namespace ServerlessDecide.Visitors;

/// <summary>
/// Estimates the number of different visitors in 128 bytes: linear counting (Whang, Vander-Zanden and Taylor 1990). The standard deviation is
/// 2.3% at 250 visitors and 2.9% at 1,500. Sets of several instances can be united without counting a visitor twice. A set does not reveal
/// whether a given visitor is in it: many visitors share each bit.
/// </summary>
public sealed class VisitorSet
{
    internal const int Bytes = Places / 8;
    private const int Places = 1024;
    private const int PlacesOfWord = 64;

    private readonly ulong[] words = new ulong[Places / PlacesOfWord];

    /// <summary>The estimate; 7,098 when every place is taken.</summary>
    public int Count
    {
        get
        {
            var free = Places;
            foreach (var word in words) free -= BitOperations.PopCount(word);
            return (int)Math.Round(Places * Math.Log((double)Places / Math.Max(1, free)));
        }
    }

    /// <summary>Returns the union of both sets.</summary>
    public static VisitorSet Union(VisitorSet one, VisitorSet other) => one.With(other, 1);

    /// <summary>Adds a visitor.</summary>
    /// <param name="visitor">A number that the visitor cannot choose, such as the visitor's hash.</param>
    internal void Add(UInt128 visitor)
    {
        var place = (int)(uint)(visitor % Places);
        words[place / PlacesOfWord] |= 1UL << (place % PlacesOfWord);
    }

    internal VisitorSet Copy() => With(this, 1);

    internal void Clear() => Array.Clear(words);

    /// <summary>Returns this set united with a share of another; visitors in both count once.</summary>
    internal VisitorSet With(VisitorSet other, double share)
    {
        var both = new VisitorSet();
        var taken = (int)(Places * share);
        for (var i = 0; i < words.Length; i++)
        {
            var left = Math.Clamp(taken - (i * PlacesOfWord), 0, PlacesOfWord);
            var mask = left == PlacesOfWord ? ulong.MaxValue : (1UL << left) - 1;
            both.words[i] = words[i] | (other.words[i] & mask);
        }

        return both;
    }

    internal static VisitorSet Read(ReadOnlySpan<byte> bytes)
    {
        var set = new VisitorSet();
        for (var i = 0; i < set.words.Length; i++) set.words[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(i * sizeof(ulong))..]);
        return set;
    }

    internal void Write(Span<byte> bytes)
    {
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt64BigEndian(bytes[(i * sizeof(ulong))..], words[i]);
    }
}
