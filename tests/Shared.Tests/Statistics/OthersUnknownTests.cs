using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using ServerlessDecide.Statistics;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Statistics;

public sealed class OthersUnknownTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("maiz", 0)]
    [InlineData("maiz lluvia", 1)]
    [InlineData("maiz lluvia cerro", 2)]
    // Each of the two receives the coalition's package as well as its own.
    [InlineData("maiz lluvia maiz-y-lluvia", 1)]
    [InlineData("cerro maiz-y-lluvia", 1)]
    [InlineData("maiz lluvia cerro maiz-y-lluvia", 2)]
    public void OthersUnknown_counts_the_contenders_that_remain_unknown_to_the_one_who_knows_most(string withPlatforms, int? fewest)
    {
        var content = new ContentIndex(Samples.Content with
        {
            Platforms = [.. withPlatforms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => Platform(c))],
        });
        Assert.Equal(fewest, OthersUnknown.Fewest(content, _ => true));
        Assert.Equal(fewest, OthersUnknown.Fewest(content, kind => kind == TargetKind.Platform));
        // There are no proposals here, so when only they are open, no contender can be reacted to.
        Assert.Null(OthersUnknown.Fewest(content, kind => kind == TargetKind.Proposal));
        Assert.Null(OthersUnknown.Fewest(content, _ => false));
    }

    [Theory]
    [InlineData("maiz", 0)]
    [InlineData("maiz lluvia cerro", 2)]
    public void Contenders_without_proposals_are_in_no_sum_when_only_proposals_are_open(string withProposals, int fewest)
    {
        var content = new ContentIndex(Samples.Content with
        {
            Proposals = [.. withProposals.Split(' ').Select(c => new Proposal("propuesta-" + c, "quien", c, "agua", "Agua", "Más agua.", At("2021-05-01"), 1))],
        });
        Assert.Equal(fewest, OthersUnknown.Fewest(content, kind => kind == TargetKind.Proposal));
        Assert.Equal(2, OthersUnknown.Fewest(content, _ => true));
    }

    [Theory]
    [InlineData("maiz", "lluvia", "cerro", 2)]
    [InlineData("maiz lluvia", "maiz lluvia", "", 1)]
    [InlineData("maiz lluvia", "cerro", "maiz", 2)]
    [InlineData("", "maiz", "maiz", 0)]
    public void A_contender_is_in_the_sum_by_any_open_kind_and_once(string withPlatforms, string withBlocks, string withProposals, int fewest)
    {
        var content = new ContentIndex(Samples.Content with
        {
            Platforms = [.. Split(withPlatforms).Select(c => Platform(c))],
            Blocks = [.. Split(withBlocks).Select(c => new BlockTerritory(c, ContestScope.Legislature, "7", BlockLevel.Low, null))],
            Proposals = [.. Split(withProposals).Select(c => new Proposal("propuesta-" + c, "quien", c, "agua", "Agua", "Más agua.", At("2021-05-01"), 1))],
        });
        Assert.Equal(fewest, OthersUnknown.Fewest(content, _ => true));
        Assert.Equal(Split(withBlocks).Length - 1, OthersUnknown.Fewest(content, kind => kind == TargetKind.Block));

        static string[] Split(string contenders) => contenders.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData("maiz", "maiz lluvia cerro", 0)]
    [InlineData("maiz lluvia cerro", "maiz", 0)]
    [InlineData("maiz lluvia cerro", "maiz lluvia cerro", 2)]
    [InlineData("", "maiz lluvia cerro", 2)]
    public async Task The_section_of_platforms_shows_who_has_them_whatever_is_open(string withPlatforms, string withBlocks, int fewest)
    {
        var world = await World.NewAsync();
        var content = Samples.Content with
        {
            Platforms = [.. Split(withPlatforms).Select(c => Platform(c))],
            Blocks = [.. Split(withBlocks).Select(c => new BlockTerritory(c, ContestScope.Legislature, "7", BlockLevel.Low, null))],
        };
        var published = await world.PublishAsync(
            ShortProcess() with { Calendar = Calendar((Activity.ReactToBlocks, Window("2021-05-10", "2021-05-12"))) }, content);

        Assert.Equal(fewest, OthersUnknown.FewestShown(published, At("2021-05-10T12:00")));

        static string[] Split(string contenders) => contenders.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task Kinds_that_the_calendar_keeps_closed_are_in_no_sum()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        Assert.Equal(2, OthersUnknown.Fewest(published, At("2021-05-10T12:00")));
        Assert.Null(OthersUnknown.Fewest(published, At("2021-05-09T12:00")));
    }
}
