namespace ServerlessDecide.Candidacies;

/// <summary>The kinds of contender that the law knows.</summary>
public enum ContenderKind
{
    Party,
    Coalition,
    [WireName("commonCandidacy")]
    CommonCandidacy,
    Independent,
}

/// <summary>A party, coalition, common candidacy or independent that competes in the election.</summary>
/// <param name="Members">Ids of the member parties of a coalition or common candidacy; empty for others.</param>
/// <param name="Color"><c>#rrggbb</c>.</param>
/// <param name="Elected">Whether it won a seat; null if not yet known.</param>
public sealed record Contender(
    string Id, string Name, string ShortName, ContenderKind Kind, IReadOnlyList<string> Members, string Color, bool? Elected);
