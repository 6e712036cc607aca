using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Backup;

namespace ServerlessDecide.Tools.Tests.Backup;

/// <summary>What of an old entry of the catalog must not come back, and what must not be forgotten by its coming back.</summary>
public sealed class CatalogEntryTests
{
    private static readonly ProcessId Process = ProcessId.Parse("edomex-2021");

    [Fact]
    public async Task A_calendar_that_waited_when_the_backup_was_made_waits_no_more()
    {
        var account = Account.From(await Azurite.SharedConnectionStringAsync(), Azurite.NewPrefix());
        const string Saved = """
            {"id":"edomex-2021","activities":{"react-to-platforms":["joined"]},"deliveriesSetAt":"2021-05-11T12:00:00Z",
             "pending":{"replaced":{"react-to-platforms":["in force"]},"asked":{},"takesEffectAt":"2021-05-11T12:00:00Z","changedAt":"2021-04-01T00:00:00Z"}}
            """;

        await CatalogEntry.WriteAsync(account, Process, Saved, DateTimeOffset.UnixEpoch, default);

        var (_, _, entry) = await CatalogEntry.ReadAsync(account, Process, default);
        Assert.Equal("""{"react-to-platforms":["in force"]}""", entry!["activities"]!.ToJsonString());
        Assert.Null(entry["pending"]);
        Assert.Null(entry["deliveriesSetAt"]);
        Assert.Equal("2021-04-01T00:00:00Z", (string?)entry["calendarChangedAt"]);

        // When it was in force by then, it stays in force.
        await CatalogEntry.WriteAsync(account, Process, Saved, DateTimeOffset.Parse("2021-05-11T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture), default);
        var (_, _, later) = await CatalogEntry.ReadAsync(account, Process, default);
        Assert.Equal("""{"react-to-platforms":["joined"]}""", later!["activities"]!.ToJsonString());
        Assert.Null(later["pending"]);
        Assert.Equal("2021-05-11T12:00:00Z", (string?)later["deliveriesSetAt"]);
    }

    [Fact]
    public async Task How_far_packaging_is_stays_as_it_is()
    {
        var account = Account.From(await Azurite.SharedConnectionStringAsync(), Azurite.NewPrefix());
        await CatalogEntry.WriteAsync(account, Process, """{"id":"edomex-2021","packagingTakenBackAt":"2021-06-11"}""", DateTimeOffset.UnixEpoch, default);

        await CatalogEntry.WriteAsync(account, Process, """{"id":"edomex-2021","packagingBegan":"2021-06-10"}""", DateTimeOffset.UnixEpoch, default);

        var (_, _, entry) = await CatalogEntry.ReadAsync(account, Process, default);
        Assert.Equal((null, "2021-06-11"), ((string?)entry!["packagingBegan"], (string?)entry["packagingTakenBackAt"]));
    }

    [Fact]
    public async Task What_has_opened_since_the_backup_stays_on_record()
    {
        var account = Account.From(await Azurite.SharedConnectionStringAsync(), Azurite.NewPrefix());
        await CatalogEntry.WriteAsync(account, Process, """{"id":"edomex-2021","reactionsOpened":{"react-to-platforms":"2021-04-10","react-to-proposals":"2021-04-30"}}""", DateTimeOffset.UnixEpoch, default);

        await CatalogEntry.WriteAsync(account, Process, """{"id":"edomex-2021","reactionsOpened":{"react-to-platforms":"2021-04-09"}}""", DateTimeOffset.UnixEpoch, default);
        Assert.Equal("""{"react-to-platforms":"2021-04-09","react-to-proposals":"2021-04-30"}""", (await OpenedAsync())!);
        await CatalogEntry.WriteAsync(account, Process, """{"id":"edomex-2021"}""", DateTimeOffset.UnixEpoch, default);
        Assert.Equal("""{"react-to-platforms":"2021-04-09","react-to-proposals":"2021-04-30"}""", (await OpenedAsync())!);

        async Task<string?> OpenedAsync() => (await CatalogEntry.ReadAsync(account, Process, default)).Entry!["reactionsOpened"]?.ToJsonString();
    }
}
