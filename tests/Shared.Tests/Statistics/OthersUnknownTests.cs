using ServerlessDecide.Content;
using ServerlessDecide.Publishing;
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
    public void It_counts_the_contenders_that_remain_unknown_to_the_one_who_holds_most(string withPlatforms, int? fewest)
    {
        var content = new ContentIndex(Samples.Content with
        {
            Platforms = [.. withPlatforms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => Platform(c))],
        });
        Assert.Equal(fewest, OthersUnknown.Fewest(content, platforms: true, proposals: true));
        Assert.Equal(fewest, OthersUnknown.Fewest(content, platforms: true, proposals: false));
        // There are no proposals here, so where only they are open nobody can be reacted to.
        Assert.Null(OthersUnknown.Fewest(content, platforms: false, proposals: true));
        Assert.Null(OthersUnknown.Fewest(content, platforms: false, proposals: false));
    }

    [Theory]
    [InlineData("maiz", 0)]
    [InlineData("maiz lluvia cerro", 2)]
    public void Where_only_proposals_are_open_those_without_any_are_in_no_sum(string withProposals, int fewest)
    {
        var content = new ContentIndex(Samples.Content with
        {
            Proposals = [.. withProposals.Split(' ').Select(c => new Proposal("propuesta-" + c, "quien", c, "agua", "Agua", "Más agua.", At("2021-05-01"), 1))],
        });
        Assert.Equal(fewest, OthersUnknown.Fewest(content, platforms: false, proposals: true));
        Assert.Equal(2, OthersUnknown.Fewest(content, platforms: true, proposals: true));
    }

    [Fact]
    public async Task What_the_calendar_keeps_closed_is_in_no_sum()
    {
        var world = await World.NewAsync();
        var published = await world.PublishAsync(ShortProcess(), Samples.Content);
        Assert.Equal(2, OthersUnknown.Fewest(published, At("2021-05-10T12:00")));
        Assert.Null(OthersUnknown.Fewest(published, At("2021-05-09T12:00")));
    }
}
