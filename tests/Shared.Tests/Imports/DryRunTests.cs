using System.Text;
using ServerlessDecide.Imports;
using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class DryRunTests
{
    private const string Districts = "number,seat\n7,Tenancingo\n40,Ixtapaluca\n";

    [Fact]
    public async Task A_dry_run_reports_what_would_change_and_publishes_nothing()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        await ImportAsync(world, "districts", Districts);
        var before = await VersionAsync(world);

        var tried = await ImportAsync(world, "districts", "number,seat\n40,Ixtapaluca de Cuauhtémoc\n1,Chalco\n", isDryRun: true);

        Assert.Equal((true, ImportStatus.Done, 2, 2, 0), (tried.IsDryRun, tried.Status, tried.Rows, tried.Accepted, tried.Rejected));
        Assert.Equal("1 / 40 / 7", Told(tried.Findings.Changes));
        Assert.Equal(before, await VersionAsync(world));
        Assert.Equal("operator-key import.dry-run", (await ActsAsync(world))[^1]);

        // The file itself would do the same.
        var real = await ImportAsync(world, "districts", "number,seat\n40,Ixtapaluca de Cuauhtémoc\n1,Chalco\n");
        Assert.Equal("1 / 40 / 7", Told(real.Findings.Changes));
        Assert.NotEqual(before, await VersionAsync(world));
    }

    [Fact]
    public async Task A_dry_run_checks_the_rows_and_what_depends_on_the_content()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);

        var faulty = await ImportAsync(world, "districts", "number,seat\n7,\n40,Ixtapaluca\n", isDryRun: true);
        var inUse = await ImportAsync(world, "districts", "number,seat\n7,Tenancingo\n", isDryRun: true);

        Assert.Equal((ImportStatus.Failed, 1), (faulty.Status, faulty.Rejected));
        Assert.Equal([new(2, "seat", ImportErrorCode.Required, "")], faulty.Findings.Errors);
        Assert.Equal(ImportStatus.Failed, inUse.Status);
        Assert.Equal([new(0, "number", ImportErrorCode.InUse, "40")], inUse.Findings.Errors);
    }

    [Fact]
    public async Task A_dry_run_takes_precedence_over_no_file_that_was_sent_before()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var late = await QueueAsync(world, "districts", Districts);
        await ImportAsync(world, "districts", "number,seat\n1,Chalco\n", isDryRun: true);

        await world.Importer.RunAsync(Edomex, late, default);

        Assert.Equal(ImportStatus.Done, (await FindAsync(world, late)).Status);
    }

    [Fact]
    public async Task A_dry_run_compares_with_what_is_published_when_it_runs_and_publishes_nothing_when_it_comes_twice()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var tried = await QueueAsync(world, "districts", Districts, isDryRun: true);
        await ImportAsync(world, "districts", "number,seat\n7,Tenancingo\n");

        for (var time = 0; time < 2; time++) Assert.True(await world.Importer.RunAsync(Edomex, tried, default));

        var state = await FindAsync(world, tried);
        Assert.Equal((ImportStatus.Done, "40 /  / "), (state.Status, Told(state.Findings.Changes)));
        Assert.Single((await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts);
    }

    [Fact]
    public async Task An_instance_of_an_earlier_version_finds_no_dataset_in_a_dry_run_and_publishes_nothing()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var tried = await QueueAsync(world, "districts", Districts, isDryRun: true);

        var row = await world.Tables.FindAsync(world.Names.Imports, "edomex-2021", tried, default);

        // Version 0.1.0 reads this column, and ends the message as one that names no import when there is no such dataset.
        Assert.False(row!.ContainsKey("Dataset"));
        Assert.Equal("districts", (await FindAsync(world, tried)).Dataset);
    }

    [Fact]
    public async Task Platforms_in_use_are_found_by_a_dry_run_too()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process() with { Calendar = Calendar((Activity.ReactToPlatforms, Window("2021-05-01", "2021-06-03"))) }, Samples.Content);

        var tried = await ImportAsync(
            world,
            "platforms",
            """[{"id":"nueva","contender":"maiz","scope":"council","title":"t","sections":[{"id":"a","topic":"a","heading":"a","text":"a"}]}]""",
            isJson: true,
            isDryRun: true);

        Assert.Equal((ImportStatus.Failed, 5), (tried.Status, tried.Findings.Errors.Count(e => e.Code == ImportErrorCode.InUse)));
    }

    private static string Told(ImportChanges changes) =>
        string.Join(" / ", new[] { changes.Added, changes.Changed, changes.Removed }.Select(keys => string.Join(' ', keys.Keys)));

    private static async Task<string?> VersionAsync(World world) => (await world.Catalogs.ReadAsync(null, default))!.Catalog.Find(Edomex)!.ContentVersion;

    private static async Task<List<string>> ActsAsync(World world) =>
        await world.Audit.ReadAsync(Edomex, world.Time.GetUtcNow().AddDays(-1), default).Select(act => $"{act.Actor} {act.Action}").ToListAsync();

    private static async Task<Import> ImportAsync(World world, string dataset, string file, bool isJson = false, bool isDryRun = false)
    {
        var id = await QueueAsync(world, dataset, file, isJson, isDryRun);
        Assert.True(await world.Importer.RunAsync(Edomex, id, default));
        return await FindAsync(world, id);
    }

    private static Task<string> QueueAsync(World world, string dataset, string file, bool isJson = false, bool isDryRun = false)
    {
        // The ids of imports, and of the audit, are ordered by their millisecond.
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        return world.Importer.QueueAsync(
            Edomex, Datasets.Find(dataset)!, isJson, null, new MemoryStream(Encoding.UTF8.GetBytes(file)), new Submission("operator-key", IsDryRun: isDryRun), default);
    }

    private static async Task<Import> FindAsync(World world, string id) => (await world.ImportStore.FindAsync(Edomex, id, default))!;
}
