using System.Buffers.Binary;
using System.Numerics;

namespace ServerlessDecide.Participation;

/// <summary>
/// About how many different visitors there are, in 128 bytes whatever their number: linear counting (Whang, Vander-Zanden and Taylor 1990).
/// Of 250 it is off by 2.3% in the standard deviation, of 1,500 by 2.9%, and what instances counted is united without counting anybody
/// twice. It says of nobody whether they are in it: each bit is that of many visitors.
/// </summary>
public sealed class VisitorSet
{
    internal const int Bytes = Places / 8;
    private const int Places = 1024;
    private const int PlacesOfWord = 64;

    private readonly ulong[] words = new ulong[Places / PlacesOfWord];

    /// <summary>About how many there are; where every place is taken, 7,098.</summary>
    public int Count
    {
        get
        {
            var free = Places;
            foreach (var word in words) free -= BitOperations.PopCount(word);
            return (int)Math.Round(Places * Math.Log((double)Places / Math.Max(1, free)));
        }
    }

    /// <summary>All of both.</summary>
    public static VisitorSet Union(VisitorSet one, VisitorSet other) => one.With(other, 1);

    /// <summary>Adds a visitor.</summary>
    /// <param name="visitor">A number that nobody can choose, such as the visitor's hash.</param>
    internal void Add(UInt128 visitor)
    {
        var place = (int)(uint)(visitor % Places);
        words[place / PlacesOfWord] |= 1UL << (place % PlacesOfWord);
    }

    internal VisitorSet Copy() => With(this, 1);

    internal void Clear() => Array.Clear(words);

    /// <summary>All of this one and a share of another: who is in both counts once, of the others as many as the share says.</summary>
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
