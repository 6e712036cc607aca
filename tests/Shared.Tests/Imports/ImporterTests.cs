using System.Text;
using System.Text.Json;
using ServerlessDecide.Imports;
using ServerlessDecide.Processes;
using ServerlessDecide.TestSupport;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ImporterTests
{
    private const string Districts = "number,seat\n7,Tenancingo\n40,Ixtapaluca\n";
    private const string Municipalities = "code,name,lat,lon\n15106,Toluca,19.2826,-99.6557\n15039,Ixtapaluca,19.3188,-98.8825\n";

    [Fact]
    public async Task A_file_is_stored_and_its_import_queued()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());

        var id = await QueueAsync(world, "districts", Districts);

        Assert.Equal([new ImportMessage("edomex-2021", id)], await world.TakeAsync(ImportMessage.Queue, ImportMessageJson.Default.ImportMessage));
        var import = await FindAsync(world, id);
        Assert.Equal(("districts", false, ImportStatus.Queued, world.Time.GetUtcNow()), (import.Dataset, import.IsJson, import.Status, import.CreatedAt));
        Assert.Equal(Districts, (await world.ImportStore.ReadFileAsync(Edomex, id, default))!.ToString());
    }

    [Fact]
    public async Task A_clean_file_is_published_and_served_at_once()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());

        var import = await ImportAsync(world, "districts", Districts);

        Assert.Equal((ImportStatus.Done, 2, 2, 0), (import.Status, import.Rows, import.Accepted, import.Rejected));
        Assert.Empty(import.Findings.Errors);
        Assert.Equal(["Tenancingo", "Ixtapaluca"], (await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts.Select(d => d.Seat));
    }

    [Fact]
    public async Task One_bad_row_prevents_the_whole_import()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var before = (await world.Published.FindAsync("edomex-2021", default))!.Process.ContentVersion;

        var import = await ImportAsync(world, "districts", "number,seat\n7,Otra\n40,Otra\n41,\n7,Doble\n");

        Assert.Equal((ImportStatus.Failed, 4, 0, 2), (import.Status, import.Rows, import.Accepted, import.Rejected));
        Assert.Equal([new(4, "seat", ImportErrorCode.Required, ""), new(5, "number", ImportErrorCode.Duplicate, "7")], import.Findings.Errors);
        Assert.Equal(before, (await world.Published.FindAsync("edomex-2021", default))!.Process.ContentVersion);
    }

    [Fact]
    public async Task Errors_of_reading_and_of_rows_are_reported_together()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());

        var import = await ImportAsync(world, "districts", "number,seat\n7,Una,más\n0,Cero\n8,Ocho\n");

        Assert.Equal((ImportStatus.Failed, 2, 2), (import.Status, import.Rows, import.Rejected));
        Assert.Equal([(2, ImportErrorCode.WrongCellCount), (3, ImportErrorCode.BadValue)], import.Findings.Errors.Select(e => (e.Row, e.Code)));
    }

    [Theory]
    [InlineData("7,Tenancingo\n40,\n")]
    [InlineData("7,Tenancingo\n4o,Ixtapaluca\n")]
    [InlineData("7,Tenancingo\n40,\"Ixtapaluca\n")]
    [InlineData("7,Tenancingo\n40,Ixtapaluca,más\n")]
    public async Task The_causes_are_reported_and_what_follows_from_them_is_counted(string rows)
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);

        var import = await ImportAsync(world, "districts", "number,seat\n" + rows);

        Assert.Equal(ImportStatus.Failed, import.Status);
        Assert.NotEmpty(import.Findings.Errors);
        Assert.DoesNotContain(import.Findings.Errors, e => e.Code == ImportErrorCode.InUse);
        Assert.Equal((0, 1), (import.Findings.MoreErrors, import.Findings.Consequences));
    }

    [Fact]
    public async Task A_cell_of_five_megabytes_is_one_bad_cell()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());

        var import = await ImportAsync(world, "districts", $"number,seat\n7,\"{new string('x', 2_500_000)}\n{new string('y', 2_500_000)}\"\n40,Ixtapaluca\n");

        var error = Assert.Single(import.Findings.Errors);
        Assert.Equal((2, "seat", ImportErrorCode.TooLong), (error.Row, error.Column, error.Code));
        Assert.InRange(error.Value.Length, 1, 100);
    }

    [Fact]
    public async Task All_bad_rows_count_though_only_a_thousand_errors_are_reported()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());

        var import = await ImportAsync(world, "districts", "number,seat\n8,Ocho\n" + string.Concat(Enumerable.Repeat("7\n", 1500)) + "x,x\n");

        Assert.Equal((1501, ImportErrors.MaxReported), (import.Rejected, import.Findings.Errors.Count));
    }

    [Theory]
    [InlineData("", ImportErrorCode.EmptyFile)]
    [InlineData("number,seat\n", ImportErrorCode.EmptyFile)]
    [InlineData("number\n7", ImportErrorCode.MissingColumn)]
    [InlineData("number,seat\n7,\"x", ImportErrorCode.Unreadable)]
    public async Task An_empty_or_unreadable_file_fails_and_leaves_the_published_content(string file, ImportErrorCode code)
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content with { Sections = [] });

        var import = await ImportAsync(world, "districts", file);

        Assert.Equal(ImportStatus.Failed, import.Status);
        Assert.Equal(code, Assert.Single(import.Findings.Errors).Code);
        Assert.Equal(2, (await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts.Count);
    }

    [Fact]
    public async Task An_import_that_runs_twice_has_the_effect_of_one()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var id = await QueueAsync(world, "districts", Districts);
        await world.Importer.RunAsync(Edomex, id, default);
        var later = await ImportAsync(world, "districts", "number,seat\n1,Chalco\n");
        Assert.Equal(ImportStatus.Done, later.Status);

        // The message is delivered again after a newer file was imported.
        Assert.True(await world.Importer.RunAsync(Edomex, id, default));

        Assert.Equal("Chalco", Assert.Single((await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts).Seat);
        Assert.Equal(ImportStatus.Done, (await FindAsync(world, id)).Status);
    }

    [Fact]
    public async Task The_file_sent_last_stays_though_an_earlier_one_leaves_the_queue_later()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var late = await QueueAsync(world, "districts", Districts);
        await ImportAsync(world, "districts", "number,seat\n1,Chalco\n");

        Assert.True(await world.Importer.RunAsync(Edomex, late, default));

        Assert.Equal([new(0, "", ImportErrorCode.Superseded, "")], (await FindAsync(world, late)).Findings.Errors);
        Assert.Equal("Chalco", Assert.Single((await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts).Seat);
    }

    [Fact]
    public async Task The_file_sent_last_stays_though_an_earlier_one_is_read_while_it_is_published()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var first = await QueueAsync(world, "districts", Districts);
        var last = await QueueAsync(world, "districts", "number,seat\n1,Chalco\n");
        var (isPublished, once) = (false, 0);
        proxy.BeforeForward = async request =>
        {
            if (isPublished && Interlocked.Increment(ref once) == 1) await world.Importer.RunAsync(Edomex, first, default);
            isPublished |= request.Method == "PUT" && request.Target.Contains("catalog.json", StringComparison.Ordinal);
            return ProxyAction.Continue;
        };

        await world.AnotherInstance(proxy.ConnectionString).Importer.RunAsync(Edomex, last, default);

        Assert.Equal((ImportStatus.Failed, ImportStatus.Done), ((await FindAsync(world, first)).Status, (await FindAsync(world, last)).Status));
        await world.Published.RefreshAsync(default);
        Assert.Equal("Chalco", Assert.Single((await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts).Seat);
    }

    [Fact]
    public async Task A_file_that_was_sent_before_one_that_failed_is_published()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var late = await QueueAsync(world, "districts", Districts);
        await ImportAsync(world, "districts", "number,seat\n1,\n");

        await world.Importer.RunAsync(Edomex, late, default);

        Assert.Equal(ImportStatus.Done, (await FindAsync(world, late)).Status);
    }

    [Fact]
    public async Task Importing_the_same_file_twice_gives_the_same_content()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        await ImportAsync(world, "districts", Districts);
        var version = (await world.Published.FindAsync("edomex-2021", default))!.Process.ContentVersion;

        await ImportAsync(world, "districts", "\uFEFFnumber;seat\r\n40;Ixtapaluca\r\n7;Tenancingo\r\n");

        Assert.Equal(version, (await world.Published.FindAsync("edomex-2021", default))!.Process.ContentVersion);
    }

    [Fact]
    public async Task Two_concurrent_imports_are_both_published()
    {
        for (var round = 0; round < 4; round++)
        {
            var world = await World.NewAsync();
            await world.PublishAsync(Process());
            var ids = new[] { await QueueAsync(world, "districts", Districts), await QueueAsync(world, "municipalities", Municipalities) };

            await Task.WhenAll(ids.Select(id => world.AnotherInstance().Importer.RunAsync(Edomex, id, default)));

            await world.Published.RefreshAsync(default);
            var content = (await world.Published.FindAsync("edomex-2021", default))!.Content.All;
            Assert.Equal((2, 2), (content.Districts.Count, content.Municipalities.Count));
            foreach (var id in ids) Assert.Equal(ImportStatus.Done, (await FindAsync(world, id)).Status);
        }
    }

    [Fact]
    public async Task Two_imports_of_one_instance_do_not_overlap()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await world.PublishAsync(Process());
        var first = await QueueAsync(world, "districts", Districts);
        var second = await QueueAsync(world, "municipalities", Municipalities);
        var touched = new System.Collections.Concurrent.ConcurrentQueue<string>();
        proxy.BeforeForward = request =>
        {
            foreach (var id in new[] { first, second }.Where(id => request.Target.Contains(id, StringComparison.Ordinal))) touched.Enqueue(id);
            return Task.FromResult(ProxyAction.Continue);
        };

        await Task.WhenAll(world.Importer.RunAsync(Edomex, first, default), world.Importer.RunAsync(Edomex, second, default));

        Assert.Equal([first, second], touched.Distinct());
        // Everything that belongs to the second one comes after everything that belongs to the first.
        Assert.Equal(touched.OrderBy(id => id == second), touched);
    }

    [Fact]
    public async Task What_a_person_says_about_a_file_is_kept_until_it_is_read()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        byte[] file = Workbook.Of([("Notas", "visible", ""), ("Lista", "visible", $"<row>{Workbook.Text("A1", "number")}{Workbook.Text("B1", "seat")}</row><row><c><v>1</v></c>{Workbook.Text("B2", "D’az")}</row>")]);
        var id = await world.Importer.QueueAsync(
            Edomex, Datasets.Find("districts")!, false, new ImportReading(Sheet: "Lista", Encoding: "utf-8"), new MemoryStream(file), new("operator-key"), default);

        Assert.True(await world.Importer.RunAsync(Edomex, id, default));

        var import = await FindAsync(world, id);
        Assert.Equal((ImportStatus.Done, "Lista", "utf-8"), (import.Status, import.Sheet, import.Encoding));
    }

    [Theory]
    [InlineData("macintosh")]
    [InlineData("ibm850")]
    [InlineData("utf-8 twice")]
    public async Task Garbled_names_are_not_published(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        const string Text = "number,seat\n1,Chalco de Díaz Covarrubias\n";
        var file = encoding == "utf-8 twice"
            ? Encoding.UTF8.GetBytes(Encoding.GetEncoding(1252).GetString(Encoding.UTF8.GetBytes(Text)))
            : Encoding.GetEncoding(encoding).GetBytes(Text);
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var id = await world.Importer.QueueAsync(Edomex, Datasets.Find("districts")!, false, null, new MemoryStream(file), new("operator-key"), default);

        await world.Importer.RunAsync(Edomex, id, default);

        var import = await FindAsync(world, id);
        Assert.Equal(ImportStatus.Failed, import.Status);
        Assert.Equal([(2, "seat", ImportErrorCode.GarbledText)], import.Findings.Errors.Select(e => (e.Row, e.Column, e.Code)));
    }

    [Fact]
    public async Task An_import_overtaken_by_another_is_checked_again_on_the_new_content()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content with { Sections = [] });
        var slow = world.AnotherInstance(proxy.ConnectionString);
        var id = await QueueAsync(world, "districts", "number,seat\n7,Tenancingo\n");
        var once = 0;
        // While the snapshot without district 40 is being written, sections that need it are published.
        proxy.BeforeForward = async request =>
        {
            if (request.Method == "PUT" && request.Target.Contains("/content/", StringComparison.Ordinal) && Interlocked.Increment(ref once) == 1)
            {
                await ImportAsync(world, "sections", "section,municipality,district,registeredVoters\n2001,15039,40,987\n");
            }

            return ProxyAction.Continue;
        };

        await slow.Importer.RunAsync(Edomex, id, default);

        var import = await FindAsync(world, id);
        Assert.Equal(ImportStatus.Failed, import.Status);
        Assert.Equal([new(0, "number", ImportErrorCode.InUse, "40")], import.Findings.Errors);
        Assert.Equal(0, import.Rejected);
        await world.Published.RefreshAsync(default);
        Assert.Equal(2, (await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts.Count);
    }

    [Fact]
    public async Task A_crashed_import_is_completed_when_its_message_comes_again()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var dying = world.AnotherInstance(proxy.ConnectionString);
        var id = await QueueAsync(world, "districts", Districts);
        proxy.BeforeForward = request => Task.FromResult(
            request.Target.Contains("catalog.json", StringComparison.Ordinal) && request.Method == "PUT" ? ProxyAction.Answer(500) : ProxyAction.Continue);

        await Assert.ThrowsAnyAsync<Exception>(() => dying.Importer.RunAsync(Edomex, id, default));
        Assert.Equal(ImportStatus.Running, (await FindAsync(world, id)).Status);

        Assert.True(await world.Importer.RunAsync(Edomex, id, default));
        Assert.Equal(ImportStatus.Done, (await FindAsync(world, id)).Status);
        Assert.Equal(2, (await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts.Count);
    }

    [Fact]
    public async Task Platforms_are_in_use_from_the_moment_reactions_open()
    {
        var world = await World.NewAsync();
        var process = Process() with { Calendar = Calendar((Activity.ReactToPlatforms, Window("2021-05-11", "2021-06-03"))) };
        await world.PublishAsync(process, Samples.Content);
        const string Replacement = """
            [{"id":"nueva","contender":"maiz","scope":"council","title":"t","sections":[{"id":"a","topic":"a","heading":"a","text":"a"}]}]
            """;
        Assert.Equal(ImportStatus.Done, (await ImportAsync(world, "platforms", Replacement, isJson: true)).Status);

        world.Time.SetUtcNow(At("2021-05-11"));
        var import = await ImportAsync(world, "platforms", Replacement.Replace("nueva", "otra", StringComparison.Ordinal), isJson: true);

        Assert.Equal([new(0, "id", ImportErrorCode.InUse, "nueva")], import.Findings.Errors);
    }

    [Fact]
    public async Task Platforms_that_were_in_use_stay_in_use_though_the_calendar_says_that_reactions_open_later()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        // Even if such a calendar were written: the first write after the opening records what has opened.
        await world.Catalogs.ChangeAsync(
            catalog => catalog.Replace(catalog.Find(Edomex)! with { Calendar = Calendar((Activity.ReactToPlatforms, Window("2021-05-12", "2021-06-03"))) }), default);

        var stolen = JsonSerializer.Serialize(Samples.Content.Platforms.Select(p => new
        {
            id = p.Id,
            contender = "maiz",
            scope = "legislature",
            title = p.Title,
            sections = p.Sections.Select(s => new { id = s.Id, topic = s.Topic, heading = s.Heading, text = s.Text }),
        }));
        var import = await ImportAsync(world, "platforms", stolen, isJson: true);

        Assert.Equal(ImportStatus.Failed, import.Status);
        Assert.Equal(
            ["cerro-municipios", "plataforma-cerro", "plataforma-lluvia", "plataforma-maiz-y-lluvia"],
            import.Findings.Errors.Where(e => e.Code == ImportErrorCode.InUse).Select(e => e.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_import_checked_before_reactions_open_is_checked_again_when_it_is_published_afterwards()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        await world.PublishAsync(Process() with { Calendar = Calendar((Activity.ReactToPlatforms, Window("2021-05-11", "2021-06-03"))) }, Samples.Content);
        const string Others = """
            [{"id":"nueva","contender":"maiz","scope":"council","title":"t","sections":[{"id":"a","topic":"a","heading":"a","text":"a"}]}]
            """;
        // Reactions open while the snapshot is written: after the check of the rows and before the publication.
        proxy.BeforeForward = request =>
        {
            if (request is { Service: StorageService.Blob, Method: "PUT" } && request.Target.Contains("/content/", StringComparison.Ordinal)) world.Time.SetUtcNow(At("2021-05-11"));
            return Task.FromResult(ProxyAction.Continue);
        };

        var import = await ImportAsync(world, "platforms", Others, isJson: true);

        Assert.Equal(ImportStatus.Failed, import.Status);
        Assert.Equal(5, import.Findings.Errors.Count(e => e.Code == ImportErrorCode.InUse));
        Assert.Equal(5, (await world.Published.FindAsync("edomex-2021", default))!.Content.All.Platforms.Count);
    }

    [Fact]
    public async Task The_audit_records_which_file_was_sent_and_by_whom()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var id = await QueueAsync(world, "districts", Districts);

        var entry = Assert.Single(await world.Audit.ReadAsync(Edomex, world.Time.GetUtcNow(), default).ToListAsync());

        Assert.Equal(("operator-key", "import.queue"), (entry.Actor, entry.Action));
        var bytes = Encoding.UTF8.GetBytes(Districts);
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Equal($$"""{"import":"{{id}}","dataset":"districts","sha256":"{{sha256}}","bytes":{{bytes.Length}}}""", entry.Detail);
    }

    [Fact]
    public async Task An_import_that_does_not_exist_does_not_run()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());

        Assert.False(await world.Importer.RunAsync(Edomex, Guid.NewGuid().ToString(), default));
        Assert.False(await world.Importer.RunAsync(Edomex, "../catalog", default));
        var id = await QueueAsync(world, "districts", Districts);
        Assert.False(await world.Importer.RunAsync(ProcessId.Parse("atlautla-2022"), id, default));
        Assert.Null(await world.ImportStore.FindAsync(ProcessId.Parse("atlautla-2022"), id, default));
    }

    [Fact]
    public async Task A_file_as_large_as_the_real_ones_is_imported_to_the_last_row()
    {
        var districts = string.Concat(Enumerable.Range(1, 45).Select(n => $"{n},Cabecera {n}\n"));
        var municipalities = string.Concat(Enumerable.Range(15001, 125).Select(n => $"{n},Municipio {n},19.5,-99.5\n"));
        var sections = string.Concat(Enumerable.Range(1, 6530).Select(n => $"{n:D4},{15001 + (n % 125)},{1 + (n % 45)},{n}\n"));
        var world = await World.NewAsync();
        await world.PublishAsync(Process());

        Assert.Equal(45, (await ImportAsync(world, "districts", "number,seat\n" + districts)).Accepted);
        Assert.Equal(125, (await ImportAsync(world, "municipalities", "code,name,lat,lon\n" + municipalities)).Accepted);
        Assert.Equal(6530, (await ImportAsync(world, "sections", "section,municipality,district,registeredVoters\n" + sections)).Accepted);

        var content = (await world.Published.FindAsync("edomex-2021", default))!.Content;
        Assert.Equal(6530, content.All.Sections.Sum(_ => 1));
        Assert.Equal(6530, content.All.Districts.Sum(d => content.SectionsOfDistrict(d.Number).Count()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_that_no_instance_would_read_is_not_published_and_the_import_says_so_also_when_asked_before(bool dryRun)
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        var before = (await world.Catalogs.ReadAsync(null, default))!.Catalog.Find(Edomex)!.ContentVersion;
        var small = new ServerlessDecide.Content.ContentStore(world.Blobs, world.Names) { MaxPart = 400 };
        using var importer = new Importer(world.ImportStore, world.Catalogs, small, world.Published, world.Audit, world.Queues, world.Time);
        var file = "number,seat\n" + string.Concat(Enumerable.Range(1, 45).Select(n => $"{n},Cabecera {n}\n"));

        var id = await world.Importer.QueueAsync(
            Edomex, Datasets.Find("districts")!, false, null, new MemoryStream(Encoding.UTF8.GetBytes(file)), new Submission("operator-key", IsDryRun: dryRun), default);
        Assert.True(await importer.RunAsync(Edomex, id, default));

        var import = await FindAsync(world, id);
        Assert.Equal((ImportStatus.Failed, 45, 0), (import.Status, import.Rows, import.Accepted));
        Assert.Equal([new(0, "", ImportErrorCode.ContentTooLarge, "")], import.Findings.Errors);
        Assert.Equal(before, (await world.Catalogs.ReadAsync(null, default))!.Catalog.Find(Edomex)!.ContentVersion);
    }

    private static Task<string> QueueAsync(World world, string dataset, string file, bool isJson = false) =>
        world.Importer.QueueAsync(Edomex, Datasets.Find(dataset)!, isJson, null, new MemoryStream(Encoding.UTF8.GetBytes(file)), new Submission("operator-key"), default);

    private static async Task<Import> ImportAsync(World world, string dataset, string file, bool isJson = false)
    {
        var id = await QueueAsync(world, dataset, file, isJson);
        Assert.True(await world.Importer.RunAsync(Edomex, id, default));
        return await FindAsync(world, id);
    }

    private static async Task<Import> FindAsync(World world, string id) => (await world.ImportStore.FindAsync(Edomex, id, default))!;
}
