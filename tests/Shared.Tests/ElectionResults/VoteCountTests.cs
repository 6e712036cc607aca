using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ServerlessDecide.Candidacies;
using ServerlessDecide.ElectionResults;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.ElectionResults;

public sealed class VoteCountTests
{
    private static readonly IReadOnlyList<Contender> Contenders =
    [
        Party("pan"), Party("pri"), Party("prd"), Party("pt"), Party("morena"), Party("mc"),
        Joint("vxem", ContenderKind.Coalition, "pan", "pri", "prd"),
        Joint("cc", ContenderKind.CommonCandidacy, "pt", "morena"),
        Joint("juntos", ContenderKind.Coalition, "pt", "morena"),
    ];

    [Fact]
    public void Parties_marked_together_count_under_the_name_of_their_coalition()
    {
        var candidacies = Candidacies("pan:10", "pri:20", "prd:5", "pan+pri:3", "pri+prd:1", "pan+pri+prd:0", "mc:7");
        Assert.Equal([("vxem", 39, 1), ("mc", 7, 2)], candidacies.Select(c => (c.Id, (int)c.Votes, c.Place)));
        Assert.Equal(["pan", "pri", "prd"], candidacies[0].Contenders);
        Assert.Equal(["mc"], candidacies[1].Contenders);
    }

    [Fact]
    public void Parties_without_a_coalition_are_named_one_by_one_in_order_of_registration() =>
        Assert.Equal(["pri+mc", "pan"], Candidacies("pan:5", "mc+pri:3", "pri:1", "mc:2").Select(c => c.Id));

    [Fact]
    public void A_coalition_stood_as_a_whole_where_two_of_its_parties_were_marked_together()
    {
        var one = Assert.Single(Candidacies("prd:5", "pri+pan:3", "pri:1", "pan:2"));
        Assert.Equal(("vxem", 11), (one.Id, (int)one.Votes));
        Assert.Equal(["pan", "pri", "prd"], Assert.Single(Candidacies("pri+pan:3")).Contenders);
    }

    [Fact]
    public void A_coalition_takes_precedence_over_a_common_candidacy_of_the_same_parties() =>
        Assert.Equal(["juntos"], Candidacies("pt:5", "pt+morena:3", "morena:1").Select(c => c.Id));

    [Fact]
    public void An_unmarked_combination_says_nothing_about_parties_that_are_counted_elsewhere() =>
        Assert.Equal(["pan", "pri"], Candidacies("pan:5", "pri:3", "pan+pri:0").Select(c => c.Id));

    [Fact]
    public void An_unmarked_combination_is_the_candidacy_of_a_party_counted_nowhere_else() =>
        Assert.Equal(["pan+mc"], Candidacies("pan:5", "pan+mc:0").Select(c => c.Id));

    [Fact]
    public void A_common_emblem_is_one_candidacy_that_includes_its_members_own_lines()
    {
        Assert.Equal([("cc", 9)], Candidacies("cc:9").Select(c => (c.Id, (int)c.Votes)));
        var one = Assert.Single(Candidacies("pt:0", "cc:9", "morena:1"));
        Assert.Equal(("cc", 10), (one.Id, (int)one.Votes));
        Assert.Equal(["pt", "morena"], one.Contenders);
        // Only the members' agreement says how they share the votes of the common emblem.
        Assert.Equal([new("pt", 0), new("morena", 1), new("cc", 9)], Count("pt:0", "cc:9", "morena:1").ByContender());
    }

    [Fact]
    public void Candidacies_with_equal_votes_share_a_place_in_order_of_registration() => Assert.Equal(
        [("pri", 1), ("pt", 1), ("mc", 3), ("pan", 4), ("morena", 4)],
        Candidacies("pan:1", "mc:4", "pt:9", "pri:9", "morena:1").Select(c => (c.Id, c.Place)));

    [Theory]
    // A third each; a remainder of one for the most voted; a remainder of two for the two most voted.
    [InlineData(9, "pan:13,pri:23,prd:8")]
    [InlineData(10, "pan:13,pri:24,prd:8")]
    [InlineData(11, "pan:14,pri:24,prd:8")]
    public void Votes_marked_for_several_parties_are_shared_and_the_remainder_goes_to_the_most_voted(int votes, string expected) => Assert.Equal(
        expected.Split(','), Count("pan:10", "pri:20", "prd:5", $"pan+pri+prd:{votes}").ByContender().Select(c => $"{c.Contender}:{c.Votes}"));

    [Fact]
    public void A_tie_for_the_remainder_goes_to_the_party_registered_first() => Assert.Equal(
        [new("pan", 6), new("pri", 5)], Count("pri:5", "pan:5", "pri+pan:1").ByContender());

    [Fact]
    public void The_remainder_of_one_combination_does_not_count_for_another() => Assert.Equal(
        // The first combination gives pri a vote more than pan. By their own votes they are tied, so the second one's goes to pan, registered first.
        [new("pan", 11), new("pri", 11), new("prd", 5)], Count("pan:10", "pri:10", "prd:5", "pri+prd:1", "pan+pri:1").ByContender());

    [Fact]
    public void No_vote_is_lost_or_created_however_votes_were_marked() => Law.Holds(AnyCount, result =>
    {
        var count = new VoteCount(result, Contenders);
        var marked = result.Options.Sum(o => (long)o.Votes);
        var (candidacies, contenders) = (count.ByCandidacy(), count.ByContender());
        return candidacies.Sum(c => c.Votes) == marked
            && contenders.Sum(c => c.Votes) == marked
            // A party has at least its own votes, and no more than its candidacy.
            && contenders.All(c => c.Votes >= result.Options.Where(o => o.Name == c.Contender).Sum(o => o.Votes))
            && candidacies.All(c => c.Votes == contenders.Where(x => x.Contender == c.Id || c.Contenders.Contains(x.Contender)).Sum(x => x.Votes))
            // Every contender of an option is in exactly one candidacy.
            && contenders.All(x => candidacies.Count(c => c.Id == x.Contender || c.Contenders.Contains(x.Contender)) == 1);
    });

    private static Gen<TerritoryResult> AnyCount { get; } =
        from options in Gen.ListOf(
            from ids in Gen.SubListOf("pan", "pri", "prd", "pt", "morena", "mc").Where(ids => ids.Count > 0)
            from votes in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(0, 20)), (1, Gen.Choose(0, int.MaxValue)))
            select new OptionVotes([.. ids], votes))
        from joint in Gen.Elements<string?>(null, "vxem", "cc")
        let parties = Result([.. options.DistinctBy(o => o.Name)])
        select joint is null ? parties : WithOneEmblem(parties, joint);

    // The members are marked with no others, so that they are in one candidacy.
    private static TerritoryResult WithOneEmblem(TerritoryResult result, string joint)
    {
        var members = Contenders.Single(c => c.Id == joint).Members;
        return result with
        {
            Options = [.. result.Options.Where(o => o.Contenders.All(members.Contains) || !o.Contenders.Any(members.Contains)), new([joint], 5)],
        };
    }

    private static IReadOnlyList<CandidacyVotes> Candidacies(params string[] options) => Count(options).ByCandidacy();

    private static VoteCount Count(params string[] options) => new(
        Result([.. options.Select(o => o.Split(':')).Select(o => new OptionVotes(o[0].Split('+'), int.Parse(o[1], CultureInfo.InvariantCulture)))]), Contenders);

    private static TerritoryResult Result(IReadOnlyList<OptionVotes> options) => new(
        ResultLevel.Municipality, "15106", ResultStatus.Definitive, true, options, 3, 1, null, "Cómputo");

    private static Contender Joint(string id, ContenderKind kind, params string[] members) => new(id, id, id, kind, members, "#123456", null);
}
