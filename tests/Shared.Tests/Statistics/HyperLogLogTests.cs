using FsCheck.Fluent;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class HyperLogLogTests
{
    /// <summary>1.04 / √16384.</summary>
    private const double StandardError = 0.008125;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    [InlineData(40_000)]
    [InlineData(80_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void An_estimate_is_within_three_standard_errors_for_any_number(int number)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var sketch = Of(Hashes(seed).Take(number));
            Assert.InRange(sketch.Estimate(), number - Math.Max(1, 3 * StandardError * number), number + Math.Max(1, 3 * StandardError * number));
        }
    }

    [Fact]
    public void The_errors_of_estimates_are_unbiased_and_as_wide_as_expected()
    {
        const int Number = 50_000;
        var errors = Enumerable.Range(1, 40).Select(seed => (Of(Hashes(seed * 7919).Take(Number)).Estimate() - Number) / (double)Number).ToList();
        Assert.InRange(errors.Average(), -3 * StandardError / Math.Sqrt(40), 3 * StandardError / Math.Sqrt(40));
        Assert.InRange(Math.Sqrt(errors.Average(e => e * e)), StandardError * 0.6, StandardError * 1.4);
    }

    [Fact]
    public void A_hash_that_is_added_again_counts_once()
    {
        var once = Of(Hashes(1).Take(500));
        var thrice = Of(Hashes(1).Take(500).Concat(Hashes(1).Take(500)).Concat(Hashes(1).Take(500)));
        Assert.Equal(once.ToArray(), thrice.ToArray());
    }

    [Fact]
    public void A_merged_sketch_is_the_union_in_any_order_and_however_often() => Law.Holds(
        Gen.Choose(0, 3000).ListOf().ArrayOf(3),
        lists =>
        {
            var (a, b, c) = (lists[0].Select(Hash), lists[1].Select(Hash), lists[2].Select(Hash));
            return Same(Merged(Of(a), Of(b)), Of(a.Concat(b)))
                && Same(Merged(Of(a), Of(b)), Merged(Of(b), Of(a)))
                && Same(Merged(Merged(Of(a), Of(b)), Of(c)), Merged(Of(a), Merged(Of(b), Of(c))))
                && Same(Merged(Of(a), Of(a)), Of(a))
                && Same(Merged(Of(a), new HyperLogLog()), Of(a));
        });

    [Fact]
    public void A_sketch_reads_back_as_written_and_other_bytes_are_refused()
    {
        var sketch = Of(Hashes(3).Take(10_000));
        Assert.Equal(sketch.Estimate(), HyperLogLog.From(sketch.ToArray()).Estimate());
        Assert.Throws<InvalidDataException>(() => HyperLogLog.From([1, 2, 3]));
        var broken = sketch.ToArray();
        broken[7] = 52;
        Assert.Throws<InvalidDataException>(() => HyperLogLog.From(broken));
    }

    private static HyperLogLog Of(IEnumerable<ulong> hashes)
    {
        var sketch = new HyperLogLog();
        foreach (var hash in hashes) sketch.Add(hash);
        return sketch;
    }

    private static HyperLogLog Merged(HyperLogLog one, HyperLogLog other)
    {
        one.Merge(other);
        return one;
    }

    private static bool Same(HyperLogLog one, HyperLogLog other) => one.ToArray().AsSpan().SequenceEqual(other.ToArray());

    private static IEnumerable<ulong> Hashes(int seed) => Enumerable.Range(0, int.MaxValue).Select(i => Hash((uint)i + ((ulong)seed << 32)));

    private static ulong Hash(int number) => Hash((ulong)number);

    // SplitMix64: a bijection, so that different numbers are different hashes.
    private static ulong Hash(ulong number)
    {
        number += 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}
