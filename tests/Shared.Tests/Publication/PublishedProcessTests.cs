using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Publication;

public sealed class PublishedProcessTests
{
    private readonly ContentIndex index = new(Samples.Content);

    [Fact]
    public void Every_item_is_found_by_its_own_id_only()
    {
        Assert.Equal("Tenancingo", index.District("7")!.Seat);
        Assert.Equal("Toluca", index.Municipality("15106")!.Name);
        Assert.Equal(1204, index.Section("0123")!.RegisteredVoters);
        Assert.Equal("MAIZ", index.Contender("maiz")!.ShortName);
        Assert.Equal("cerro", index.Platform("cerro-municipios")!.Contender);
        Assert.Null(index.District("07"));
        Assert.Null(index.Municipality("15999"));
        Assert.Null(index.Section("123"));
        Assert.Null(index.Contender("MAIZ"));
        Assert.Null(index.Platform("maiz"));
    }

    [Fact]
    public void Sections_are_found_by_district_and_by_municipality()
    {
        Assert.Equal(["0123"], index.SectionsOfDistrict("7").Select(s => s.Number));
        Assert.Equal(["2001"], index.SectionsOfMunicipality("15039").Select(s => s.Number));
        Assert.Empty(index.SectionsOfDistrict("8"));
        Assert.Empty(index.SectionsOfMunicipality("15999"));
    }

    [Fact]
    public void A_target_belongs_to_the_contender_that_registered_it()
    {
        Assert.Equal("cerro", TargetKind.Platform.ContenderOf(index, Slug.Parse("cerro-municipios")));
        Assert.Null(TargetKind.Platform.ContenderOf(index, Slug.Parse("nadie")));
        Assert.Null(TargetKind.Proposal.ContenderOf(index, Slug.Parse("cerro-municipios")));
    }

    [Fact]
    public void The_targets_of_a_contender_are_its_own_in_the_order_of_their_ids()
    {
        Assert.Equal(["cerro-municipios", "plataforma-cerro"], TargetKind.TargetsOf(index, "cerro").Select(t => t.Id.Value));
        Assert.Equal(["plataforma-maiz"], TargetKind.TargetsOf(index, "maiz").Select(t => t.Id.Value));
        Assert.Empty(TargetKind.TargetsOf(index, "nadie"));
    }

    [Fact]
    public void A_proposal_is_a_target_of_its_candidates_contender_and_comes_after_the_platforms()
    {
        var proposal = new Proposal("agua", "cerro-7", "cerro", "agua", "Agua", "Más pozos.", At("2021-05-10"), 1);
        var with = new ContentIndex(Samples.Content with { Proposals = [proposal] });
        var target = new Target("proposal", Slug.Parse("agua"));
        Assert.Equal("cerro", TargetKind.Proposal.ContenderOf(with, target.Id));
        Assert.Null(TargetKind.Platform.ContenderOf(with, target.Id));
        Assert.Equal(target, TargetKind.TargetsOf(with, "cerro").Last());
        Assert.Equal([proposal], with.ProposalsOf("cerro-7"));
    }

    [Fact]
    public void A_published_process_says_what_its_calendar_says()
    {
        var published = new PublishedProcess(Process(), ContentIndex.Empty, PublishedStatistics.None);

        Assert.True(published.StateOf(Activity.ReactToPlatforms, At("2021-05-10")).IsOpen);
        Assert.False(published.StateOf(Activity.Deliveries, At("2021-05-10")).IsOpen);
    }
}
