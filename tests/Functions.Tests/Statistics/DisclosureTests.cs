using ServerlessDecide.Publication;

namespace ServerlessDecide.Functions.Tests.Statistics;

/// <summary>Attacks all publications, over time and in every form, together with the packages of one contender: no other contender's numbers follow.</summary>
public sealed class DisclosureTests
{
    private const int Seed = 20210606;

    public static TheoryData<string> Elections => [.. Told.Keys];

    /// <summary>The elections most likely to disclose a contender's numbers.</summary>
    private static readonly Dictionary<string, Func<Electorate>> Told = new(StringComparer.Ordinal)
    {
        ["two contenders"] = () => Election(2, [], Always(2, 2), (0, 0, 0, 12), (0, 1, 1, 3), (1, 0, 1, 20)),
        ["one contender"] = () => Election(1, [], Always(1, 2), (0, 0, 0, 12), (1, 0, 0, 30)),
        ["one that got everything"] = () => Election(4, [], Always(4, 2), (0, 0, 0, 15), (1, 0, 0, 1008)),
        ["nobody got anything"] = () => Election(3, [], Always(3, 2)),
        ["a single reaction on a day"] = () => Election(3, [], Always(3, 3), (0, 0, 1, 1), (2, 0, 0, 25), (2, 1, 2, 7)),
        ["a platform on the first days only one had"] = () => Election(3, [], [[true, false, false], [true, true, false], [true, true, true]], (0, 0, 0, 33), (1, 0, 1, 41), (2, 0, 2, 12)),
        ["two parties and their coalition"] = () => Election(3, [(2, [0, 1])], Always(3, 2), (0, 0, 0, 12), (0, 0, 1, 13), (1, 1, 2, 14)),
        ["a coalition and two others"] = () => Election(4, [(3, [0, 1])], Always(4, 2), (0, 0, 2, 12), (0, 1, 3, 14), (1, 0, 2, 18)),
        ["blocks of two, and platforms of all that are closed"] = () => Election(4, [], [3, 3, 1, 1], 2, (0, 0, 0, 12), (0, 1, 1, 13), (1, 0, 0, 40)),
        ["a kind for each contender"] = () => Election(3, [], [1, 2, 4], Electorate.AllKinds, (0, 0, 0, 12), (0, 1, 1, 13), (1, 0, 2, 40)),
        ["a kind for each contender, and one closed"] = () => Election(3, [], [1, 2, 4], 3, (0, 0, 0, 12), (0, 1, 1, 13), (1, 0, 1, 40)),
        ["a coalition, its members and two others"] = () => Election(5, [(4, [0, 1])], Always(5, 2), (0, 0, 2, 12), (0, 1, 3, 14), (1, 0, 4, 19)),
    };

    [Theory]
    [MemberData(nameof(Elections))]
    public void The_riskiest_elections_disclose_no_contenders_numbers(string election) =>
        Assert.Empty(DisclosureAttack.Leaks(Told[election](), Publisher.Real));

    [Fact]
    public void Random_elections_disclose_no_contenders_numbers()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 400; i++)
        {
            var election = Any(random);
            // The short form discloses what the real one does: see the next test.
            Assert.Empty(DisclosureAttack.Leaks(election, e => Publisher.Without(Broken.None, e)));
        }
    }

    [Fact]
    public void Real_publications_are_equal_exactly_when_their_short_forms_are()
    {
        var random = new Random(Seed + 1);
        for (var i = 0; i < 150; i++)
        {
            var election = Any(random);
            var (one, other) = (election, Shuffled(election, random));
            Assert.Equal(
                Publisher.Without(Broken.None, one) == Publisher.Without(Broken.None, other), Publisher.Real(one) == Publisher.Real(other));
        }
    }

    /// <summary>Each rule is needed, and the attack notices when one is missing. Another test checks that days in progress are not shown.</summary>
    [Theory]
    [InlineData(nameof(Broken.ZeroShown))]
    [InlineData(nameof(Broken.NotRounded))]
    [InlineData(nameof(Broken.NoMinimumOfContenders))]
    [InlineData(nameof(Broken.CoalitionsForgotten))]
    [InlineData(nameof(Broken.DayForgotten))]
    [InlineData(nameof(Broken.TotalsOfAll))]
    [InlineData(nameof(Broken.HiddenWhereOneDominates))]
    [InlineData(nameof(Broken.NoMinimumCell))]
    public void Dropping_any_one_rule_lets_the_attack_find_a_leak(string rule)
    {
        var broken = Enum.Parse<Broken>(rule);
        var random = new Random(Seed);
        var found = Enumerable.Range(0, 400).Select(_ => Any(random)).Concat(Told.Values.Select(t => t()))
            .Any(election => DisclosureAttack.Leaks(election, e => Publisher.Without(broken, e)).Any());
        Assert.True(found, $"nothing leaks without {rule}");
    }

    [Fact]
    public void Intervals_from_all_publications_together_start_at_zero_and_stay_wide()
    {
        var random = new Random(Seed + 2);
        foreach (var election in Enumerable.Range(0, 100).Select(_ => Any(random)).Concat(Told.Values.Select(t => t())))
        {
            var versions = Publisher.Versions(election).ToList();
            foreach (var measure in (string[])["reactions", "comments"])
            {
                var sums = PublishedSums.Of(versions.Select(Publisher.Written), measure, election);
                for (var contender = 0; contender < election.Contenders; contender++)
                {
                    for (var day = 0; day < election.Days; day++)
                    {
                        // A sum over several contenders bounds one of them only from above, and that bound is never below nine.
                        Assert.Equal(0, sums.Least(1 << day, mayBeOthers: election.OthersUnknown(day) >= 2));
                        Assert.True(sums.Most(1 << day) >= 9, $"{measure} of day {day}: at most {sums.Most(1 << day)}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Published_figures_never_change_and_only_finished_days_have_them()
    {
        var random = new Random(Seed + 3);
        for (var i = 0; i < 50; i++)
        {
            var election = Any(random);
            PublishedStatistics? before = null;
            var half = 0;
            foreach (var version in Publisher.Versions(election))
            {
                Assert.Equal(half++ / Electorate.Halves + (half % Electorate.Halves == 0 ? 1 : 0), version.Days.Count);
                Assert.Equal(before?.Days ?? [], version.Days.Take(before?.Days.Count ?? 0));
                Assert.Equal(version.Days.Sum(d => d.Reactions ?? 0), version.Totals.Reactions);
                Assert.Equal(version.Days.Sum(d => d.Comments ?? 0), version.Totals.Comments);
                Assert.All(version.Days, d => Assert.All([d.Reactions, d.Comments], f => Assert.True(f is null || (f >= 10 && f % 10 == 0))));
                before = version;
            }
        }
    }

    private static bool[][] Always(int contenders, int days) => [.. Enumerable.Range(0, days).Select(_ => Enumerable.Repeat(true, contenders).ToArray())];

    private static Electorate Election(
        int contenders, (int Coalition, int[] Members)[] coalitions, bool[][] open, params (int Day, int Half, int Contender, int Said)[] said) =>
        Election(contenders, coalitions, [.. open.Select(day => day.Select(o => o ? 1 : 0).ToArray())], [.. open.Select(_ => 1)], said);

    // On two days that are alike.
    private static Electorate Election(
        int contenders, (int Coalition, int[] Members)[] coalitions, int[] targets, int openKinds, params (int Day, int Half, int Contender, int Said)[] said) =>
        Election(contenders, coalitions, [targets, targets], [openKinds, openKinds], said);

    private static Electorate Election(
        int contenders, (int Coalition, int[] Members)[] coalitions, int[][] targets, int[] openKinds, (int Day, int Half, int Contender, int Said)[] said)
    {
        var members = Enumerable.Range(0, contenders).Select(c => coalitions.FirstOrDefault(k => k.Coalition == c).Members ?? []).ToArray();
        var election = new Electorate(members, targets, openKinds);
        foreach (var (day, half, contender, number) in said)
        {
            election[day, half, contender, Said.Likes] += number - (number / 3);
            election[day, half, contender, Said.Dislikes] += number / 3;
            election[day, half, contender, Said.Comments] += number;
        }

        return election;
    }

    private static Electorate Any(Random random)
    {
        var contenders = random.Next(1, 6);
        var days = random.Next(1, 4);
        var members = Enumerable.Range(0, contenders).Select(_ => Array.Empty<int>()).ToArray();
        if (contenders >= 3 && random.Next(3) == 0) members[contenders - 1] = [0, 1];
        // What a contender has, stays; a kind that opens stays open. Often all have one kind, as before there were three.
        var since = Enumerable.Range(0, contenders).Select(_ => random.Next(4) == 0 ? random.Next(days + 1) : 0).ToArray();
        var kinds = Enumerable.Range(0, contenders).Select(_ => random.Next(2) == 0 ? Electorate.AllKinds : random.Next(1, Electorate.AllKinds + 1)).ToArray();
        var openKinds = new int[days];
        for (var day = 0; day < days; day++) openKinds[day] = random.Next(1, Electorate.AllKinds + 1) | (day > 0 ? openKinds[day - 1] : 0);
        var election = new Electorate(
            members, [.. Enumerable.Range(0, days).Select(d => Enumerable.Range(0, contenders).Select(c => since[c] <= d ? kinds[c] : 0).ToArray())], openKinds);
        var everything = random.Next(3) == 0 ? random.Next(contenders) : (int?)null;
        for (var day = 0; day < days; day++)
        {
            var most = (int[])[0, 1, 3, 8, 15, 60];
            var limit = most[random.Next(most.Length)];
            foreach (var contender in Enumerable.Range(0, contenders).Where(c => election.Open[day][c] && (everything ?? c) == c))
            {
                for (var half = 0; half < Electorate.Halves; half++)
                {
                    foreach (var what in Enum.GetValues<Said>()) election[day, half, contender, what] = random.Next(limit + 1);
                }
            }
        }

        return election;
    }

    // Moves a few items around, so that the totals of the days often stay the same.
    private static Electorate Shuffled(Electorate election, Random random)
    {
        var other = election.Copy();
        for (var i = 0; i < 3; i++)
        {
            var day = random.Next(election.Days);
            var what = (Said)random.Next(3);
            var (from, to) = (random.Next(election.Contenders), random.Next(election.Contenders));
            if (other[day, 0, from, what] > 0) other[day, 0, from, what]--;
            if (random.Next(4) > 0) other[day, 0, to, what]++;
        }

        return other;
    }
}
