using System.Security.Cryptography;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Shared.Tests.Participation;

public sealed class VisitorTests
{
    [Fact]
    public void A_visitor_is_the_same_under_the_same_key_and_another_under_another()
    {
        var id = RandomNumberGenerator.GetBytes(16);
        var hash = VisitorHash.Compute("one key"u8, id);

        Assert.Matches("^[0-9a-f]{32}$", hash.Value);
        Assert.Equal(hash, VisitorHash.Compute("one key"u8, id));
        Assert.NotEqual(hash, VisitorHash.Compute("another key"u8, id));
        Assert.DoesNotContain(Convert.ToHexStringLower(id), hash.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Visitors_are_spread_over_all_shards()
    {
        var shards = Enumerable.Range(0, 2000).Select(_ => Samples.NewVisitor().Shard).CountBy(shard => shard).ToDictionary();

        Assert.Equal(Enumerable.Range(0, VisitorHash.Shards), shards.Keys.Order());
        Assert.All(shards.Values, count => Assert.InRange(count, 60, 200));
    }
}
