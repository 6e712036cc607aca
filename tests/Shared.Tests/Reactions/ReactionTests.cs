using ServerlessDecide.Reactions;

namespace ServerlessDecide.Shared.Tests.Reactions;

public sealed class ReactionTests
{
    [Theory]
    [InlineData("like", Stance.Like)]
    [InlineData("dislike", Stance.Dislike)]
    public void A_visitor_can_ask_for_like_and_dislike(string name, Stance stance)
    {
        Assert.True(StanceNames.TryParse(name, out var read));
        Assert.Equal(stance, read);
        Assert.Equal(name, stance.Name());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Like")]
    [InlineData("withdrawn")]
    [InlineData("love")]
    public void A_visitor_cannot_ask_for_any_other_stance(string? name) => Assert.False(StanceNames.TryParse(name, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Like")]
    [InlineData("love")]
    public void An_unknown_stored_stance_is_not_taken_for_a_withdrawal(string? name) =>
        Assert.Throws<InvalidDataException>(() => WireName.Parse<Stance>(name));

    [Fact]
    public void Likes_and_dislikes_add_up_and_withdrawals_count_for_nothing() => Assert.Equal(
        new Tally(2, 1),
        new[] { Stance.Like, Stance.Dislike, Stance.Withdrawn, Stance.Like }.Select(stance => Tally.Of(stance)).Aggregate(Tally.Add));
}
