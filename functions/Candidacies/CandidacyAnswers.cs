using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Candidacies;

internal sealed record ContenderAnswer(string Id, string Name, string ShortName, [AllowedValues("party", "coalition", "commonCandidacy", "independent")] string Kind, IReadOnlyList<string> Members, string Color)
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
    [NamesOf(typeof(ContestScope))] string Scope,
    string Title,
    IReadOnlyList<PlatformSection> Sections,
    string? DocumentUrl,
    string? Sha256,
    string? RegisteredBy)
{
    public static PlatformAnswer From(Platform platform) => new(
        platform.Id,
        platform.Contender,
        platform.Scope.Name(),
        platform.Title,
        platform.Sections,
        platform.DocumentUrl,
        platform.Sha256,
        platform.RegisteredBy);
}

/// <param name="Without">
/// Contenders of platforms that the other filters leave and that have no section on the topic, in the drawn order, on every page; only where
/// platforms are compared on a topic.
/// </param>
/// <param name="Order">How the order was drawn; only where platforms are compared on a topic.</param>
internal sealed record PlatformListAnswer(
    IReadOnlyList<PlatformAnswer> Items,
    string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Without,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DrawnOrderAnswer? Order);

/// <param name="Seed">New every local day: <c>edomex-2021/2021-05-10</c>.</param>
/// <param name="Rule">How anyone can reproduce the order.</param>
internal sealed record DrawnOrderAnswer(string Seed, Wording Rule)
{
    public static DrawnOrderAnswer From(DrawnOrder order) => new(order.Seed, new(
        "Los actores políticos se ordenan por el SHA-256, en hexadecimal, del texto UTF-8 formado por la semilla, una diagonal y el id del actor político; el menor va primero.",
        "Contenders stand in the order of the SHA-256, in hexadecimal, of the UTF-8 text made of the seed, a slash and the contender's id; the lowest comes first."));
}
