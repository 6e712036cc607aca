using ServerlessDecide.Candidacies;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;
using ServerlessDecide.Information;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Content;

/// <summary>Content with its indexes, each made when it is first asked. Shared by all versions of a process that have the same content.</summary>
public sealed class ContentIndex
{
    private readonly Keyed<Term> terms;
    private readonly Keyed<Office> offices;
    private readonly Keyed<District> districts;
    private readonly Keyed<Municipality> municipalities;
    private readonly Keyed<Section> sections;
    private readonly Keyed<MergedSection> mergedSections;
    private readonly Keyed<Contender> contenders;
    private readonly Keyed<Platform> platforms;
    private readonly Keyed<TerritoryResult> results;
    private readonly Lazy<ILookup<string, ResultCorrection>> corrections;
    private readonly Lazy<ILookup<string, Section>> sectionsByDistrict;
    private readonly Lazy<ILookup<string, Section>> sectionsByMunicipality;
    private readonly Lazy<Locator> districtAt;
    private readonly Lazy<Locator> municipalityAt;

    public ContentIndex(ProcessContent all)
    {
        All = all;
        terms = new(all.Glossary, t => t.Id);
        offices = new(all.Offices, o => o.Id);
        districts = new(all.Districts, d => d.Number);
        municipalities = new(all.Municipalities, m => m.Code);
        sections = new(all.Sections, s => s.Number);
        mergedSections = new(all.MergedSections, s => s.Number);
        contenders = new(all.Contenders, c => c.Id);
        platforms = new(all.Platforms, p => p.Id);
        results = new(all.Results, r => r.Key);
        corrections = new(() => all.ResultCorrections.ToLookup(c => c.Before.Key, StringComparer.Ordinal));
        sectionsByDistrict = new(() => all.Sections.ToLookup(s => s.District, StringComparer.Ordinal));
        sectionsByMunicipality = new(() => all.Sections.ToLookup(s => s.Municipality, StringComparer.Ordinal));
        districtAt = new(() => new Locator(all.DistrictBoundaries));
        municipalityAt = new(() => new Locator(all.MunicipalityBoundaries));
    }

    public static ContentIndex Empty { get; } = new(ProcessContent.Empty);

    public ProcessContent All { get; }

    public Term? Term(string id) => terms[id];

    public Office? Office(string id) => offices[id];

    public District? District(string number) => districts[number];

    public Municipality? Municipality(string code) => municipalities[code];

    public Section? Section(string number) => sections[number];

    /// <summary>The section by that number that was merged into another.</summary>
    public MergedSection? MergedSection(string number) => mergedSections[number];

    public Contender? Contender(string id) => contenders[id];

    public Platform? Platform(string id) => platforms[id];

    public TerritoryResult? Result(ResultLevel level, string territory) => results[TerritoryResult.KeyOf(level, territory)];

    /// <summary>How a count that had been published was changed, oldest first.</summary>
    public IEnumerable<ResultCorrection> CorrectionsOf(TerritoryResult result) => corrections.Value[result.Key];

    /// <summary>The district whose boundary holds the point, or null.</summary>
    /// <inheritdoc cref="Locator.Find"/>
    public District? DistrictAt(double latitude, double longitude) => districtAt.Value.Find(latitude, longitude) is { } number ? District(number) : null;

    /// <summary>The municipality whose boundary holds the point, or null.</summary>
    /// <inheritdoc cref="Locator.Find"/>
    public Municipality? MunicipalityAt(double latitude, double longitude) =>
        municipalityAt.Value.Find(latitude, longitude) is { } code ? Municipality(code) : null;

    /// <summary>The sections of a district.</summary>
    public IEnumerable<Section> SectionsOfDistrict(string number) => sectionsByDistrict.Value[number];

    /// <summary>The sections of a municipality.</summary>
    public IEnumerable<Section> SectionsOfMunicipality(string code) => sectionsByMunicipality.Value[code];

    /// <summary>The id of the contender whose platform or proposal the target is, or null when there is no such target.</summary>
    public string? ContenderOf(Target target) => target.Kind == TargetKind.Platform ? Platform(target.Id.Value)?.Contender : null;

    /// <summary>Everything of a contender's that can be reacted to, in the order of its ids.</summary>
    public IEnumerable<Target> TargetsOf(string contender) => All.Platforms
        .Where(p => p.Contender == contender)
        .Select(p => new Target(TargetKind.Platform, Slug.Parse(p.Id)))
        .OrderBy(t => t.Id.Value, StringComparer.Ordinal);

    /// <summary>Makes all indexes, so that no reader waits for one. Anything that cannot be read shows here.</summary>
    internal void Warm()
    {
        terms.Warm();
        offices.Warm();
        districts.Warm();
        municipalities.Warm();
        sections.Warm();
        mergedSections.Warm();
        contenders.Warm();
        platforms.Warm();
        _ = sectionsByDistrict.Value;
        _ = sectionsByMunicipality.Value;
        _ = districtAt.Value;
        _ = municipalityAt.Value;
        results.Warm();
        _ = corrections.Value;
        _ = All.Candidates.Count + All.Substitutions.Count;
    }

    private sealed class Keyed<T>(IReadOnlyList<T> items, Func<T, string> key)
        where T : class
    {
        private readonly Lazy<Dictionary<string, T>> byKey = new(() => items.ToDictionary(key, StringComparer.Ordinal));

        public T? this[string key] => byKey.Value.GetValueOrDefault(key);

        public void Warm() => _ = byKey.Value;
    }
}
