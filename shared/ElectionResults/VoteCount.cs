using ServerlessDecide.Candidacies;

namespace ServerlessDecide.ElectionResults;

/// <summary>The votes of one candidacy: of all contenders that stood together.</summary>
/// <param name="Id">The contender's id; of several, that of their coalition or common candidacy, or where none is registered theirs joined by <c>+</c>.</param>
/// <param name="Contenders">Those that stood together, as registered; or the one that stood alone.</param>
/// <param name="Place">From 1 on; candidacies with as many votes share it, and the places after it are left out (1, 1, 3).</param>
public sealed record CandidacyVotes(string Id, IReadOnlyList<string> Contenders, long Votes, int Place);

/// <summary>The votes that one contender has of a count.</summary>
public sealed record ContenderVotes(string Contender, long Votes);

/// <summary>
/// Who has which votes of a count. On the ballot each party of a coalition has its own emblem, and a ballot that marks several of them is one
/// vote for their candidate (LGPP, article 87, paragraphs 12 and 13); a common candidacy may have one emblem for all.
/// </summary>
public sealed class VoteCount
{
    private readonly TerritoryResult result;
    private readonly Dictionary<string, Contender> contenders;
    private readonly Dictionary<string, int> registration;
    private readonly List<string> present;

    /// <param name="contenders">All of the process, in the order of their registration.</param>
    public VoteCount(TerritoryResult result, IReadOnlyList<Contender> contenders)
    {
        this.result = result;
        this.contenders = contenders.ToDictionary(c => c.Id, StringComparer.Ordinal);
        registration = contenders.Index().ToDictionary(c => c.Item.Id, c => c.Index, StringComparer.Ordinal);
        present = [.. result.Options.SelectMany(o => o.Contenders).Distinct(StringComparer.Ordinal).OrderBy(Registered)];
    }

    /// <summary>
    /// The candidacies by their votes, those with as many in the order of registration. Parties that were marked together stood together, and
    /// with them the other members of the smallest coalition or common candidacy that is registered for them: only where it stood are ballots
    /// that mark several valid. So did one that the count names, and its members. A combination that nobody marked says nothing of parties that
    /// are counted elsewhere.
    /// </summary>
    public IReadOnlyList<CandidacyVotes> ByCandidacy()
    {
        var groups = Groups();
        var candidacies = result.Options
            .GroupBy(o => groups[o.Contenders[0]], o => (long)o.Votes)
            .Select(votes => (Members: votes.Key, Votes: votes.Sum()))
            .OrderByDescending(c => c.Votes).ThenBy(c => Registered(c.Members[0]))
            .ToList();
        return
        [
            .. candidacies.Select(c =>
            {
                var joint = JointOf(c.Members);
                return new CandidacyVotes(
                    joint?.Id ?? string.Join('+', c.Members),
                    joint?.Members ?? c.Members,
                    c.Votes,
                    1 + candidacies.Count(other => other.Votes > c.Votes));
            }),
        ];
    }

    /// <summary>
    /// The votes of each contender, in the order of registration; together they are all votes for contenders. What was marked for several
    /// parties is shared out equally among them, and what is left over goes, a vote each, to those with most votes of their own (LGIPE,
    /// article 311, paragraph 1, c: "a los partidos de más alta votación"), of those with as many to the one registered first. What was given
    /// to the one emblem of a coalition or common candidacy stays with it: how its members share it, their agreement says.
    /// </summary>
    public IReadOnlyList<ContenderVotes> ByContender()
    {
        var own = present.ToDictionary(id => id, _ => 0L, StringComparer.Ordinal);
        foreach (var option in result.Options.Where(o => o.Contenders.Count == 1)) own[option.Contenders[0]] += option.Votes;
        var votes = new Dictionary<string, long>(own, StringComparer.Ordinal);
        foreach (var option in result.Options.Where(o => o.Contenders.Count > 1))
        {
            var (each, left) = Math.DivRem(option.Votes, option.Contenders.Count);
            foreach (var (place, id) in option.Contenders.OrderByDescending(id => own[id]).ThenBy(Registered).Index()) votes[id] += each + (place < left ? 1 : 0);
        }

        return [.. present.Select(id => new ContenderVotes(id, votes[id]))];
    }

    // By contender, all that stood together with it, in the order of their registration.
    private Dictionary<string, List<string>> Groups()
    {
        var groups = present.ToDictionary(id => id, id => new List<string> { id }, StringComparer.Ordinal);
        var elsewhere = result.Options.Where(o => o.Contenders.Count == 1 || o.Votes > 0).SelectMany(o => o.Contenders).ToHashSet(StringComparer.Ordinal);
        foreach (var option in result.Options)
        {
            if (option.Contenders.Count == 1) Unite([option.Contenders[0], .. Members(option.Contenders[0]).Where(groups.ContainsKey)]);
            else if (option.Votes > 0 || !option.Contenders.All(elsewhere.Contains)) Unite(option.Contenders);
        }

        foreach (var group in groups.Values.Distinct().ToList())
        {
            if (JointOf(group) is { } joint) Unite([group[0], .. joint.Members.Where(groups.ContainsKey)]);
        }

        return groups;

        void Unite(IReadOnlyList<string> ids)
        {
            List<string> all = [.. ids.SelectMany(id => groups[id]).Distinct(StringComparer.Ordinal).OrderBy(Registered)];
            foreach (var id in all) groups[id] = all;
        }
    }

    // The one that the count names; otherwise the smallest that is registered for these parties, a coalition first: only its members have emblems
    // of their own to mark together.
    private Contender? JointOf(List<string> members) =>
        members.Select(id => contenders.GetValueOrDefault(id)).FirstOrDefault(c => c?.Members.Count > 0)
        ?? (members.Count == 1 ? null : contenders.Values
            .Where(c => members.All(c.Members.Contains))
            .OrderBy(c => c.Members.Count).ThenBy(c => c.Kind).ThenBy(c => Registered(c.Id))
            .FirstOrDefault());

    private IReadOnlyList<string> Members(string id) => contenders.GetValueOrDefault(id)?.Members ?? [];

    private int Registered(string id) => registration.GetValueOrDefault(id, int.MaxValue);
}
