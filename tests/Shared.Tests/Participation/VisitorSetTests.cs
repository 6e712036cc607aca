using ServerlessDecide.Participation;

namespace ServerlessDecide.Shared.Tests.Participation;

public sealed class VisitorSetTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(16, 0.1)]
    [InlineData(250, 0.07)]
    [InlineData(1500, 0.09)]
    [InlineData(4000, 0.15)]
    public void It_tells_about_how_many_different_visitors_there_are(int visitors, double error)
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
    public void Beyond_what_it_can_tell_apart_it_tells_very_many() => Assert.InRange(Of(0, 1_000_000).Count, 7000, 7100);

    [Fact]
    public void A_union_counts_nobody_twice()
    {
        Assert.Equal(Of(0, 300).Count, VisitorSet.Union(Of(0, 200), Of(100, 200)).Count);
        Assert.Equal(Of(0, 300).Count, VisitorSet.Union(Of(0, 300), Of(0, 300)).Count);
    }

    [Fact]
    public void Of_another_set_a_share_can_be_taken_and_who_is_in_both_counts_once()
    {
        var (present, before) = (Of(0, 200), Of(200, 200));
        Assert.Equal(present.Count, present.With(before, 0).Count);
        Assert.InRange(present.With(before, 0.25).Count, 230, 270);
        Assert.InRange(present.With(before, 0.7).Count, 300, 380);
        Assert.Equal(present.Count, present.With(present, 0.7).Count);
    }

    [Fact]
    public void Written_and_read_it_is_the_same()
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
