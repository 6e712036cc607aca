using ServerlessDecide.Visitors;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class VisitorSetTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(16, 0.1)]
    [InlineData(250, 0.07)]
    [InlineData(1500, 0.09)]
    [InlineData(4000, 0.15)]
    public void A_set_estimates_the_number_of_different_visitors(int visitors, double error)
    {
        // Three standard deviations.
        for (var crowd = 0; crowd < 20; crowd++)
        {
            var set = Of(crowd * 10_000, visitors);
            Assert.InRange(set.Count, visitors * (1 - error), visitors * (1 + error));
            foreach (var again in Visitors(crowd * 10_000, visitors)) set.Add(again);
            Assert.InRange(set.Count, visitors * (1 - error), visitors * (1 + error));
        }
    }

    [Fact]
    public void A_saturated_set_estimates_a_very_high_number() => Assert.InRange(Of(0, 1_000_000).Count, 7000, 7100);

    [Fact]
    public void A_union_counts_no_visitor_twice()
    {
        Assert.Equal(Of(0, 300).Count, VisitorSet.Union(Of(0, 200), Of(100, 200)).Count);
        Assert.Equal(Of(0, 300).Count, VisitorSet.Union(Of(0, 300), Of(0, 300)).Count);
    }

    [Fact]
    public void A_share_of_another_set_can_be_added_and_a_visitor_in_both_counts_once()
    {
        var (present, before) = (Of(0, 200), Of(200, 200));
        Assert.Equal(present.Count, present.With(before, 0).Count);
        Assert.InRange(present.With(before, 0.25).Count, 230, 270);
        Assert.InRange(present.With(before, 0.7).Count, 300, 380);
        Assert.Equal(present.Count, present.With(present, 0.7).Count);
    }

    [Fact]
    public void A_set_reads_back_as_written()
    {
        var bytes = new byte[VisitorSet.Bytes];
        var set = Of(0, 777);
        set.Write(bytes);
        Assert.Equal(set.Count, VisitorSet.Union(set, VisitorSet.Read(bytes)).Count);
        Assert.Equal(set.Count, VisitorSet.Read(bytes).Count);
    }

    private static VisitorSet Of(int first, int count)
    {
        var set = new VisitorSet();
        foreach (var visitor in Visitors(first, count)) set.Add(visitor);
        return set;
    }

    private static IEnumerable<UInt128> Visitors(int first, int count) =>
        Enumerable.Range(first, count).Select(i => VisitorHash.Compute("a fixed key"u8, BitConverter.GetBytes(i)).Number);
}
