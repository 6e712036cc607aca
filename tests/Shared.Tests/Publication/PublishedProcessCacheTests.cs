using ServerlessDecide.Publication;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Publication;

public sealed class PublishedProcessCacheTests
{
    [Fact]
    public async Task Processes_are_served_in_the_order_in_which_they_were_created()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process("zumpango-2021"), Samples.Content);
        await world.PublishAsync(Process("atlautla-2022"));

        Assert.Equal(["zumpango-2021", "atlautla-2022"], (await world.Published.ListAsync(default)).Select(p => p.Process.Id.Value));
        Assert.Equal(5, (await world.Published.FindAsync("zumpango-2021", default))!.Content.All.Platforms.Count);
        Assert.Empty((await world.Published.FindAsync("atlautla-2022", default))!.Content.All.Platforms);
        Assert.Null(await world.Published.FindAsync("nobody", default));
        Assert.Null(await world.Published.FindAsync("../zumpango-2021", default));
    }

    [Fact]
    public async Task An_installation_without_processes_serves_none() => Assert.Empty(await (await World.NewAsync()).Published.ListAsync(default));

    [Fact]
    public async Task While_nothing_changes_reading_looks_at_storage_once_every_two_seconds()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await world.PublishAsync(Process(), Samples.Content);
        proxy.Forget();

        for (var i = 0; i < 100; i++) Assert.NotNull(await world.Published.FindAsync("edomex-2021", default));
        Assert.Empty(proxy.Requests);

        world.Time.Advance(PublishedProcessCache.CheckEvery);
        for (var i = 0; i < 100; i++) Assert.NotNull(await world.Published.FindAsync("edomex-2021", default));
        await UntilAsync(() => proxy.Requests.Count > 0);
        Assert.Equal(304, Assert.Single(proxy.Requests).Status ?? 304);
    }

    [Fact]
    public async Task Concurrent_readers_of_a_cold_instance_wait_for_one_reading()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var cold = await ColdAsync(proxy);

        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cold.FindAsync("edomex-2021", default).AsTask()));

        Assert.All(found, f => Assert.Same(found[0], f));
        Assert.Equal(5, found[0]!.Content.All.Platforms.Count);
        Assert.Single(proxy.Requests, r => r.Target.Contains("catalog.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Concurrent_readers_fail_together_when_storage_is_down_and_the_next_one_reads_again()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var cold = await ColdAsync(proxy);
        proxy.Set(StorageMode.Fail(403));

        cold.StartReading();
        var readers = Enumerable.Range(0, 50).Select(_ => Record.ExceptionAsync(() => cold.FindAsync("edomex-2021", default).AsTask())).ToList();

        Assert.All(await Task.WhenAll(readers), e => Assert.IsType<Azure.RequestFailedException>(e));
        Assert.Empty(cold.Held);
        proxy.Set(StorageMode.Up);
        Assert.NotNull(await cold.FindAsync("edomex-2021", default));
    }

    [Fact]
    public async Task A_reader_who_leaves_does_not_cancel_the_reading_of_others()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var cold = await ColdAsync(proxy);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.BeforeForward = async _ =>
        {
            await goOn.Task;
            return ProxyAction.Continue;
        };
        using var goes = new CancellationTokenSource();
        var first = cold.FindAsync("edomex-2021", goes.Token).AsTask();
        var second = cold.FindAsync("edomex-2021", default).AsTask();

        await goes.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        goOn.SetResult();

        Assert.NotNull(await second);
    }

    [Fact]
    public async Task A_reading_that_began_is_completed_without_a_reader()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var cold = await ColdAsync(proxy);

        cold.StartReading();
        await UntilAsync(() => cold.Held.Count == 1);
        proxy.Forget();

        Assert.NotNull(await cold.FindAsync("edomex-2021", default));
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Another_instance_sees_a_change_with_its_next_look()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var other = world.AnotherInstance();
        var before = await other.Published.FindAsync("edomex-2021", default);

        await world.PublishAsync(Process() with { Name = "Otro nombre" }, Samples.Content);
        Assert.Same(before, await other.Published.FindAsync("edomex-2021", default));
        world.Time.Advance(PublishedProcessCache.CheckEvery);

        await UntilAsync(async () => (await other.Published.FindAsync("edomex-2021", default))!.Process.Name == "Otro nombre");
        // The content did not change, so it was neither read nor indexed again.
        Assert.Same(before!.Content, (await other.Published.FindAsync("edomex-2021", default))!.Content);
    }

    [Fact]
    public async Task A_reader_after_a_long_silence_is_served_the_new_version()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var other = world.AnotherInstance();
        await other.Published.ListAsync(default);

        await world.PublishAsync(Process() with { Name = "Otro nombre" }, Samples.Content);
        world.Time.Advance(PublishedProcessCache.StaleAfter);

        Assert.Equal("Otro nombre", (await other.Published.FindAsync("edomex-2021", default))!.Process.Name);
    }

    [Fact]
    public async Task Readers_do_not_wait_when_storage_hangs()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await world.PublishAsync(Process(), Samples.Content);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.BeforeForward = async _ =>
        {
            arrived.TrySetResult();
            await goOn.Task;
            return ProxyAction.Continue;
        };

        world.Time.Advance(PublishedProcessCache.CheckEvery);
        Assert.True(world.Published.FindAsync("edomex-2021", default).AsTask().IsCompletedSuccessfully);
        await arrived.Task;
        for (var i = 0; i < 1000; i++) Assert.True(world.Published.FindAsync("edomex-2021", default).AsTask().IsCompletedSuccessfully);
        goOn.SetResult();
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(403)]
    public async Task When_storage_fails_the_held_version_is_served_until_a_look_finds_the_new_one(int status)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var other = world.AnotherInstance(proxy.ConnectionString);
        var held = await other.Published.FindAsync("edomex-2021", default);
        await world.PublishAsync(Process() with { Name = "Otro nombre" }, Samples.Content);
        proxy.Set(StorageMode.Fail(status));

        for (var i = 0; i < 3; i++)
        {
            world.Time.Advance(PublishedProcessCache.CheckEvery);
            Assert.Same(held, await other.Published.FindAsync("edomex-2021", default));
            var looks = i;
            await UntilAsync(() => other.Logs.Entries.Count > 0 && proxy.Requests.Count > looks);
        }

        // Logged once, not with every look.
        Assert.Equal("LogLookFailed", Assert.Single(other.Logs.Entries).Id.Name);
        proxy.Set(StorageMode.Up);
        await UntilAsync(async () =>
        {
            world.Time.Advance(PublishedProcessCache.CheckEvery);
            return (await other.Published.FindAsync("edomex-2021", default))!.Process.Name == "Otro nombre";
        });
    }

    [Theory]
    [InlineData("content")]
    [InlineData("statistics")]
    public async Task The_old_snapshot_is_served_while_the_new_one_is_broken(string what)
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        await world.PublishAsync(Process("atlautla-2022"), Samples.Content);
        var held = await world.Published.FindAsync("edomex-2021", default);
        await BreakAsync(world, what);

        await world.Published.RefreshAsync(default);

        // The calendar is the new one, the content the old one, and the failure is logged once.
        var served = await world.Published.FindAsync("edomex-2021", default);
        Assert.Equal("Otro", served!.Process.Name);
        Assert.Same(held!.Content, served.Content);
        Assert.Same(held.Statistics, served.Statistics);
        await world.Published.RefreshAsync(default);
        Assert.Equal("LogBroken", Assert.Single(world.Logs.Entries).Id.Name);

        await world.PublishAsync(Process() with { Name = "Reparado" }, Samples.Content);
        Assert.Equal("Reparado", (await world.Published.FindAsync("edomex-2021", default))!.Process.Name);
    }

    [Theory]
    [InlineData("content")]
    [InlineData("statistics")]
    public async Task A_cold_instance_serves_all_but_the_broken_process_and_that_one_once_it_is_repaired(string what)
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        await world.PublishAsync(Process("atlautla-2022"), Samples.Content);
        await BreakAsync(world, what);
        var cold = world.AnotherInstance();

        var served = (await cold.Published.FindAsync("edomex-2021", default))!;
        Assert.Equal(what == "content", Record.Exception(() => served.Content) is ContentUnavailableException);
        Assert.Equal(what == "statistics", Record.Exception(() => served.Statistics) is ContentUnavailableException);
        Assert.NotEmpty((await cold.Published.FindAsync("atlautla-2022", default))!.Content.All.Platforms);

        var whole = what == "content"
            ? await world.Contents.WriteAsync(Edomex, Samples.Content with { Platforms = [] }, default)
            : await world.PublishedStatistics.WriteAsync(Edomex, PublishedStatistics.None, default);
        await world.Catalogs.ChangeAsync(
            catalog => catalog.Replace(what == "content"
                ? catalog.Find(Edomex)! with { ContentVersion = whole }
                : catalog.Find(Edomex)! with { StatisticsVersion = whole }),
            default);
        await cold.Published.RefreshAsync(default);
        served = (await cold.Published.FindAsync("edomex-2021", default))!;
        Assert.Equal(2, served.Content.All.Sections.Count);
        Assert.NotNull(served.Statistics);
    }

    [Fact]
    public async Task Whatever_fails_for_the_content_of_one_process_the_others_are_refreshed()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        await world.PublishAsync(Process("atlautla-2022"), Samples.Content);
        var other = world.AnotherInstance(proxy.ConnectionString);
        var held = (await other.Published.FindAsync("edomex-2021", default))!;
        await world.PublishAsync(Process() with { Name = "Otro" }, Samples.Content with { Platforms = [] });
        await world.PublishAsync(Process("atlautla-2022") with { Name = "Otro" }, Samples.Content with { Platforms = [] });
        proxy.BeforeForward = request => Task.FromResult(
            request.Target.Contains("edomex-2021/content", StringComparison.Ordinal) ? ProxyAction.Answer(403) : ProxyAction.Continue);

        for (var i = 0; i < 3; i++) await other.Published.RefreshAsync(default);

        var (served, neighbour) = ((await other.Published.FindAsync("edomex-2021", default))!, (await other.Published.FindAsync("atlautla-2022", default))!);
        Assert.Equal("Otro", served.Process.Name);
        Assert.Same(held.Content, served.Content);
        Assert.Empty(neighbour.Content.All.Platforms);
        Assert.Equal("LogBroken", Assert.Single(other.Logs.Entries).Id.Name);

        proxy.BeforeForward = null;
        await other.Published.RefreshAsync(default);
        Assert.Empty((await other.Published.FindAsync("edomex-2021", default))!.Content.All.Platforms);
    }

    [Fact]
    public async Task While_storage_is_away_a_new_calendar_opens_no_content_that_it_was_not_made_for()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var other = world.AnotherInstance(proxy.ConnectionString);
        var held = (await other.Published.FindAsync("edomex-2021", default))!;
        await world.PublishAsync(Process() with { Name = "Otro" }, Samples.Content with { Platforms = [] });
        proxy.BeforeForward = request => Task.FromResult(
            request.Target.Contains("edomex-2021/content", StringComparison.Ordinal) ? ProxyAction.Answer(503) : ProxyAction.Continue);

        await Assert.ThrowsAnyAsync<Exception>(() => other.Published.RefreshAsync(default));
        Assert.Same(held, await other.Published.FindAsync("edomex-2021", default));

        proxy.BeforeForward = null;
        await other.Published.RefreshAsync(default);
        Assert.Equal("Otro", (await other.Published.FindAsync("edomex-2021", default))!.Process.Name);
    }

    [Fact]
    public async Task A_snapshot_that_claims_more_than_any_instance_holds_stops_neither_the_others_nor_its_own_calendar()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        await world.PublishAsync(Process("atlautla-2022"), Samples.Content);
        var held = (await world.Published.FindAsync("edomex-2021", default))!;
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(packed, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntry("districts.json").Open().Dispose();
        // The size that the directory of the archive tells: no memory holds 4 GB.
        var bytes = packed.ToArray();
        var entry = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 1, 2]);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(entry + 24), 0xF0000000);
        var version = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes).AsSpan(0, 16));
        await world.Blobs.PutAsync(world.Names.ContentContainer, $"edomex-2021/content/{version}.zip", BinaryData.FromBytes(bytes), default);
        await world.Catalogs.ChangeAsync(catalog => catalog
            .Replace(catalog.Find(Edomex)! with { ContentVersion = version, Name = "Otro" })
            .Replace(catalog.Find(ProcessId.Parse("atlautla-2022"))! with { Name = "Otro" }), default);

        await world.Published.RefreshAsync(default);

        Assert.Equal(["Otro", "Otro"], (await world.Published.ListAsync(default)).Select(p => p.Process.Name));
        Assert.Same(held.Content, (await world.Published.FindAsync("edomex-2021", default))!.Content);
        Assert.Equal("LogBroken", Assert.Single(world.Logs.Entries).Id.Name);
    }

    /// <summary>Returns an instance that has read nothing yet, in an installation with one process.</summary>
    private static async Task<PublishedProcessCache> ColdAsync(StorageProxy proxy)
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        return world.AnotherInstance(proxy.ConnectionString).Published;
    }

    private static async Task BreakAsync(World world, string what)
    {
        var name = $"edomex-2021/{what}/broken.{(what == "content" ? "zip" : "json")}";
        await world.Blobs.PutAsync(world.Names.ContentContainer, name, BinaryData.FromString("broken"), default);
        await world.Catalogs.ChangeAsync(
            catalog => catalog.Replace(what == "content"
                ? catalog.Find(Edomex)! with { ContentVersion = "broken", Name = "Otro" }
                : catalog.Find(Edomex)! with { StatisticsVersion = "broken", Name = "Otro" }),
            default);
    }

    [Fact]
    public async Task The_first_reader_fails_when_there_is_nothing_to_serve_yet_and_a_later_one_is_served()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var other = world.AnotherInstance(proxy.ConnectionString);
        proxy.Set(StorageMode.Fail(503));

        await Assert.ThrowsAnyAsync<Exception>(async () => await other.Published.ListAsync(default));
        proxy.Set(StorageMode.Up);
        Assert.Single(await other.Published.ListAsync(default));
    }

    [Fact]
    public async Task Many_concurrent_first_readers_are_all_served()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var other = world.AnotherInstance();

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => other.Published.FindAsync("edomex-2021", default).AsTask())), Assert.NotNull);
    }

    [Fact]
    public async Task A_writer_sees_its_own_change_at_once()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        await world.Catalogs.ChangeAsync(catalog => catalog.Replace(catalog.Find(Edomex)! with { Name = "Otro nombre" }), default);

        await world.Published.RefreshAsync(default);

        Assert.Equal("Otro nombre", (await world.Published.FindAsync("edomex-2021", default))!.Process.Name);
    }

    /// <summary>Waits for background work, which the fake clock does not control.</summary>
    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
    }
}
