using ServerlessDecide.Candidacies;
using ServerlessDecide.Geography;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Content;

/// <summary>A process as an instance serves it from memory. Immutable: a newer version is another object.</summary>
public sealed class PublishedProcess(ElectoralProcess process, ContentIndex content, PublishedStatistics statistics)
{
    public ElectoralProcess Process { get; } = process;

    public ContentIndex Content { get; } = content;

    public PublishedStatistics Statistics { get; } = statistics;

    public ActivityState StateOf(Activity activity, DateTimeOffset now) => Process.Calendar.StateOf(activity, now);
}

/// <summary>Content with its indexes. Shared by all versions of a process that have the same content.</summary>
public sealed class ContentIndex
{
    private readonly Dictionary<string, District> districts;
    private readonly Dictionary<string, Municipality> municipalities;
    private readonly Dictionary<string, Section> sections;
    private readonly Dictionary<string, Contender> contenders;
    private readonly Dictionary<string, Platform> platforms;
    private readonly ILookup<string, Section> sectionsByDistrict;
    private readonly ILookup<string, Section> sectionsByMunicipality;

    public ContentIndex(ProcessContent all)
    {
        All = all;
        districts = all.Districts.ToDictionary(d => d.Number, StringComparer.Ordinal);
        municipalities = all.Municipalities.ToDictionary(m => m.Code, StringComparer.Ordinal);
        sections = all.Sections.ToDictionary(s => s.Number, StringComparer.Ordinal);
        contenders = all.Contenders.ToDictionary(c => c.Id, StringComparer.Ordinal);
        platforms = all.Platforms.ToDictionary(p => p.Id, StringComparer.Ordinal);
        sectionsByDistrict = all.Sections.ToLookup(s => s.District, StringComparer.Ordinal);
        sectionsByMunicipality = all.Sections.ToLookup(s => s.Municipality, StringComparer.Ordinal);
    }

    public static ContentIndex Empty { get; } = new(ProcessContent.Empty);

    public ProcessContent All { get; }

    public District? District(string number) => districts.GetValueOrDefault(number);

    public Municipality? Municipality(string code) => municipalities.GetValueOrDefault(code);

    public Section? Section(string number) => sections.GetValueOrDefault(number);

    public Contender? Contender(string id) => contenders.GetValueOrDefault(id);

    public Platform? Platform(string id) => platforms.GetValueOrDefault(id);

    /// <summary>The sections of a district.</summary>
    public IEnumerable<Section> SectionsOfDistrict(string number) => sectionsByDistrict[number];

    /// <summary>The sections of a municipality.</summary>
    public IEnumerable<Section> SectionsOfMunicipality(string code) => sectionsByMunicipality[code];

    /// <summary>The id of the contender whose platform or proposal the target is, or null when there is no such target.</summary>
    public string? ContenderOf(Target target) => target.Kind == TargetKind.Platform ? Platform(target.Id.Value)?.Contender : null;

    /// <summary>Everything of a contender's that can be reacted to, in the order of its ids.</summary>
    public IEnumerable<Target> TargetsOf(string contender) => All.Platforms
        .Where(p => p.Contender == contender)
        .Select(p => new Target(TargetKind.Platform, Slug.Parse(p.Id)))
        .OrderBy(t => t.Id.Value, StringComparer.Ordinal);
}
