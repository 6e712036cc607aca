using Azure.Data.Tables;
using FsCheck.Fluent;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class TableKeyTests
{
    public static TheoryData<string> Allowed => new()
    {
        "a", " ", "a b", "'", "it's", "''", "\"", "a+b", "100%", "%2F", "a&b=c", "a;b", "<a>", "{0}", "$filter", "a|b", "(x,y)", "~", ".", "..",
        "Ñandú, ¿qué tal?".Replace("?", "", StringComparison.Ordinal), "e\u0301", "漢字", "😀", "👩‍👩‍👧", "\U0010FFFF", "\u00A0", "\uFFFD",
        new string('x', 512), new string('ñ', 512), string.Concat(Enumerable.Repeat("😀", 256)),
    };

    public static TheoryData<string> Refused => new()
    {
        "", "/", "a/b", "\\", "a\\b", "#", "a#", "?", "a?b", "\0", "a\tb", "a\n", "\r", "\u001F", "\u007F", "\u0080", "\u009F",
        "\uD83D", "\uDE00", "a\uD83D", "\uD83Da", "\uDE00\uD83D", new string('x', 513), string.Concat(Enumerable.Repeat("😀", 257)),
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task An_allowed_key_is_stored_and_read_back(string key)
    {
        Assert.Same(key, TableKey.Checked(key));
        var world = await World.NewAsync();

        Assert.True(await world.Tables.InsertAsync(world.Names.Audit, new TableEntity(key, key) { ["Text"] = key }, default));
        var found = await world.Tables.FindAsync(world.Names.Audit, key, key, default);

        Assert.Equal((key, key, key), (found!.PartitionKey, found.RowKey, found.GetString("Text")));
        Assert.False(await world.Tables.InsertAsync(world.Names.Audit, new TableEntity(key, key), default));
        found["Text"] = "changed";
        Assert.True(await world.Tables.ReplaceAsync(world.Names.Audit, found, default));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}");
        Assert.Equal("changed", (await world.Tables.QueryAsync(world.Names.Audit, filter, null, default).SingleAsync()).GetString("Text"));
    }

    [Fact]
    public async Task A_refused_key_never_reaches_storage()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        foreach (var key in ((IEnumerable<object[]>)Refused).Select(row => (string)row[0]))
        {
            Assert.False(TableKey.IsAllowed(key));
            Assert.Equal(nameof(key), Assert.Throws<ArgumentException>(() => { TableKey.Checked(key); }).ParamName);
            foreach (var (partition, row) in new[] { (key, "a"), ("a", key) })
            {
                var entity = new TableEntity(partition, row) { ETag = Azure.ETag.All };
                await Assert.ThrowsAsync<ArgumentException>(() => world.Tables.InsertAsync("t", entity, default));
                await Assert.ThrowsAsync<ArgumentException>(() => world.Tables.PutAsync("t", entity, default));
                await Assert.ThrowsAsync<ArgumentException>(() => world.Tables.ReplaceAsync("t", entity, default));
                await Assert.ThrowsAsync<ArgumentException>(() => world.Tables.PutTogetherAsync("t", [new("a", "a"), entity], default));
                await Assert.ThrowsAsync<ArgumentException>(() => world.Tables.FindAsync("t", partition, row, default));
            }
        }

        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Any_allowed_key_reads_back_as_it_was_written()
    {
        var world = await World.NewAsync();
        var keys = Samples.AnyText.Where(TableKey.IsAllowed).Sample(30, 60).Append("a").Distinct(StringComparer.Ordinal).ToList();

        foreach (var key in keys) Assert.True(await world.Tables.InsertAsync(world.Names.Audit, new TableEntity(key, key), default), key);
        var read = await world.Tables.QueryAsync(world.Names.Audit, null, null, default).Select(row => row.RowKey).ToListAsync();

        Assert.Equal(keys.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        foreach (var key in keys) Assert.NotNull(await world.Tables.FindAsync(world.Names.Audit, key, key, default));
    }
}
