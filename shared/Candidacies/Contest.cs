namespace ServerlessDecide.Candidacies;

/// <summary>The body that is renewed: the Legislature or the municipal councils.</summary>
public enum ContestScope
{
    Legislature,
    Council,
}

/// <summary>The election for one body in one territory, or by the proportional lists of the whole state.</summary>
/// <param name="Id"><c>legislature-7</c>, <c>council-15106</c>, or <c>legislature</c> for the lists.</param>
/// <param name="Scope">Decides whether the territory is a district or a municipality.</param>
/// <param name="Territory">The district's number or the municipality's code; null for the lists.</param>
public sealed record Contest(string Id, ContestScope Scope, string? Territory)
{
    /// <summary>The id of <see cref="OfStateWideLists"/>.</summary>
    public const string StateWide = "legislature";

    /// <summary>The contest of the state-wide proportional lists. It has no ballot paper of its own: people vote for the lists in every district.</summary>
    public static Contest OfStateWideLists { get; } = new(StateWide, ContestScope.Legislature, null);

    /// <summary>Returns the contest of a district for the Legislature.</summary>
    public static Contest OfDistrict(string number) => new("legislature-" + number, ContestScope.Legislature, number);

    /// <summary>Returns the contest of a municipality for its council.</summary>
    public static Contest OfMunicipality(string code) => new("council-" + code, ContestScope.Council, code);
}

/// <summary>One contender's candidacies in a contest.</summary>
/// <param name="Head">The head of the formula or slate; null if the list names none.</param>
/// <param name="Candidacies">In the order of office and position.</param>
public sealed record BallotEntry(string Contender, Candidate? Head, IReadOnlyList<Candidacy> Candidacies);

/// <summary>One place with its owner and its alternate. One of them may be missing.</summary>
public sealed record Candidacy(string Office, int Position, Candidate? Owner, Candidate? Alternate);
