using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class TablesTests
{
    [Fact]
    public async Task Inserting_a_row_again_leaves_the_first_as_it_is()
    {
        var world = await World.NewAsync();

        Assert.True(await world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", "first"), default));
        Assert.False(await world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", "second"), default));
        Assert.Equal("first", await TextAsync(world, "a", "1"));
    }

    [Fact]
    public async Task One_of_many_concurrent_inserts_of_a_row_into_a_missing_table_wins()
    {
        var world = await World.NewAsync();

        var inserted = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", $"{i}"), default)));

        Assert.Equal($"{Array.IndexOf(inserted, true)}", await TextAsync(world, "a", "1"));
        Assert.Single(inserted, won => won);
    }

    [Fact]
    public async Task The_last_put_wins_and_leaves_nothing_of_the_previous_row()
    {
        var world = await World.NewAsync();
        await world.Tables.PutAsync(world.Names.Audit, new TableEntity("a", "1") { ["Text"] = "first", ["More"] = 1 }, default);
        await world.Tables.PutAsync(world.Names.Audit, Row("a", "1", "second"), default);

        var row = await world.Tables.FindAsync(world.Names.Audit, "a", "1", default);
        Assert.Equal("second", row!.GetString("Text"));
        Assert.False(row.ContainsKey("More"));
    }

    [Fact]
    public async Task A_row_is_replaced_only_from_its_current_version()
    {
        var world = await World.NewAsync();
        await world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", "first"), default);
        var one = (await world.Tables.FindAsync(world.Names.Audit, "a", "1", default))!;
        var other = (await world.Tables.FindAsync(world.Names.Audit, "a", "1", default))!;

        one["Text"] = "one";
        other["Text"] = "other";
        Assert.True(await world.Tables.ReplaceAsync(world.Names.Audit, one, default));
        Assert.False(await world.Tables.ReplaceAsync(world.Names.Audit, other, default));
        Assert.Equal("one", await TextAsync(world, "a", "1"));
    }

    [Fact]
    public async Task A_missing_row_or_a_row_of_a_missing_table_is_not_replaced()
    {
        var world = await World.NewAsync();
        var row = Row("a", "1", "text");
        row.ETag = new ETag("W/\"datetime'2021-05-10T00%3A00%3A00.0000000Z'\"");

        Assert.False(await world.Tables.ReplaceAsync(world.Names.Audit, row, default));
        await world.Tables.InsertAsync(world.Names.Audit, Row("a", "2", "another"), default);
        Assert.False(await world.Tables.ReplaceAsync(world.Names.Audit, row, default));
    }

    [Fact]
    public async Task The_clock_of_storage_is_independent_of_this_machines_clock()
    {
        var world = await World.NewAsync();
        Assert.InRange(world.Time.GetUtcNow().Year, 2021, 2022);
        await world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", "before"), default);

        var clock = await world.Tables.ReadClockAsync(default);

        await world.Tables.InsertAsync(world.Names.Audit, Row("a", "2", "after"), default);
        var before = (await world.Tables.FindAsync(world.Names.Audit, "a", "1", default))!.Timestamp!.Value;
        var after = (await world.Tables.FindAsync(world.Names.Audit, "a", "2", default))!.Timestamp!.Value;
        // The header has whole seconds.
        Assert.InRange(clock, before.AddSeconds(-1), after);
    }

    [Fact]
    public async Task A_missing_table_reads_as_empty_and_reading_does_not_create_it()
    {
        var world = await World.NewAsync();

        Assert.Null(await world.Tables.FindAsync(world.Names.Audit, "a", "1", default));
        Assert.Empty(await world.Tables.QueryAsync(world.Names.Audit, null, null, default).ToListAsync());
        Assert.Empty(await world.Tables.ListAsync(world.Prefix, default));
    }

    [Fact]
    public async Task A_hundred_rows_are_written_together_into_a_missing_table()
    {
        var world = await World.NewAsync();

        await world.Tables.PutTogetherAsync(world.Names.Audit, Rows("a", 100), default);
        await world.Tables.PutTogetherAsync(world.Names.Audit, Rows("a", 100), default);

        Assert.Equal(100, await world.Tables.QueryAsync(world.Names.Audit, null, null, default).CountAsync());
    }

    [Fact]
    public async Task Rows_written_together_are_written_all_or_not_at_all()
    {
        var world = await World.NewAsync();
        await world.Tables.InsertAsync(world.Names.Audit, Row("b", "1", "there"), default);
        var oneTooLarge = Rows("a", 9).Append(Row("a", "last", new string('x', 40_000))).ToList();

        await Assert.ThrowsAnyAsync<RequestFailedException>(() => world.Tables.PutTogetherAsync(world.Names.Audit, oneTooLarge, default));

        Assert.Equal(["b"], await world.Tables.QueryAsync(world.Names.Audit, null, null, default).Select(row => row.PartitionKey).ToListAsync());
    }

    [Fact]
    public async Task Rows_that_Azure_would_refuse_to_write_together_are_refused_before_sending()
    {
        var world = await World.NewAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => world.Tables.PutTogetherAsync(world.Names.Audit, [Row("a", "1", "x"), Row("b", "1", "x")], default));
        await Assert.ThrowsAsync<ArgumentException>(() => world.Tables.PutTogetherAsync(world.Names.Audit, Rows("a", 101), default));

        Assert.Empty(await world.Tables.ListAsync(world.Prefix, default));
    }

    [Fact]
    public async Task More_rows_than_a_page_holds_come_in_the_order_of_their_keys()
    {
        var world = await World.NewAsync();
        string[] partitions = ["b", "a", "c", "A", "á", "a-b"];
        foreach (var partition in partitions)
        {
            await world.Tables.PutTogetherAsync(world.Names.Audit, Rows(partition, 100), default);
            await world.Tables.PutTogetherAsync(world.Names.Audit, Rows(partition, 100, 100), default);
        }

        var keys = await world.Tables.QueryAsync(world.Names.Audit, null, ["PartitionKey", "RowKey"], default).Select(r => (r.PartitionKey, r.RowKey)).ToListAsync();

        Assert.Equal(1200, keys.Count);
        Assert.Equal(keys.OrderBy(k => k.PartitionKey, StringComparer.Ordinal).ThenBy(k => k.RowKey, StringComparer.Ordinal), keys);
    }

    [Fact]
    public async Task A_query_returns_the_requested_rows_and_columns()
    {
        var world = await World.NewAsync();
        await world.Tables.InsertAsync(world.Names.Audit, Row("it's", "1", "yes"), default);
        await world.Tables.InsertAsync(world.Names.Audit, Row("its", "1", "no"), default);

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"it's"}");
        var row = await world.Tables.QueryAsync(world.Names.Audit, filter, ["RowKey"], default).SingleAsync();

        Assert.Equal("1", row.RowKey);
        Assert.False(row.ContainsKey("Text"));
    }

    [Fact]
    public async Task Tables_are_listed_by_prefix()
    {
        var world = await World.NewAsync();
        foreach (var table in new[] { world.Names.Audit, world.Names.Sweeps, world.Names.Imports })
        {
            await world.Tables.InsertAsync(table, Row("a", "1", "x"), default);
        }

        await (await World.NewAsync()).Tables.InsertAsync((await World.NewAsync()).Names.Audit, Row("a", "1", "x"), default);

        Assert.Equal([world.Names.Audit, world.Names.Imports, world.Names.Sweeps], (await world.Tables.ListAsync(world.Prefix, default)).Order());
        Assert.Equal([world.Names.Sweeps], await world.Tables.ListAsync(world.Prefix + "0s", default));
    }

    [Fact]
    public async Task Dropping_a_table_twice_does_not_fail()
    {
        var world = await World.NewAsync();
        await world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", "x"), default);

        await world.Tables.DropAsync(world.Names.Audit, default);
        await world.Tables.DropAsync(world.Names.Audit, default);

        Assert.Empty(await world.Tables.ListAsync(world.Prefix, default));
    }

    [Theory]
    [InlineData("TableBeingDeleted")]
    [InlineData("UpdateConditionNotSatisfied")]
    public async Task A_conflict_other_than_an_existing_row_throws(string code)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.BeforeForward = request => Task.FromResult(request.Method == "POST" ? ProxyAction.Answer(409, code) : ProxyAction.Continue);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", "x"), default));

        Assert.Equal((409, code), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task A_table_that_stays_missing_after_its_creation_is_created_only_once()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.BeforeForward = request => Task.FromResult(
            request.Method == "POST" && !request.Target.Contains("/Tables", StringComparison.Ordinal) ? ProxyAction.Answer(404, "TableNotFound") : ProxyAction.Continue);

        await Assert.ThrowsAsync<RequestFailedException>(() => world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", "x"), default));

        Assert.Equal(3, proxy.Requests.Count);
    }

    [Fact]
    public async Task An_outage_of_storage_throws_its_own_error()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await world.Tables.InsertAsync(world.Names.Audit, Row("a", "1", "x"), default);
        proxy.Set(StorageMode.Fail(503));

        Assert.Equal(503, (await Assert.ThrowsAsync<RequestFailedException>(() => world.Tables.InsertAsync(world.Names.Audit, Row("a", "2", "x"), default))).Status);
        Assert.Equal(503, (await Assert.ThrowsAsync<RequestFailedException>(() => world.Tables.FindAsync(world.Names.Audit, "a", "1", default))).Status);

        proxy.Set(StorageMode.Up);
        Assert.Null(await world.Tables.FindAsync(world.Names.Audit, "a", "2", default));
        Assert.Equal("x", await TextAsync(world, "a", "1"));
    }

    private static TableEntity Row(string partition, string row, string text) => new(partition, row) { ["Text"] = text };

    private static List<TableEntity> Rows(string partition, int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => Row(partition, i.ToString("D4", CultureInfo.InvariantCulture), "x"))];

    private static async Task<string> TextAsync(World world, string partition, string row) =>
        (await world.Tables.FindAsync(world.Names.Audit, partition, row, default))!.GetString("Text");
}
