using System.Text.Json.Serialization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>A candidate in lists and downloads.</summary>
/// <param name="ProposalCount">How many proposals the person has; absent in downloads, while profiles are not open, and for a person who heads no formula or slate.</param>
internal sealed record CandidateRow(
    string Id,
    string Name,
    string Contender,
    string Office,
    string Contest,
    int Position,
    [NamesOf(typeof(CandidacyRole))] string Role,
    string Gender,
    bool Head,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ProposalCount)
{
    /// <summary>Returns the row of a list, which says how many proposals the person has while these may be shown.</summary>
    public static CandidateRow From(OpenContent open, Candidate candidate) =>
        From(candidate) with { ProposalCount = candidate.Head && open.IsOpen(Activity.Profiles) ? open.Content.ProposalsOf(candidate.Id).Count() : null };

    public static CandidateRow From(Candidate candidate) => new(
        candidate.Id,
        candidate.Name,
        candidate.Contender,
        candidate.Office,
        candidate.Contest,
        candidate.Position,
        candidate.Role.Name(),
        candidate.Gender,
        candidate.Head,
        null);
}

/// <summary>A person who held the same candidacy before.</summary>
/// <param name="Until">When the institute published the replacement.</param>
internal sealed record FormerCandidate(string Id, string Name, DateTimeOffset Until);

/// <summary>A current or former candidate.</summary>
/// <param name="Replaces">Former candidates of this place, newest first; absent when there are none.</param>
/// <param name="ReplacedBy">The id of the replacement; absent while the person is a candidate.</param>
/// <param name="Proposals">What the person proposes; absent while profiles are not open, and for a person who heads no formula or slate.</param>
internal sealed record CandidateAnswer(
    string Id,
    string Name,
    string Contender,
    string Office,
    string Contest,
    int Position,
    [NamesOf(typeof(CandidacyRole))] string Role,
    string Gender,
    bool Head,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FormerCandidate>? Replaces,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReplacedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ReplacedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProposalAnswer>? Proposals)
{
    /// <summary>Returns the current or replaced candidate with an id, or null.</summary>
    public static CandidateAnswer? Find(OpenContent open, string id)
    {
        var local = open.Process.Process.Local;
        if (open.Content.Candidate(id) is { } candidate)
        {
            var replaces = open.Content.ReplacedIn(CandidacyPlace.Of(candidate)).Select(s => new FormerCandidate(s.Former.Id, s.Former.Name, local(s.At))).ToList();
            return From(candidate, replaces.Count > 0 ? replaces : null, null, null);
        }

        return open.Content.FormerCandidate(id) is { } former ? From(former.Former, null, former.By, local(former.At)) : null;

        CandidateAnswer From(Candidate c, IReadOnlyList<FormerCandidate>? replaces, string? replacedBy, DateTimeOffset? replacedAt) => new(
            c.Id, c.Name, c.Contender, c.Office, c.Contest, c.Position, c.Role.Name(), c.Gender, c.Head, replaces, replacedBy, replacedAt,
            c.Head && open.IsOpen(Activity.Profiles) ? [.. open.Content.ProposalsOf(c.Id).Select(p => ProposalAnswer.From(open.Process.Process, p))] : null);
    }
}

/// <summary>A person on a ballot.</summary>
internal sealed record PersonName(string Id, string Name)
{
    public static PersonName? From(Candidate? candidate) => candidate is null ? null : new(candidate.Id, candidate.Name);
}

/// <param name="Owner">Null when the list names nobody.</param>
/// <param name="Alternate">Null when the list names nobody.</param>
internal sealed record CandidacyAnswer(string Office, int Position, PersonName? Owner, PersonName? Alternate);

/// <param name="Head">The person who heads the formula or slate; null when the list names nobody.</param>
/// <param name="Candidacies">By office and position.</param>
internal sealed record BallotAnswer(string Contender, PersonName? Head, IReadOnlyList<CandidacyAnswer> Candidacies)
{
    public static BallotAnswer From(BallotEntry entry) => new(
        entry.Contender,
        PersonName.From(entry.Head),
        [.. entry.Candidacies.Select(c => new CandidacyAnswer(c.Office, c.Position, PersonName.From(c.Owner), PersonName.From(c.Alternate)))]);
}

/// <summary>What is voted for in one territory, or by the proportional lists of the whole state.</summary>
/// <param name="District">Its number, in a contest for the Legislature in a district; absent in others, and for the lists of the whole state.</param>
/// <param name="Municipality">Its code, in a contest for a council; absent in others.</param>
/// <param name="Contenders">Ids of the contenders that compete, in the order drawn for the day; absent while the list of candidates is not open.</param>
/// <param name="Ballot">What each of them offers, in the same order; absent in lists, and while the list of candidates is not open.</param>
/// <param name="Order">How the order was drawn; absent where <paramref name="Ballot"/> is.</param>
internal sealed record ContestAnswer(
    string Id,
    [NamesOf(typeof(ContestScope))] string Scope,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? District,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Municipality,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Contenders,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<BallotAnswer>? Ballot,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DrawnOrderAnswer? Order)
{
    /// <param name="order">The order of the day; null while the list of candidates is not open.</param>
    public static ContestAnswer From(ContentIndex content, Contest contest, DrawnOrder? order)
    {
        var whole = WithBallot(content, contest, order);
        return whole with { Ballot = null, Order = null };
    }

    /// <inheritdoc cref="From"/>
    public static ContestAnswer WithBallot(ContentIndex content, Contest contest, DrawnOrder? order)
    {
        var ballot = order is null ? null : content.BallotOf(contest, order);
        return new ContestAnswer(
            contest.Id,
            contest.Scope.Name(),
            contest.Scope == ContestScope.Legislature ? contest.Territory : null,
            contest.Scope == ContestScope.Council ? contest.Territory : null,
            ballot?.Select(b => b.Contender).ToList(),
            ballot?.Select(BallotAnswer.From).ToList(),
            order is null ? null : DrawnOrderAnswer.From(order));
    }
}
