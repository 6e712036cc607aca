using System.Text;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class RepublicationTests
{
    private const string First = "number,seat\n7,Tenancingo\n40,Ixtapaluca\n";
    private const string Second = "number,seat\n1,Chalco\n";

    [Fact]
    public async Task A_file_that_was_published_before_is_published_again_as_a_new_import_that_names_the_first()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var first = await ImportAsync(world, First, new("operator-key", "distritos.csv"));
        await ImportAsync(world, Second);

        var again = await RunAgainAsync(world, first.Id, new("ana"));

        Assert.NotEqual(first.Id, again.Id);
        Assert.Equal((ImportStatus.Done, first.Id, "ana", "distritos.csv"), (again.Status, again.From, again.SentBy, again.FileName));
        Assert.Equal((first.Sha256, first.Bytes, 2), (again.Sha256, again.Bytes, again.Rows));
        Assert.Equal(["7", "40"], again.Findings.Changes.Added.Keys);
        Assert.Equal(["1"], again.Findings.Changes.Removed.Keys);
        Assert.Equal(["Tenancingo", "Ixtapaluca"], await SeatsAsync(world));

        var entry = (await world.Audit.ReadAsync(Edomex, world.Time.GetUtcNow().AddDays(-1), default).ToListAsync())[^1];
        Assert.Equal(("ana", "import.publish"), (entry.Actor, entry.Action));
        Assert.Equal(
            $$"""{"import":"{{again.Id}}","dataset":"districts","sha256":"{{first.Sha256}}","bytes":{{first.Bytes}},"from":"{{first.Id}}"}""", entry.Detail);

        // It was published, so it can be published again itself.
        await ImportAsync(world, Second);
        Assert.Equal(again.Id, (await RunAgainAsync(world, again.Id)).From);
        Assert.Equal(2, (await SeatsAsync(world)).Count);
    }

    [Fact]
    public async Task A_republication_that_comes_twice_takes_effect_once()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var first = await ImportAsync(world, First);
        await ImportAsync(world, Second);
        var again = await RunAgainAsync(world, first.Id);
        await ImportAsync(world, Second);

        Assert.True(await world.Importer.RunAsync(Edomex, again.Id, default));

        Assert.Equal(["Chalco"], await SeatsAsync(world));
    }

    [Fact]
    public async Task A_file_published_again_takes_precedence_over_one_that_was_sent_before_and_runs_later()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var first = await ImportAsync(world, First);
        var late = await QueueAsync(world, Second);
        await RunAgainAsync(world, first.Id);

        await world.Importer.RunAsync(Edomex, late, default);

        Assert.Equal([new(0, "", ImportErrorCode.Superseded, "")], (await world.ImportStore.FindAsync(Edomex, late, default))!.Findings.Errors);
    }

    [Fact]
    public async Task A_file_published_again_obeys_the_rules_of_today()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var first = await ImportAsync(world, Second);
        await world.PublishAsync(Process(), Samples.Content);

        var again = await RunAgainAsync(world, first.Id);

        Assert.Equal(ImportStatus.Failed, again.Status);
        Assert.Equal(["40", "7"], again.Findings.Errors.Where(e => e.Code == ImportErrorCode.InUse).Select(e => e.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_way_back_can_be_tried_first()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var first = await ImportAsync(world, First);
        await ImportAsync(world, Second);

        var tried = await RunAgainAsync(world, first.Id, new("operator-key", IsDryRun: true));

        Assert.Equal((true, first.Id, 2), (tried.IsDryRun, tried.From, tried.Findings.Changes.Added.Count));
        Assert.Equal(["Chalco"], await SeatsAsync(world));
        Assert.Equal(RepublicationOutcome.WasDryRun, (await AgainAsync(world, tried.Id)).Outcome);
    }

    [Fact]
    public async Task Only_what_was_published_and_is_still_there_is_published_again()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process());
        var failed = await ImportAsync(world, "number,seat\n1,\n");
        var queued = await QueueAsync(world, First);
        var gone = await ImportAsync(world, First);
        var changed = await ImportAsync(world, Second);
        await world.Blobs.DeleteAsync(world.Names.ImportsContainer, $"edomex-2021/{gone.Id}", default);
        await world.Blobs.PutAsync(world.Names.ImportsContainer, $"edomex-2021/{changed.Id}", BinaryData.FromString(First), default);
        var imports = (await world.ImportStore.ListAsync(Edomex, null, null, 100, default)).Imports.Count;

        Assert.Equal(RepublicationOutcome.NotPublished, (await AgainAsync(world, failed.Id)).Outcome);
        Assert.Equal(RepublicationOutcome.NotPublished, (await AgainAsync(world, queued)).Outcome);
        Assert.Equal(RepublicationOutcome.FileGone, (await AgainAsync(world, gone.Id)).Outcome);
        Assert.Equal(RepublicationOutcome.FileGone, (await AgainAsync(world, changed.Id)).Outcome);
        foreach (var unknown in (string[])[Guid.NewGuid().ToString(), "x", "../catalog", "latest-districts"])
        {
            Assert.Equal(RepublicationOutcome.NotFound, (await AgainAsync(world, unknown)).Outcome);
        }

        Assert.Equal(
            RepublicationOutcome.NotFound, (await world.Importer.PublishAgainAsync(ProcessId.Parse("otro-2021"), changed.Id, new("ana"), default)).Outcome);
        Assert.Equal(imports, (await world.ImportStore.ListAsync(Edomex, null, null, 100, default)).Imports.Count);
        Assert.Equal(["Chalco"], await SeatsAsync(world));
    }

    [Fact]
    public async Task A_file_is_read_again_as_it_was_read_the_first_time()
    {
        var world = await World.NewAsync();
        await world.PublishAsync(Process(), Samples.Content);
        const string Boundaries = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"DISTRITO":7},"geometry":{"type":"Polygon","coordinates":[[[-99.7,19.2],[-99.6,19.2],[-99.6,19.3],[-99.7,19.3],[-99.7,19.2]]]}}]}
            """;
        var file = new MemoryStream(Encoding.UTF8.GetBytes(Boundaries));
        var first = await world.Importer.QueueAsync(Edomex, Datasets.Find("geometry-districts")!, true, new ImportReading("DISTRITO"), file, new("ana"), default);
        await world.Importer.RunAsync(Edomex, first, default);

        var again = await RunAgainAsync(world, first);

        Assert.Equal((ImportStatus.Done, 1, "DISTRITO"), (again.Status, again.Accepted, again.Key));
    }

    private static async Task<IReadOnlyList<string>> SeatsAsync(World world) =>
        [.. (await world.Published.FindAsync("edomex-2021", default))!.Content.All.Districts.Select(d => d.Seat)];

    private static async Task<Import> RunAgainAsync(World world, string import, Submission? submission = null)
    {
        var republication = await AgainAsync(world, import, submission);
        Assert.Equal(RepublicationOutcome.Queued, republication.Outcome);
        Assert.Contains(
            new ImportMessage("edomex-2021", republication.Import!), await world.TakeAsync(ImportMessage.Queue, ImportMessageJson.Default.ImportMessage));
        Assert.True(await world.Importer.RunAsync(Edomex, republication.Import!, default));
        return (await world.ImportStore.FindAsync(Edomex, republication.Import!, default))!;
    }

    private static Task<Republication> AgainAsync(World world, string import, Submission? submission = null)
    {
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        return world.Importer.PublishAgainAsync(Edomex, import, submission ?? new("operator-key"), default);
    }

    private static async Task<Import> ImportAsync(World world, string file, Submission? submission = null)
    {
        var id = await QueueAsync(world, file, submission);
        Assert.True(await world.Importer.RunAsync(Edomex, id, default));
        return (await world.ImportStore.FindAsync(Edomex, id, default))!;
    }

    private static Task<string> QueueAsync(World world, string file, Submission? submission = null)
    {
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        return world.Importer.QueueAsync(
            Edomex, Datasets.Find("districts")!, false, null, new MemoryStream(Encoding.UTF8.GetBytes(file)), submission ?? new("operator-key"), default);
    }
}
