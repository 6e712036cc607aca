using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Publication;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Publication;

public sealed class TargetKindTests
{
    private static readonly ContentIndex Sample = new(Samples.Content);

    private static readonly DateTimeOffset Noon = At("2021-05-10T12:00");

    [Fact]
    public async Task An_open_target_comes_with_its_contender_and_the_moment()
    {
        var process = await PublishAsync();

        var found = Assert.IsType<TargetOutcome.Open>(TargetKind.Platform.Find(process, "cerro-municipios", Noon)).Target;

        Assert.Equal((process.Process, PlatformTarget("cerro-municipios"), Slug.Parse("cerro"), Noon), (found.Process, found.Target, found.Contender, found.At));
    }

    [Theory]
    [InlineData("plataforma-nadie")]
    [InlineData("Plataforma-Cerro")]
    [InlineData("")]
    public async Task An_id_without_a_target_of_the_kind_is_not_found(string id) =>
        Assert.IsType<TargetOutcome.NotFound>(TargetKind.Platform.Find(await PublishAsync(), id, Noon));

    [Theory]
    [InlineData("plataforma-cerro")]
    [InlineData("plataforma-nadie")]
    public async Task A_closed_kind_is_closed_whether_the_target_exists_or_not(string id)
    {
        var process = await PublishAsync();

        Assert.Equal(At("2021-04-10"), Assert.IsType<TargetOutcome.Closed>(TargetKind.Platform.Find(process, id, At("2021-04-09"))).State.OpensAt);
        Assert.Equal(At("2021-06-03"), Assert.IsType<TargetOutcome.Closed>(TargetKind.Platform.Find(process, id, At("2021-06-03"))).State.ClosedAt);
    }

    [Fact]
    public void A_target_belongs_to_the_contender_that_registered_it()
    {
        Assert.Equal("cerro", TargetKind.Platform.ContenderOf(Sample, Slug.Parse("cerro-municipios")));
        Assert.Null(TargetKind.Platform.ContenderOf(Sample, Slug.Parse("nadie")));
        Assert.Null(TargetKind.Proposal.ContenderOf(Sample, Slug.Parse("cerro-municipios")));
    }

    [Fact]
    public void The_targets_of_a_contender_are_its_own_in_the_order_of_their_ids()
    {
        Assert.Equal(["cerro-municipios", "plataforma-cerro"], TargetKind.TargetsOf(Sample, "cerro").Select(t => t.Id.Value));
        Assert.Equal(["plataforma-maiz"], TargetKind.TargetsOf(Sample, "maiz").Select(t => t.Id.Value));
        Assert.Empty(TargetKind.TargetsOf(Sample, "nadie"));
    }

    [Fact]
    public void A_proposal_is_a_target_of_its_candidates_contender_and_comes_after_the_platforms()
    {
        var with = new ContentIndex(Samples.Content with
        {
            Proposals = [new Proposal("agua", "cerro-7", "cerro", "agua", "Agua", "Más pozos.", At("2021-05-10"), 1)],
        });
        var target = new Target("proposal", Slug.Parse("agua"));
        Assert.Equal("cerro", TargetKind.Proposal.ContenderOf(with, target.Id));
        Assert.Null(TargetKind.Platform.ContenderOf(with, target.Id));
        Assert.Equal(target, TargetKind.TargetsOf(with, "cerro").Last());
    }

    [Fact]
    public void A_block_is_a_target_of_its_contender_and_comes_after_the_platforms()
    {
        var with = new ContentIndex(Samples.Content with
        {
            Blocks = [new("cerro", ContestScope.Legislature, "7", BlockLevel.Low, null), new("cerro", ContestScope.Legislature, "40", BlockLevel.Low, null)],
        });
        var target = new Target("block", Slug.Parse("cerro-legislature-low"));
        Assert.Equal("cerro", TargetKind.Block.ContenderOf(with, target.Id));
        Assert.Null(TargetKind.Block.ContenderOf(with, Slug.Parse("cerro-legislature-high")));
        Assert.Null(TargetKind.Platform.ContenderOf(with, target.Id));
        Assert.Equal(target, TargetKind.TargetsOf(with, "cerro").Last());
    }

    private static async Task<PublishedProcess> PublishAsync() => await (await World.NewAsync()).PublishAsync(Process(), Samples.Content);
}
