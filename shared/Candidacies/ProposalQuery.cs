namespace ServerlessDecide.Candidacies;

/// <summary>A query for proposals. Null criteria match all.</summary>
/// <param name="District">The number of a district: only proposals of candidates in its contest.</param>
/// <param name="Municipality">The code of a municipality: only proposals of candidates in its contest. Nobody stands in both a district and a municipality.</param>
/// <param name="Contest">The id of a contest.</param>
public sealed record ProposalQuery(string? Topic, string? Contender, string? District, string? Municipality, string? Contest)
{
    private readonly string[] contests =
    [
        .. District is null ? [] : (string[])[Candidacies.Contest.OfDistrict(District).Id],
        .. Municipality is null ? [] : (string[])[Candidacies.Contest.OfMunicipality(Municipality).Id],
        .. Contest is null ? [] : (string[])[Contest],
    ];

    /// <summary>The canonical form of the query; the same for all spellings of the same query.</summary>
    public string Canonical => string.Join('&', Topic, Contender, District, Municipality, Contest);

    /// <param name="contest">Returns the contest of the proposal's candidate.</param>
    public bool Matches(Proposal proposal, Func<Proposal, string?> contest) =>
        (Topic is null || proposal.Topic == Topic)
        && (Contender is null || proposal.Contender == Contender)
        && (contests.Length == 0 || (contest(proposal) is { } standing && Array.TrueForAll(contests, c => c == standing)));
}
