namespace ServerlessDecide.Candidacies;

/// <summary>What is renewed: the Legislature or the municipal councils.</summary>
public enum ContestScope
{
    Legislature,
    Council,
}

/// <summary>What is voted for in one territory.</summary>
/// <param name="Id"><c>legislature-7</c> or <c>council-15106</c>.</param>
/// <param name="Scope">Says which territory it is.</param>
/// <param name="Territory">The district's number or the municipality's code.</param>
public sealed record Contest(string Id, ContestScope Scope, string Territory)
{
    /// <summary>Where the candidacies of a state-wide proportional list stand. It is no contest of its own: it is voted for in every district.</summary>
    public const string StateWide = "legislature";

    /// <summary>The contest of a district for the Legislature.</summary>
    public static Contest OfDistrict(string number) => new("legislature-" + number, ContestScope.Legislature, number);

    /// <summary>The contest of a municipality for its council.</summary>
    public static Contest OfMunicipality(string code) => new("council-" + code, ContestScope.Council, code);
}

/// <summary>What one contender offers in a contest.</summary>
/// <param name="Head">Who heads the formula or slate; null where the list names nobody.</param>
/// <param name="Candidacies">By office and position.</param>
public sealed record BallotEntry(string Contender, Candidate? Head, IReadOnlyList<Candidacy> Candidacies);

/// <summary>One place with its owner and alternate, of whom one may be missing.</summary>
public sealed record Candidacy(string Office, int Position, Candidate? Owner, Candidate? Alternate);
