namespace ServerlessDecide.Candidacies;

/// <summary>Whether a candidate takes the seat or stands in for its owner.</summary>
public enum CandidacyRole
{
    Owner,
    Alternate,
}

/// <summary>A person on the list of candidates, at one place of one formula, slate or proportional list.</summary>
/// <param name="Contender">Id of the contender that registered the candidacy.</param>
/// <param name="Office">Id of the office.</param>
/// <param name="Contest">Id of the contest: <c>legislature-7</c>, <c>council-15106</c>, or <c>legislature</c> for a state-wide proportional list.</param>
/// <param name="Position">From 1, within the contender's candidacies for that office in that contest.</param>
/// <param name="Gender">A word of the institute's register, kebab-case.</param>
/// <param name="Head">Whether it heads the district formula or the municipal slate. Owners only, one per contender and contest.</param>
public sealed record Candidate(
    string Id, string Name, string Contender, string Office, string Contest, int Position, CandidacyRole Role, string Gender, bool Head);

/// <summary>The place of a candidate, which a substitute takes over.</summary>
public readonly record struct CandidacyPlace(string Contest, string Contender, string Office, int Position, CandidacyRole Role)
{
    public static CandidacyPlace Of(Candidate candidate) =>
        new(candidate.Contest, candidate.Contender, candidate.Office, candidate.Position, candidate.Role);
}

/// <summary>A candidate who was replaced, and when the institute published it.</summary>
/// <param name="Former">The replaced candidate, as published before.</param>
/// <param name="By">Id of the substitute.</param>
public sealed record Substitution(Candidate Former, string By, DateTimeOffset At)
{
    /// <summary>Returns the substitutions that an import makes, in the order of the list before it.</summary>
    public static IEnumerable<Substitution> Between(IReadOnlyList<Candidate> before, IReadOnlyList<Candidate> after, DateTimeOffset at)
    {
        var now = after.ToDictionary(CandidacyPlace.Of, c => c.Id);
        return from former in before
               let successor = now.GetValueOrDefault(CandidacyPlace.Of(former))
               where successor is not null && successor != former.Id
               select new Substitution(former, successor, at);
    }
}
