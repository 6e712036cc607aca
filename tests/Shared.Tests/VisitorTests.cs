using System.Security.Cryptography;

namespace ServerlessDecide.Shared.Tests;

public sealed class VisitorTests
{
    [Fact]
    public void A_visitor_hash_is_stable_under_one_key_and_differs_under_another()
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

    [Fact]
    public void A_hash_reads_back_from_its_stored_form()
    {
        var hash = Samples.NewVisitor();

        Assert.True(VisitorHash.TryParse(hash.Value, out var read));
        Assert.Equal(hash, read);
        Assert.Equal(hash, VisitorHash.Parse(hash.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789ABCDEF0123456789abcdef")]
    [InlineData("0123456789abcdeg0123456789abcdef")]
    public void Other_texts_are_not_hashes(string? text) => Assert.False(VisitorHash.TryParse(text, out _));
}
