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
    public void A_removed_process_is_gone_but_its_id_stays_taken_and_it_can_be_put_back_in_its_place()
    {
        var first = Process() with { CreatedAt = At("2021-01-01"), Removal = new(At("2021-02-01"), "operator-key") };
        var before = Catalog.Empty.With(first)!.With(Process("atlautla-2022") with { CreatedAt = At("2021-01-02") })!;
        var removed = before.Remove(first);

        Assert.Null(removed.Find(Edomex));
        Assert.Null(removed.With(Process("edomex2021")));
        Assert.Same(first, Assert.Single(removed.Replace(Process("atlautla-2022")).Removed));
        var back = removed.PutBack(Edomex)!;
        Assert.Equal(["edomex-2021", "atlautla-2022"], back.Processes.Select(p => p.Id.Value));
        Assert.Null(back.Find(Edomex)!.Removal);
        Assert.Empty(back.Removed);
        Assert.Null(back.PutBack(Edomex));
    }

    [Fact]
    public void Replacing_a_missing_process_adds_none() => Assert.Empty(Catalog.Empty.Replace(Process()).Processes);
}
