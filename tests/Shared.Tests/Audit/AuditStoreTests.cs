using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Audit;

public sealed class AuditStoreTests
{
    [Fact]
    public async Task An_audit_row_has_the_time_actor_action_and_detail()
    {
        var world = await World.NewAsync();
        world.Time.SetUtcNow(At("2021-05-10T12:34:56"));

        await world.Audit.RecordAsync("edomex-2021", "operator-key", "calendar.change", "{\"activity\":\"results\"} ñ 😀", default);

        var row = Assert.Single(await RowsAsync(world));
        Assert.Equal("edomex-2021.202105", row.PartitionKey);
        Assert.Equal(At("2021-05-10T12:34:56"), row.GetDateTimeOffset("At"));
        Assert.Equal(
            ("operator-key", "calendar.change", "{\"activity\":\"results\"} ñ 😀"), (row.GetString("Actor"), row.GetString("Action"), row.GetString("Detail")));
    }

    [Fact]
    public async Task Concurrent_acts_get_their_own_rows_and_overwrite_none()
    {
        var world = await World.NewAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => world.Audit.RecordAsync("edomex-2021", "operator", "x", $"{i}", default)));

        Assert.Equal(
            Enumerable.Range(0, 30), (await RowsAsync(world)).Select(row => int.Parse(row.GetString("Detail"), CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task Audit_rows_come_in_order_of_time_and_months_are_separate_partitions()
    {
        var world = await World.NewAsync();
        foreach (var day in new[] { "2021-05-11", "2021-05-31T23:59:59", "2021-06-30" })
        {
            world.Time.SetUtcNow(At(day));
            await world.Audit.RecordAsync("edomex-2021", "operator", "x", day, default);
        }

        var rows = await RowsAsync(world);
        Assert.Equal(["2021-05-11", "2021-05-31T23:59:59", "2021-06-30"], rows.Select(r => r.GetString("Detail")));
        Assert.Equal(["edomex-2021.202105", "edomex-2021.202106", "edomex-2021.202106"], rows.Select(r => r.PartitionKey));
    }

    [Fact]
    public async Task Recording_an_act_fails_if_the_audit_cannot_be_written()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.Set(StorageMode.Fail(503));

        await Assert.ThrowsAsync<RequestFailedException>(() => world.Audit.RecordAsync("edomex-2021", "operator", "x", "", default));
    }

    [Theory]
    [InlineData(7_998)]
    [InlineData(8_000)]
    [InlineData(8_001)]
    [InlineData(200_000)]
    public async Task A_detail_of_any_length_is_kept_whole(int letters)
    {
        var world = await World.NewAsync();
        var detail = new string('x', letters) + "😀 the end";

        var from = world.Time.GetUtcNow();
        await world.Audit.RecordAsync("edomex-2021", "operator", "x", detail, default);
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        await world.Audit.RecordAsync("edomex-2021", "operator", "y", "short", default);

        Assert.Equal([("x", detail), ("y", "short")], (await world.Audit.ReadAsync(Edomex, from, default).ToListAsync()).Select(e => (e.Action, e.Detail)));
    }

    [Fact]
    public async Task A_changed_or_removed_long_detail_is_noticed()
    {
        var world = await World.NewAsync();
        await world.Audit.RecordAsync("edomex-2021", "operator", "x", new string('x', 9_000), default);
        var row = Assert.Single(await RowsAsync(world));
        var blob = $"edomex-2021/audit/{row.RowKey}.txt";

        await world.Blobs.PutAsync(world.Names.ContentContainer, blob, BinaryData.FromString(new string('y', 9_000)), default);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync());
        await world.Blobs.DeleteAsync(world.Names.ContentContainer, blob, default);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync());

        async Task ReadAsync() => await world.Audit.ReadAsync(Edomex, world.Time.GetUtcNow(), default).ToListAsync();
    }

    [Fact]
    public async Task Reading_since_a_moment_covers_all_months_and_excludes_earlier_acts_and_other_processes()
    {
        var world = await World.NewAsync();
        foreach (var (at, process, action) in new[]
        {
            ("2021-05-10T12:00", "edomex-2021", "before"), ("2021-05-10T12:01", "edomex-2021", "a"), ("2021-05-31T23:00", "edomex-2021", "b"),
            ("2021-06-15T00:00", "atlautla-2022", "other"), ("2021-07-01T00:00", "edomex-2021", "c"),
        })
        {
            world.Time.SetUtcNow(At(at));
            await world.Audit.RecordAsync(process, "operator", action, "", default);
        }

        Assert.Equal(["a", "b", "c"], (await world.Audit.ReadAsync(Edomex, At("2021-05-10T12:01"), default).ToListAsync()).Select(e => e.Action));
    }

    private static async Task<List<TableEntity>> RowsAsync(World world) =>
        await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync();
}
