namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class DayKeyStoreTests
{
    private static readonly DateOnly Today = new(2021, 5, 10);

    [Fact]
    public async Task Every_purpose_and_day_has_its_own_key_which_all_instances_share()
    {
        var world = await World.NewAsync();
        byte[][] keys =
        [
            await world.DayKeys.ReadOrMakeAsync("networks", Today, default),
            await world.DayKeys.ReadOrMakeAsync("networks", Today.AddDays(1), default),
            await world.DayKeys.ReadOrMakeAsync("visitors.edomex-2021", Today, default),
            await world.DayKeys.ReadOrMakeAsync("visitors.atlautla-2022", Today, default),
        ];

        Assert.Equal(4, keys.Select(Convert.ToHexString).Distinct().Count());
        Assert.All(keys, key => Assert.Equal(32, key.Length));
        Assert.Equal(keys[0], await world.AnotherInstance().DayKeys.ReadOrMakeAsync("networks", Today, default));
    }

    [Fact]
    public async Task Instances_that_create_a_day_key_at_the_same_time_agree()
    {
        var world = await World.NewAsync();

        var keys = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.AnotherInstance().DayKeys.ReadOrMakeAsync("networks", Today, default)));

        Assert.Single(keys.Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public async Task A_destroyed_key_is_in_no_table_and_no_blob()
    {
        var world = await World.NewAsync();
        for (var day = -3; day <= 1; day++) await world.DayKeys.ReadOrMakeAsync("networks", Today.AddDays(day), default);
        await world.DayKeys.ReadOrMakeAsync("visitors.edomex-2021", Today.AddDays(-3), default);

        Assert.Equal(3, await world.DayKeys.DestroyBeforeAsync("networks", Today, default));
        Assert.Equal(0, await world.DayKeys.DestroyBeforeAsync("networks", Today, default));
        await world.DayKeys.DestroyAsync("networks", Today.AddDays(1), default);
        await world.DayKeys.DestroyAsync("networks", Today.AddDays(7), default);

        Assert.Equal(
            [("networks", "20210510"), ("visitors.edomex-2021", "20210507")],
            await world.Tables.QueryAsync(world.Names.DayKeys, null, null, default).Select(row => (row.PartitionKey, row.RowKey)).ToListAsync());
        // Deleted blobs would live on in versions and soft delete.
        Assert.Empty(await world.Blobs.ListAsync(world.Names.KeysContainer, "", default));
    }

    [Fact]
    public async Task Destroying_keys_without_a_table_does_nothing()
    {
        var world = await World.NewAsync();

        Assert.Equal(0, await world.DayKeys.DestroyBeforeAsync("networks", Today, default));
        await world.DayKeys.DestroyAsync("networks", Today, default);
    }
}
