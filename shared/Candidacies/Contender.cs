namespace ServerlessDecide.Candidacies;

/// <summary>The kinds of contender the law knows.</summary>
public enum ContenderKind
{
    Party,
    Coalition,
    CommonCandidacy,
    Independent,
}

/// <summary>Who competes.</summary>
/// <param name="Members">Ids of the member parties of a coalition or common candidacy; empty for others.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="Elected">Whether it won a seat; null while that is not known.</param>
public sealed record Contender(
    string Id, string Name, string ShortName, ContenderKind Kind, IReadOnlyList<string> Members, string Color, bool? Elected);
