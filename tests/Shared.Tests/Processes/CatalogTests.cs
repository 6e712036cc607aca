using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Processes;

public sealed class CatalogTests
{
    [Fact]
    public void A_process_is_found_by_its_own_id_only()
    {
        var catalog = Catalog.Empty.With(Process())!;

        Assert.Equal(Process().Id, catalog.Find(Edomex)!.Id);
        Assert.Null(catalog.Find(ProcessId.Parse("atlautla-2022")));
    }

    [Fact]
    public void Processes_come_in_the_order_in_which_they_were_added()
    {
        var catalog = Catalog.Empty.With(Process("zumpango-2021"))!.With(Process("atlautla-2022"))!;
        Assert.Equal(["zumpango-2021", "atlautla-2022"], catalog.Processes.Select(p => p.Id.Value));
    }

    [Theory]
    [InlineData("edomex-2021")]
    [InlineData("edomex2021")]
    [InlineData("edo-mex-2021")]
    public void An_id_with_the_same_table_name_as_another_is_taken(string id) =>
        Assert.Null(Catalog.Empty.With(Process())!.With(Process(id)));

    [Fact]
    public void A_changed_process_keeps_its_place_and_the_others_stay_as_they_are()
    {
        var before = Catalog.Empty.With(Process())!.With(Process("atlautla-2022"))!;
        var after = before.Replace(Process() with { Name = "Otro nombre" });

        Assert.Equal(["Otro nombre", "Proceso Electoral 2021"], after.Processes.Select(p => p.Name));
        Assert.Same(before.Processes[1], after.Processes[1]);
        Assert.Equal("Proceso Electoral 2021", before.Processes[0].Name);
    }

    [Fact]
    public void Replacing_a_missing_process_adds_none() => Assert.Empty(Catalog.Empty.Replace(Process()).Processes);
}
