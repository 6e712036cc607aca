using ServerlessDecide.Publication;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Publication;

public sealed class TargetKindTests
{
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

    private static async Task<PublishedProcess> PublishAsync() => await (await World.NewAsync()).PublishAsync(Process(), Samples.Content);
}
