using System.Security.Cryptography;
using System.Text;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Publication;

public sealed class PublishedStatisticsStoreTests
{
    [Fact]
    public async Task Published_statistics_read_back_and_the_same_ones_have_the_same_version()
    {
        var world = await World.NewAsync();
        var statistics = DisclosureControl.Publish(
            [DailyFigures.Open(Day("2021-05-10"), null) with { Reactions = 10, OthersUnknown = 2, Use = new Dictionary<string, long> { ["visits.hour.03"] = 50 }, Final = true }], day => At("2021-05-11"));

        var version = await world.PublishedStatistics.WriteAsync(Edomex, statistics, default);
        var read = await world.PublishedStatistics.ReadAsync(Edomex, version, default);

        Assert.Equal(version, await world.PublishedStatistics.WriteAsync(Edomex, statistics, default));
        Assert.Equal(version, PublishedStatisticsStore.VersionOf(read));
        Assert.Equal(statistics.Days, read.Days);
        Assert.Equal(statistics.Use, read.Use);
        Assert.Equal(statistics with { Days = read.Days, Use = read.Use }, read);
        Assert.NotEqual(version, await world.PublishedStatistics.WriteAsync(Edomex, statistics with { Withheld = true }, default));
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task Missing_or_broken_statistics_are_distinguished_from_failing_storage(string text)
    {
        var world = await World.NewAsync();
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
        await Assert.ThrowsAsync<InvalidDataException>(() => world.PublishedStatistics.ReadAsync(Edomex, version, default));
        await world.Blobs.PutAsync(world.Names.ContentContainer, $"edomex-2021/statistics/{version}.json", BinaryData.FromString(text), default);
        await Assert.ThrowsAsync<InvalidDataException>(() => world.PublishedStatistics.ReadAsync(Edomex, version, default));
    }

    [Fact]
    public async Task Statistics_whose_bytes_were_altered_are_not_served()
    {
        var world = await World.NewAsync();
        var statistics = DisclosureControl.Publish([], day => At("2021-05-11"));
        var version = await world.PublishedStatistics.WriteAsync(Edomex, statistics, default);
        var other = await world.PublishedStatistics.WriteAsync(Edomex, statistics with { Withheld = !statistics.Withheld }, default);
        var blob = await world.Blobs.ReadAsync(world.Names.ContentContainer, $"edomex-2021/statistics/{other}.json", unless: null, default);
        await world.Blobs.PutAsync(world.Names.ContentContainer, $"edomex-2021/statistics/{version}.json", blob!.Value.Content, default);

        await Assert.ThrowsAsync<InvalidDataException>(() => world.PublishedStatistics.ReadAsync(Edomex, version, default));
    }
}
