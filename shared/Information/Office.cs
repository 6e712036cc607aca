using ServerlessDecide.Candidacies;

namespace ServerlessDecide.Information;

/// <summary>An office that the election renews: what it can and cannot do.</summary>
/// <param name="Body">The body it belongs to: <c>"Legislatura del Estado de México"</c>.</param>
/// <param name="Scope">The body that people vote for to renew the office.</param>
/// <param name="Term">The length of the term, in words.</param>
/// <param name="Seats">The number of seats in all.</param>
/// <param name="OthersDecide">Matters that citizens often expect from this office but others decide, and who decides them.</param>
/// <param name="LegalBasis">Laws and articles.</param>
public sealed record Office(
    string Id,
    string Name,
    string Body,
    ContestScope Scope,
    string Term,
    int Seats,
    IReadOnlyList<string> Functions,
    IReadOnlyList<string> CannotDo,
    IReadOnlyList<string> OthersDecide,
    string LegalBasis);
