using ServerlessDecide.Candidacies;

namespace ServerlessDecide.Information;

/// <summary>An office that is renewed: what it can do and what it cannot.</summary>
/// <param name="Body">The body it belongs to: <c>"Legislatura del Estado de México"</c>.</param>
/// <param name="Scope">What is voted for when the office is renewed.</param>
/// <param name="Term">For how long, in words.</param>
/// <param name="Seats">How many there are in all.</param>
/// <param name="OthersDecide">Who else decides, where citizens often look for it here.</param>
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
