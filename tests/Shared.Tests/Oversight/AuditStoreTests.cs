using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Oversight;

public sealed class AuditStoreTests
{
    [Fact]
    public async Task What_was_done_stands_with_who_did_it_and_when()
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
    public async Task The_same_deed_at_the_same_moment_is_a_row_of_its_own_and_none_is_written_over()
    {
        var world = await World.NewAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => world.Audit.RecordAsync("edomex-2021", "operator", "x", $"{i}", default)));

        Assert.Equal(
            Enumerable.Range(0, 30), (await RowsAsync(world)).Select(row => int.Parse(row.GetString("Detail"), CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task Rows_come_in_the_order_of_time_and_months_stand_apart()
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
    public async Task When_it_cannot_be_written_the_deed_is_not_done()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.Set(StorageMode.Fail(503));

        await Assert.ThrowsAsync<RequestFailedException>(() => world.Audit.RecordAsync("edomex-2021", "operator", "x", "", default));
    }

    [Theory]
    [InlineData(7999)]
    [InlineData(8000)]
    [InlineData(7998)]
    public async Task A_very_long_detail_is_shortened_and_no_obstacle_wherever_the_cut_falls(int letters)
    {
        var world = await World.NewAsync();
        var detail = new string('x', letters) + "😀😀" + new string('y', 40_000);

        await world.Audit.RecordAsync("edomex-2021", "operator", "x", detail, default);

        var kept = Assert.Single(await RowsAsync(world)).GetString("Detail");
        // An emoji that the cut divides is left as a replacement character.
        Assert.Equal(8000, kept.Length);
        Assert.Equal(detail[..7999], kept[..7999]);
    }

    private static async Task<List<TableEntity>> RowsAsync(World world) =>
        await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync();
}
