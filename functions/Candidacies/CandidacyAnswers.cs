using ServerlessDecide.Candidacies;

namespace ServerlessDecide.Functions.Candidacies;

internal sealed record ContenderAnswer(string Id, string Name, string ShortName, string Kind, IReadOnlyList<string> Members, string Color)
{
    public static ContenderAnswer From(Contender contender) => new(
        contender.Id,
        contender.Name,
        contender.ShortName,
        contender.Kind switch
        {
            ContenderKind.Party => "party",
            ContenderKind.Coalition => "coalition",
            ContenderKind.CommonCandidacy => "commonCandidacy",
            _ => "independent",
        },
        contender.Members,
        contender.Color);
}

internal sealed record PlatformAnswer(
    string Id,
    string Contender,
    string Scope,
    string Title,
    IReadOnlyList<PlatformSection> Sections,
    string? DocumentUrl,
    string? Sha256,
    string? RegisteredBy)
{
    public static PlatformAnswer From(Platform platform) => new(
        platform.Id,
        platform.Contender,
        ScopeName(platform.Scope),
        platform.Title,
        platform.Sections,
        platform.DocumentUrl,
        platform.Sha256,
        platform.RegisteredBy);

    public static string ScopeName(ContestScope scope) => scope == ContestScope.Legislature ? "legislature" : "council";
}
