using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Backup;

namespace ServerlessDecide.Tools.Tests.Backup;

/// <summary>Tests what a restored catalog entry must not bring back, and what it must not lose.</summary>
public sealed class CatalogEntryTests
{
    private static readonly ProcessId Process = ProcessId.Parse("edomex-2021");

    [Fact]
    public async Task A_calendar_change_pending_in_the_backup_is_not_restored_unless_it_was_in_force()
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

        // If it was in force when the entry was saved, it stays in force.
        await CatalogEntry.WriteAsync(account, Process, Saved, DateTimeOffset.Parse("2021-05-11T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture), default);
        var (_, _, later) = await CatalogEntry.ReadAsync(account, Process, default);
        Assert.Equal("""{"react-to-platforms":["joined"]}""", later!["activities"]!.ToJsonString());
        Assert.Null(later["pending"]);
        Assert.Equal("2021-05-11T12:00:00Z", (string?)later["deliveriesSetAt"]);
    }

    [Fact]
    public async Task A_restore_keeps_the_state_of_packaging_from_the_account()
    {
        var account = Account.From(await Azurite.SharedConnectionStringAsync(), Azurite.NewPrefix());
        await CatalogEntry.WriteAsync(account, Process, """{"id":"edomex-2021","packagingTakenBackAt":"2021-06-11"}""", DateTimeOffset.UnixEpoch, default);

        await CatalogEntry.WriteAsync(account, Process, """{"id":"edomex-2021","packagingBegan":"2021-06-10"}""", DateTimeOffset.UnixEpoch, default);

        var (_, _, entry) = await CatalogEntry.ReadAsync(account, Process, default);
        Assert.Equal((null, "2021-06-11"), ((string?)entry!["packagingBegan"], (string?)entry["packagingTakenBackAt"]));
    }

    [Fact]
    public async Task A_restore_keeps_the_record_of_what_has_opened_since_the_backup()
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
