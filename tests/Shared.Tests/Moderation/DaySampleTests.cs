using System.Security.Cryptography;
using ServerlessDecide.Moderation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class DaySampleTests
{
    private static readonly DateOnly Today = Day("2021-05-10");

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.75)]
    [InlineData(1.0)]
    public void The_sample_has_the_size_of_the_share_for_any_secret(double share)
    {
        const int Receipts = 4000;
        for (byte key = 0; key < 20; key++)
        {
            var sample = DaySample.Of(Today, [key, 1, 2], share);
            var held = Enumerable.Range(0, Receipts).Count(i => sample.Holds(Spread(i, Receipts)));
            Assert.InRange(held, (int)(share * Receipts) - 1, (int)(share * Receipts) + 1);
        }
    }

    [Fact]
    public void Day_and_secret_determine_the_sample()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var ranges = DaySample.Of(Today, secret, 0.1).Ranges;
        Assert.Equal(ranges, DaySample.Of(Today, secret, 0.1).Ranges);
        Assert.NotEqual(ranges, DaySample.Of(Today.AddDays(1), secret, 0.1).Ranges);
        Assert.NotEqual(ranges, DaySample.Of(Today, RandomNumberGenerator.GetBytes(32), 0.1).Ranges);
    }

    [Fact]
    public void The_sample_of_a_larger_share_contains_that_of_a_smaller_one()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var (small, large) = (DaySample.Of(Today, secret, 0.2), DaySample.Of(Today, secret, 0.9));
        for (var i = 0; i < 1000; i++) Assert.True(!small.Holds(Spread(i, 1000)) || large.Holds(Spread(i, 1000)));
    }

    // Receipts at even distances over the whole range.
    private static Receipt Spread(int i, int of)
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var place = (ulong)((double)i / of * (1UL << 60));
        var text = "";
        for (var at = 0; at < 12; at++, place >>= 5) text = Alphabet[(int)(place & 31)] + text;
        return Receipt.TryParse("210510" + text + "00000000", out var receipt) ? receipt : throw new InvalidOperationException();
    }
}
