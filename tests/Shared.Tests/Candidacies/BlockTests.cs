using FsCheck.Fluent;
using ServerlessDecide.Candidacies;

namespace ServerlessDecide.Shared.Tests.Candidacies;

public sealed class BlockTests
{
    private static readonly BlockGender?[] Genders = [BlockGender.Woman, BlockGender.Man, BlockGender.Nonbinary, null];

    [Theory]
    [InlineData("", null)]
    [InlineData("xx", null)]
    [InlineData("--", null)]
    [InlineData("f", true)]
    [InlineData("fm", true)]
    [InlineData("ffm", true)]
    [InlineData("fmm", true)]
    [InlineData("ff", false)]
    [InlineData("fffm", false)]
    [InlineData("ffmmm", true)]
    [InlineData("fmmm", false)]
    // A nonbinary head is on neither side: two women and a man are three, and a difference of one is even.
    [InlineData("ffmx", true)]
    [InlineData("ffx", false)]
    [InlineData("fm--", true)]
    [InlineData("ff--", false)]
    public void Parity_holds_when_women_and_men_are_as_many_or_differ_by_one_in_an_odd_sum(string heads, bool? holds) =>
        Assert.Equal(holds, BlockOf([.. heads.Select(c => c == '-' ? (BlockGender?)null : WireName.Parse<BlockGender>(c.ToString()))]).Heads.HasParity);

    [Fact]
    public void Heads_add_up_to_the_territories() => Law.Holds(
        AnyHeads,
        heads => BlockOf(heads).Heads is var count && count.Women + count.Men + count.Nonbinary + count.None == heads.Length);

    [Fact]
    public void Parity_treats_women_and_men_alike() => Law.Holds(
        AnyHeads,
        heads => BlockOf(heads).Heads.HasParity == BlockOf([.. heads.Select(Other)]).Heads.HasParity);

    [Fact]
    public void Parity_does_not_depend_on_the_order_of_territories_on_nonbinary_heads_or_on_empty_places() => Law.Holds(
        AnyHeads,
        heads => BlockOf(heads).Heads.HasParity == BlockOf([.. heads.Reverse().Where(h => h is BlockGender.Woman or BlockGender.Man)]).Heads.HasParity);

    [Fact]
    public void A_pair_of_a_woman_and_a_man_changes_nothing_where_somebody_is_at_the_head() => Law.Holds(
        AnyHeads.Where(heads => BlockOf(heads).Heads.HasParity is not null),
        heads => BlockOf(heads).Heads.HasParity == BlockOf([.. heads, BlockGender.Woman, BlockGender.Man]).Heads.HasParity);

    [Fact]
    public void Without_parity_one_head_of_the_fewer_brings_the_sides_nearer() => Law.Holds(
        AnyHeads.Where(heads => BlockOf(heads).Heads.HasParity is false),
        heads =>
        {
            var before = BlockOf(heads).Heads;
            var fewer = before.Women < before.Men ? BlockGender.Woman : BlockGender.Man;
            var after = BlockOf([.. heads, fewer]).Heads;
            return Math.Abs(after.Women - after.Men) == Math.Abs(before.Women - before.Men) - 1;
        });

    [Fact]
    public void Blocks_hold_every_territory_once_by_scope_and_level()
    {
        BlockTerritory[] territories =
        [
            new("sol", ContestScope.Council, "15106", BlockLevel.High, BlockGender.Woman),
            new("sol", ContestScope.Legislature, "7", BlockLevel.Low, null),
            new("luna", ContestScope.Legislature, "7", BlockLevel.Low, BlockGender.Man),
            new("sol", ContestScope.Legislature, "8", BlockLevel.Low, BlockGender.Nonbinary),
            new("sol", ContestScope.Legislature, "9", BlockLevel.Medium, BlockGender.Man),
        ];

        var blocks = Block.Of(territories);

        Assert.Equal(["sol-legislature-low", "sol-legislature-medium", "sol-council-high", "luna-legislature-low"], blocks.Select(b => b.Id));
        Assert.Equal(["7", "8"], blocks[0].Territories.Select(t => t.Territory));
        Assert.Equal(territories.OrderBy(t => t.Key), blocks.SelectMany(b => b.Territories).OrderBy(t => t.Key));
    }

    [Fact]
    public void The_longest_contender_still_has_blocks_whose_ids_are_slugs() => Assert.All(
        from scope in Enum.GetValues<ContestScope>()
        from level in Enum.GetValues<BlockLevel>()
        select new Block(new string('a', Block.MaxContender), scope, level, []).Id,
        id => Assert.True(Slug.TryParse(id, out _), id));

    private static FsCheck.Gen<BlockGender?[]> AnyHeads => Gen.ArrayOf(Gen.Elements(Genders));

    private static BlockGender? Other(BlockGender? gender) => gender switch
    {
        BlockGender.Woman => BlockGender.Man,
        BlockGender.Man => BlockGender.Woman,
        _ => gender,
    };

    private static Block BlockOf(BlockGender?[] heads) =>
        new("sol", ContestScope.Legislature, BlockLevel.Low, [.. heads.Select(h => new BlockTerritory("sol", ContestScope.Legislature, "7", BlockLevel.Low, h))]);
}
