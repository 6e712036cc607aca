using System.Text.Json.Serialization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Content;

/// <summary>All content of one process at one moment: what an import replaces as a whole and what readers are served from.</summary>
public sealed record ProcessContent(
    IReadOnlyList<District> Districts,
    IReadOnlyList<Municipality> Municipalities,
    IReadOnlyList<Section> Sections,
    IReadOnlyList<Contender> Contenders,
    IReadOnlyList<Platform> Platforms)
{
    public static ProcessContent Empty { get; } = new([], [], [], [], []);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProcessContent))]
internal sealed partial class ContentJson : JsonSerializerContext;
