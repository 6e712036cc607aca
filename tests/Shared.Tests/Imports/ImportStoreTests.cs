using Azure.Data.Tables;
using ServerlessDecide.Imports;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ImportStoreTests
{
    [Fact]
    public async Task Imports_are_listed_newest_first_in_pages_with_who_sent_what()
    {
        var world = await World.NewAsync();
        var sent = new List<string>();
        foreach (var dataset in (string[])["districts", "sections", "districts", "geometry-districts", "candidates"]) sent.Add(await CreateAsync(world, dataset));
        await world.ImportStore.CreateAsync(ProcessId.Parse("edomex"), New(world, "districts"), default);
        sent.Reverse();

        Assert.Equal(sent, await PagesAsync(world, null, 2));
        Assert.Equal(sent, await PagesAsync(world, null, 5));
        Assert.Equal([sent[2], sent[4]], await PagesAsync(world, "districts", 1));
        Assert.Empty(await PagesAsync(world, "offices", 10));

        var listed = (await world.ImportStore.ListAsync(Edomex, "candidates", null, 1, default)).Imports.Single();
        Assert.Equal(("ana", "candidatos.csv", "ab", 7L), (listed.Import.SentBy, listed.Import.FileName, listed.Import.Sha256, listed.Import.Bytes));
        Assert.Equal(world.Time.GetUtcNow().AddMilliseconds(-1), listed.Import.CreatedAt);
    }

    [Fact]
    public async Task The_list_says_how_an_import_ended_and_how_much_it_changed()
    {
        var world = await World.NewAsync();
        var import = New(world, "districts");
        await world.ImportStore.CreateAsync(Edomex, import, default);

        var changes = new ImportChanges(ChangedKeys.Of(["1", "2"]), ChangedKeys.None, ChangedKeys.Of(["3"]));
        await world.ImportStore.SaveAsync(
            Edomex, import with { Status = ImportStatus.Done, Rows = 5, Accepted = 5, Findings = ImportFindings.None with { Changes = changes } }, default);

        foreach (var dataset in (string?[])[null, "districts"])
        {
            var listed = Assert.Single((await world.ImportStore.ListAsync(Edomex, dataset, null, 10, default)).Imports);
            Assert.Equal((ImportStatus.Done, 5, 2, 0, 1), (listed.Import.Status, listed.Import.Rows, listed.Added, listed.Changed, listed.Removed));
        }
    }

    [Fact]
    public async Task A_page_of_the_list_is_one_query_of_a_range_of_keys()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        for (var i = 0; i < 4; i++) await CreateAsync(world, "districts");
        proxy.Forget();

        await world.ImportStore.ListAsync(Edomex, "districts", null, 2, default);

        var query = Assert.Single(proxy.Requests);
        Assert.Contains("RowKey", query.Target, StringComparison.Ordinal);
        Assert.Contains("top=3", query.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_an_earlier_version_stored_is_still_read()
    {
        var world = await World.NewAsync();
        var id = Guid.CreateVersion7(world.Time.GetUtcNow()).ToString();
        await world.Tables.PutAsync(
            world.Names.Imports,
            new TableEntity("edomex-2021", id)
            {
                ["Dataset"] = "districts",
                ["IsJson"] = false,
                ["Status"] = "Done",
                ["CreatedAt"] = world.Time.GetUtcNow().UtcDateTime,
                ["Rows"] = 2,
                ["Accepted"] = 2,
                ["Rejected"] = 0,
                ["HasFindings"] = false,
            },
            default);

        var import = (await world.ImportStore.FindAsync(Edomex, id, default))!;

        Assert.Equal(("districts", ImportStatus.Done, false), (import.Dataset, import.Status, import.IsDryRun));
        Assert.Equal((null, null, null, null), (import.SentBy, import.FileName, import.Sha256, import.From));
    }

    private static async Task<string> CreateAsync(World world, string dataset)
    {
        var import = New(world, dataset);
        await world.ImportStore.CreateAsync(Edomex, import, default);
        return import.Id;
    }

    private static Import New(World world, string dataset)
    {
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        var now = world.Time.GetUtcNow();
        return new(Guid.CreateVersion7(now).ToString(), dataset, false, null, ImportStatus.Queued, now, 0, 0, 0, ImportFindings.None)
        {
            SentBy = "ana",
            FileName = "candidatos.csv",
            Sha256 = "ab",
            Bytes = 7,
        };
    }

    private static async Task<List<string>> PagesAsync(World world, string? dataset, int limit)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = await world.ImportStore.ListAsync(Edomex, dataset, after, limit, default);
            Assert.InRange(page.Imports.Count, 0, limit);
            ids.AddRange(page.Imports.Select(i => i.Import.Id));
            after = page.Last;
        }
        while (after is not null);
        return ids;
    }
}
