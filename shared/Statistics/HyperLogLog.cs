using System.Numerics;

namespace ServerlessDecide.Statistics;

/// <summary>
/// Estimates how many different 64-bit hashes were added, in 16,384 bytes, with a standard error of 0.81%.
/// Source: Flajolet et al., "HyperLogLog", 2007; the estimator is that of Ertl, "New cardinality estimation algorithms for HyperLogLog
/// sketches", 2017, which needs no correction for small and medium numbers.
/// </summary>
public sealed class HyperLogLog
{
    private const int Precision = 14;

    /// <summary>Number of registers, one byte each.</summary>
    public const int Registers = 1 << Precision;

    private const int MaxRank = 64 - Precision + 1;

    private readonly byte[] registers = new byte[Registers];

    /// <summary>Adds a hash; adding it again changes nothing.</summary>
    /// <param name="hash">All of its bits must look random.</param>
    public void Add(ulong hash)
    {
        var register = (int)(hash >> (64 - Precision));
        // The bit set behind the hash ends the run of zeros.
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << Precision) | (1UL << (Precision - 1))) + 1);
        registers[register] = Math.Max(registers[register], rank);
    }

    /// <summary>Merges another sketch into this one: the union of both.</summary>
    public void Merge(HyperLogLog other)
    {
        for (var i = 0; i < Registers; i++) registers[i] = Math.Max(registers[i], other.registers[i]);
    }

    public long Estimate()
    {
        var counts = new int[MaxRank + 1];
        foreach (var rank in registers) counts[rank]++;
        var z = Registers * Tau(1 - ((double)counts[MaxRank] / Registers));
        for (var rank = MaxRank - 1; rank >= 1; rank--) z = 0.5 * (z + counts[rank]);
        z += Registers * Sigma((double)counts[0] / Registers);
        return (long)Math.Round(Registers / (2 * Math.Log(2)) * (Registers / z));
    }

    public byte[] ToArray() => (byte[])registers.Clone();

    /// <exception cref="InvalidDataException">The bytes are not the registers of such a sketch.</exception>
    public static HyperLogLog From(ReadOnlySpan<byte> registers)
    {
        if (registers.Length != Registers || registers.ContainsAnyExceptInRange((byte)0, (byte)MaxRank))
        {
            throw new InvalidDataException("A sketch of visitors cannot be read.");
        }

        var sketch = new HyperLogLog();
        registers.CopyTo(sketch.registers);
        return sketch;
    }

    private static double Sigma(double x)
    {
        if (x >= 1) return double.PositiveInfinity;
        var sum = x;
        for (var (y, before) = (1d, -1d); sum != before; y += y)
        {
            x *= x;
            before = sum;
            sum += x * y;
        }

        return sum;
    }

    private static double Tau(double x)
    {
        if (x is <= 0 or >= 1) return 0;
        var sum = 1 - x;
        for (var (y, before) = (1d, -1d); sum != before;)
        {
            x = Math.Sqrt(x);
            before = sum;
            y *= 0.5;
            sum -= (1 - x) * (1 - x) * y;
        }

        return sum / 3;
    }
}
