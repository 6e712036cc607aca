namespace ServerlessDecide.Candidacies;

/// <summary>Who takes the seat, and who stands in.</summary>
public enum CandidacyRole
{
    Owner,
    Alternate,
}

/// <summary>A person on the list of candidates, in one place of one formula, slate or proportional list.</summary>
/// <param name="Contender">Id of the contender that registered the candidacy.</param>
/// <param name="Office">Id of the office.</param>
/// <param name="Contest">Id of the contest: <c>legislature-7</c>, <c>council-15106</c>, or <c>legislature</c> for a state-wide proportional list.</param>
/// <param name="Position">From 1 on, within the contender's candidacies for that office in that contest.</param>
/// <param name="Gender">A word of the institute's register, kebab-case.</param>
/// <param name="Head">Whether it heads the district formula or the municipal slate. Owners only, one a contender and contest.</param>
public sealed record Candidate(
    string Id, string Name, string Contender, string Office, string Contest, int Position, CandidacyRole Role, string Gender, bool Head);

/// <summary>A candidate who was replaced in the same place, and when the institute published it.</summary>
/// <param name="Former">As published before.</param>
/// <param name="By">Id of the candidate who took the place.</param>
public sealed record Substitution(Candidate Former, string By, DateTimeOffset At);
