using ServerlessDecide.Candidacies;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;
using ServerlessDecide.Information;

namespace ServerlessDecide.Content;

/// <summary>All content of one process at one moment. Readers are served from it; an import replaces a part of it.</summary>
public sealed record ProcessContent
{
    public static ProcessContent Empty { get; } = new();

    public IReadOnlyList<Topic> Topics { get; init; } = [];

    public IReadOnlyList<Term> Glossary { get; init; } = [];

    public IReadOnlyList<Office> Offices { get; init; } = [];

    /// <summary>By number.</summary>
    public IReadOnlyList<District> Districts { get; init; } = [];

    /// <summary>By code.</summary>
    public IReadOnlyList<Municipality> Municipalities { get; init; } = [];

    /// <summary>By number.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    /// <summary>By number. They are not among the sections.</summary>
    public IReadOnlyList<MergedSection> MergedSections { get; init; } = [];

    /// <summary>By number.</summary>
    public IReadOnlyList<Boundary> DistrictBoundaries { get; init; } = [];

    /// <summary>By code.</summary>
    public IReadOnlyList<Boundary> MunicipalityBoundaries { get; init; } = [];

    /// <summary>In the order of the file, which is that of their registration.</summary>
    public IReadOnlyList<Contender> Contenders { get; init; } = [];

    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>By contender, in the order that contenders had when blocks were imported; then by scope and territory.</summary>
    public IReadOnlyList<BlockTerritory> Blocks { get; init; } = [];

    public IReadOnlyList<Candidate> Candidates { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Substitution> Substitutions { get; init; } = [];

    public IReadOnlyList<Proposal> Proposals { get; init; } = [];

    public IReadOnlyList<TerritoryResult> Results { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ResultCorrection> ResultCorrections { get; init; } = [];

    public IReadOnlyList<Campaign> Campaigns { get; init; } = [];
}
