using System.Text;
using FsCheck.Fluent;
using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Processes;

public sealed class CatalogStoreTests
{
    [Fact]
    public async Task The_catalog_is_empty_before_the_first_process()
    {
        var world = await World.NewAsync();
        var read = await world.Catalogs.ReadAsync(null, default);

        Assert.Empty(read!.Catalog.Processes);
        Assert.Null(read.ETag);
    }

    [Fact]
    public async Task Reading_the_catalog_with_its_current_version_returns_null()
    {
        var world = await World.NewAsync();
        await world.Catalogs.ChangeAsync(catalog => catalog.With(Process()), default);
        var read = await world.Catalogs.ReadAsync(null, default);

        Assert.Null(await world.Catalogs.ReadAsync(read!.ETag, default));
        await world.Catalogs.ChangeAsync(catalog => catalog.Replace(Process() with { Name = "Otro" }), default);
        Assert.Equal("Otro", (await world.Catalogs.ReadAsync(read.ETag, default))!.Catalog.Processes.Single().Name);
    }

    [Fact]
    public async Task A_change_that_returns_null_writes_nothing()
    {
        var world = await World.NewAsync();
        await world.Catalogs.ChangeAsync(catalog => catalog.With(Process()), default);
        var before = await world.Catalogs.ReadAsync(null, default);

        Assert.False(await world.Catalogs.ChangeAsync(_ => null, default));
        Assert.Equal(before!.ETag, (await world.Catalogs.ReadAsync(null, default))!.ETag);
    }

    [Fact]
    public async Task Concurrent_writers_of_the_catalog_lose_nothing()
    {
        var world = await World.NewAsync();
        var ids = Enumerable.Range(0, 12).Select(i => $"proceso-{i}").ToList();

        var changed = await Task.WhenAll(ids.Select(id => world.AnotherInstance().Catalogs.ChangeAsync(catalog => catalog.With(Process(id)), default)));

        Assert.All(changed, Assert.True);
        Assert.Equal(ids.Order(), (await world.Catalogs.ReadAsync(null, default))!.Catalog.Processes.Select(p => p.Id.Value).Order());
    }

    [Fact]
    public async Task Concurrent_creations_of_the_same_process_create_it_once()
    {
        var world = await World.NewAsync();

        var created = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.AnotherInstance().Catalogs.ChangeAsync(catalog => catalog.With(Process()), default)));

        Assert.Single(created, made => made);
        Assert.Single((await world.Catalogs.ReadAsync(null, default))!.Catalog.Processes);
    }

    [Fact]
    public async Task The_catalog_reads_back_as_written()
    {
        var world = await World.NewAsync();
        var zones = new[] { "America/Mexico_City", "Etc/UTC", "Asia/Kolkata" };
        var gaps = Gen.Zip(Gen.Choose(1, 400), Gen.Choose(1, int.MaxValue)).ArrayOf();
        var names = AnyText.Where(text => text.EnumerateRunes().All(r => r != Rune.ReplacementChar));
        var processes = Gen.Zip(Gen.Zip(Gen.Elements(zones), Gen.Choose(0, 5000)), Gen.Zip(gaps, names))
            .Select(drawn => Build(drawn.Item1.Item1, drawn.Item1.Item2, drawn.Item2.Item1, drawn.Item2.Item2))
            .Sample(20, 40);

        var written = Catalog.Empty;
        foreach (var (process, number) in processes.Select((p, i) => (p, i))) written = written.With(process with { Id = ProcessId.Parse($"p{number}-2021") })!;
        await world.Catalogs.ChangeAsync(_ => written, default);
        var read = (await world.Catalogs.ReadAsync(null, default))!.Catalog;

        Assert.Equal(written.Processes.Count, read.Processes.Count);
        foreach (var (one, other) in written.Processes.Zip(read.Processes))
        {
            Assert.Equal(one with { Calendar = other.Calendar, ReactionsOpened = other.ReactionsOpened }, other);
            foreach (var activity in Enum.GetValues<Activity>()) Assert.Equal(one.Calendar[activity], other.Calendar[activity]);
        }
    }

    [Fact]
    public async Task What_a_process_says_of_itself_and_removed_processes_read_back_as_written()
    {
        var world = await World.NewAsync();
        var said = Process() with
        {
            ShortName = "Edomex",
            Territory = "Estado de México",
            Institute = new("Instituto", "https://instituto.example.mx", null),
            IsDemonstration = true,
            IsDraft = true,
            Removal = new(At("2021-02-01"), "operator-key"),
        };
        await world.Catalogs.ChangeAsync(catalog => catalog.With(said)!.With(Process("quitado-2021"))!.Remove(Process("quitado-2021")), default);
        // Any later write keeps the removed ones.
        await world.Catalogs.ChangeAsync(catalog => catalog.With(Process("otro-2021")), default);
        var read = (await world.Catalogs.ReadAsync(null, default))!.Catalog;

        var found = read.Find(Edomex)!;
        Assert.Equal(said with { Calendar = found.Calendar, ReactionsOpened = found.ReactionsOpened }, found);
        Assert.Equal("quitado-2021", Assert.Single(read.Removed).Id.Value);
    }

    [Fact]
    public async Task A_stored_activity_unknown_to_this_version_is_ignored()
    {
        var world = await World.NewAsync();
        await world.Catalogs.ChangeAsync(catalog => catalog.With(Process()), default);
        var stored = (await world.Blobs.ReadAsync(world.Names.ContentContainer, "catalog.json", null, default))!.Value.Content.ToString();
        var newer = BinaryData.FromString(stored.Replace("\"results\":", "\"recounts\":", StringComparison.Ordinal));
        await world.Blobs.PutAsync(world.Names.ContentContainer, "catalog.json", newer, default);

        Assert.NotNull((await world.Catalogs.ReadAsync(null, default))!.Catalog.Find(Edomex));
    }

    [Fact]
    public async Task What_a_newer_version_has_written_survives_a_write_of_this_one()
    {
        var world = await World.NewAsync();
        await world.Catalogs.ChangeAsync(catalog => catalog.With(Process())!.With(Process("quitado-2021"))!.Remove(Process("quitado-2021")), default);
        var stored = System.Text.Json.Nodes.JsonNode.Parse(await StoredAsync())!;
        stored["future"] = new System.Text.Json.Nodes.JsonObject { ["a"] = 1 };
        stored["processes"]![0]!["future"] = "de un proceso";
        stored["removed"]![0]!["future"] = new System.Text.Json.Nodes.JsonArray(true, null);
        await world.Blobs.PutAsync(world.Names.ContentContainer, "catalog.json", BinaryData.FromString(stored.ToJsonString()), default);

        await world.AnotherInstance().Catalogs.ChangeAsync(catalog => catalog.Replace(catalog.Find(Edomex)! with { Name = "Otro" }), default);
        await world.AnotherInstance().Catalogs.ChangeAsync(catalog => catalog.With(Process("otro-2021")), default);
        await world.AnotherInstance().Catalogs.ChangeAsync(catalog => catalog.PutBack(ProcessId.Parse("quitado-2021")), default);

        var after = System.Text.Json.Nodes.JsonNode.Parse(await StoredAsync())!;
        Assert.Equal("{\"a\":1}", after["future"]!.ToJsonString());
        var futures = after["processes"]!.AsArray().ToDictionary(p => (string)p!["id"]!, p => p!["future"]?.ToJsonString());
        Assert.Equal(("\"de un proceso\"", "[true,null]", null), (futures["edomex-2021"], futures["quitado-2021"], futures["otro-2021"]));
        Assert.Equal("Otro", (await world.Catalogs.ReadAsync(null, default))!.Catalog.Find(Edomex)!.Name);

        async Task<string> StoredAsync() => (await world.Blobs.ReadAsync(world.Names.ContentContainer, "catalog.json", null, default))!.Value.Content.ToString();
    }

    private static ElectoralProcess Build(string zone, int day, (int, int)[] gaps, string name)
    {
        var moment = At("2021-04-10", TimeZoneInfo.FindSystemTimeZoneById(zone));
        var windows = new List<Window>();
        foreach (var (hours, ticks) in gaps.Take(ServerlessDecide.Processes.Calendar.MaxWindows))
        {
            var closes = moment.AddHours(hours).AddTicks(ticks);
            windows.Add(new(moment, closes));
            moment = closes;
        }

        var calendar = ServerlessDecide.Processes.Calendar.TryCreate(
            new Dictionary<Activity, IReadOnlyList<Window>> { [Activity.PublishProfiles] = windows, [Activity.Results] = windows }, out _)!;
        return new ElectoralProcess(
            Edomex, name, TimeZoneInfo.FindSystemTimeZoneById(zone), new DateOnly(2015, 1, 1).AddDays(day), calendar, day % 2 == 0 ? null : $"v{day}", null);
    }
}
