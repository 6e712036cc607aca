using ServerlessDecide.Candidacies;

namespace ServerlessDecide.ElectionResults;

/// <summary>The votes of one candidacy: those of all contenders that stood together.</summary>
/// <param name="Id">
/// The contender's id. For several contenders, the id of their coalition or common candidacy; if none is registered, their ids joined by
/// <c>+</c>.
/// </param>
/// <param name="Contenders">The contenders that stood together, as registered, or the one that stood alone.</param>
/// <param name="Place">From 1. Candidacies with equal votes share a place, and the places after it are skipped (1, 1, 3).</param>
public sealed record CandidacyVotes(string Id, IReadOnlyList<string> Contenders, long Votes, int Place);

/// <summary>The votes of one contender in a count.</summary>
public sealed record ContenderVotes(string Contender, long Votes);

/// <summary>
/// Assigns the votes of a count to candidacies and contenders. On the ballot each party of a coalition has its own emblem, and a ballot that
/// marks several of them is one vote for their candidate (LGPP, article 87, paragraphs 12 and 13). A common candidacy may have one emblem for
/// all.
/// </summary>
public sealed class VoteCount
{
    private readonly TerritoryResult result;
    private readonly Dictionary<string, Contender> contenders;
    private readonly Dictionary<string, int> registration;
    private readonly List<string> present;

    /// <param name="contenders">All contenders of the process, in the order of registration.</param>
    public VoteCount(TerritoryResult result, IReadOnlyList<Contender> contenders)
    {
        this.result = result;
        this.contenders = contenders.ToDictionary(c => c.Id, StringComparer.Ordinal);
        registration = contenders.Index().ToDictionary(c => c.Item.Id, c => c.Index, StringComparer.Ordinal);
        present = [.. result.Options.SelectMany(o => o.Contenders).Distinct(StringComparer.Ordinal).OrderBy(Registered)];
    }

    /// <summary>
    /// Returns the candidacies in descending order of votes, ties in the order of registration. Parties that were marked together stood
    /// together, and so did the other members of the smallest coalition or common candidacy registered for them, because a ballot that marks
    /// several is valid only where these stood. A coalition or common candidacy that the count names stood with its members. A combination that
    /// nobody marked says nothing about parties that are counted elsewhere.
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
    /// Returns the votes of each contender, in the order of registration. Their sum is all votes for contenders. Votes marked for several
    /// parties are shared equally among them; the remainder goes, one vote each, to the parties with the most votes of their own (LGIPE,
    /// article 311, paragraph 1, c: "a los partidos de más alta votación"), ties to the one registered first. Votes for the one emblem of a
    /// coalition or common candidacy stay with it, because only its members' agreement says how they share them.
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

    // Maps each contender to all that stood together with it, in the order of registration.
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

    // Returns the joint contender that the count names, otherwise the smallest one registered for these parties. A coalition comes before a
    // common candidacy, because only a coalition's members have emblems of their own to mark together.
    private Contender? JointOf(List<string> members) =>
        members.Select(id => contenders.GetValueOrDefault(id)).FirstOrDefault(c => c?.Members.Count > 0)
        ?? (members.Count == 1 ? null : contenders.Values
            .Where(c => members.All(c.Members.Contains))
            .OrderBy(c => c.Members.Count).ThenBy(c => c.Kind).ThenBy(c => Registered(c.Id))
            .FirstOrDefault());

    private IReadOnlyList<string> Members(string id) => contenders.GetValueOrDefault(id)?.Members ?? [];

    private int Registered(string id) => registration.GetValueOrDefault(id, int.MaxValue);
}
