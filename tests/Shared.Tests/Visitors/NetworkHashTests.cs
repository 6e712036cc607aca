using System.Net;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class NetworkHashTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:ab00::1", "2001:db8:1:abff:ffff::9", true)]
    [InlineData("2001:db8:1:ab00::1", "2001:db8:1:ac00::1", false)]
    [InlineData("203.0.113.7", null, false)]
    [InlineData(null, null, true)]
    public void A_network_is_an_IPv4_address_or_fifty_six_bits_of_IPv6(string? one, string? other, bool same) =>
        Assert.Equal(same, Of(Key, one) == Of(Key, other));

    [Fact]
    public void Another_key_gives_another_hash()
    {
        byte[] other = [.. Key.Reverse()];
        Assert.NotEqual(Of(Key, "203.0.113.7"), Of(other, "203.0.113.7"));
    }

    [Fact]
    public async Task All_instances_compute_the_same_hashes_until_the_day_changes_at_nine_UTC()
    {
        var world = await World.NewAsync();
        var address = IPAddress.Parse("203.0.113.7");
        var before = new DateTimeOffset(2021, 5, 11, 8, 59, 59, TimeSpan.Zero);

        var today = await world.Networks.OfAsync(address, before, default);
        Assert.Equal(today, await world.AnotherInstance().Networks.OfAsync(address, before.AddHours(-23), default));

        var tomorrow = await world.Networks.OfAsync(address, before.AddSeconds(1), default);
        Assert.NotEqual(today, tomorrow);
        Assert.Equal(tomorrow, await world.AnotherInstance().Networks.OfAsync(address, before.AddHours(24), default));
    }

    [Fact]
    public async Task Once_the_days_key_is_destroyed_nobody_can_make_its_hashes_again()
    {
        var world = await World.NewAsync();
        var address = IPAddress.Parse("203.0.113.7");
        var yesterday = new DateTimeOffset(2021, 5, 10, 20, 0, 0, TimeSpan.Zero);
        var hash = await world.Networks.OfAsync(address, yesterday, default);
        var today = yesterday.AddDays(1);
        var kept = await world.Networks.OfAsync(address, today, default);
        var visitors = await world.DayKeys.ReadOrMakeAsync("visitors.edomex-2021", new DateOnly(2021, 5, 9), default);

        Assert.Equal(1, await world.AnotherInstance().Networks.DestroyExpiredAsync(today, default));

        Assert.Equal(["20210511"], await KeysAsync(world));
        Assert.NotEqual(hash, await world.AnotherInstance().Networks.OfAsync(address, yesterday, default));
        Assert.Equal(kept, await world.AnotherInstance().Networks.OfAsync(address, today, default));
        Assert.Equal(visitors, await world.AnotherInstance().DayKeys.ReadOrMakeAsync("visitors.edomex-2021", new DateOnly(2021, 5, 9), default));
    }

    [Fact]
    public async Task An_instance_that_slept_through_the_change_of_day_drops_yesterdays_key_with_the_timer()
    {
        var world = await World.NewAsync();
        var yesterday = new DateTimeOffset(2021, 5, 10, 20, 0, 0, TimeSpan.Zero);
        var hash = await world.Networks.OfAsync(IPAddress.Loopback, yesterday, default);

        await world.Networks.DestroyExpiredAsync(yesterday.AddDays(1), default);

        Assert.NotEqual(hash, await world.Networks.OfAsync(IPAddress.Loopback, yesterday, default));
    }

    private static NetworkHash Of(byte[] key, string? address) => NetworkHash.Compute(key, address is null ? null : IPAddress.Parse(address));

    private static ValueTask<List<string>> KeysAsync(World world) =>
        world.Tables.QueryAsync(world.Names.DayKeys, "PartitionKey eq 'networks'", null, default).Select(row => row.RowKey).ToListAsync();
}
