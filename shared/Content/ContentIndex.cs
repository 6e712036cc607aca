using System.Security.Cryptography;
using System.Text.Json;
using ServerlessDecide.Candidacies;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;
using ServerlessDecide.Information;
using ServerlessDecide.Participation;
using ServerlessDecide.Publishing;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Content;

/// <summary>Content with its indexes, each made when it is first asked. Shared by all versions of a process that have the same content.</summary>
public sealed class ContentIndex
{
    private readonly Keyed<Term> terms;
    private readonly Lazy<Glossary> glossary;
    private readonly Keyed<Office> offices;
    private readonly Keyed<District> districts;
    private readonly Keyed<Municipality> municipalities;
    private readonly Keyed<Section> sections;
    private readonly Keyed<MergedSection> mergedSections;
    private readonly Keyed<Contender> contenders;
    private readonly Keyed<Platform> platforms;
    private readonly Keyed<Candidate> candidates;
    private readonly Keyed<Proposal> proposals;
    private readonly Lazy<ILookup<string, Proposal>> proposalsByCandidate;
    private readonly Keyed<TerritoryResult> results;
    private readonly Lazy<ILookup<string, ResultCorrection>> corrections;
    private readonly Keyed<Campaign> campaigns;
    private readonly Lazy<ILookup<string, Section>> sectionsByDistrict;
    private readonly Lazy<ILookup<string, Section>> sectionsByMunicipality;
    private readonly Lazy<IReadOnlyList<Contest>> contests;
    private readonly Lazy<Dictionary<string, Contest>> contestsById;
    private readonly Lazy<ILookup<string, Candidate>> candidatesByContest;
    private readonly Lazy<CandidateSearch> candidateSearch;
    private readonly Lazy<string> candidatesVersion;
    private readonly Lazy<Dictionary<string, Substitution>> formerCandidates;
    private readonly Lazy<ILookup<CandidacyPlace, Substitution>> substitutionsByPlace;
    private readonly Lazy<Locator> districtAt;
    private readonly Lazy<Locator> municipalityAt;

    public ContentIndex(ProcessContent all)
    {
        All = all;
        terms = new(all.Glossary, t => t.Id);
        glossary = new(() => new Glossary(all.Glossary));
        offices = new(all.Offices, o => o.Id);
        districts = new(all.Districts, d => d.Number);
        municipalities = new(all.Municipalities, m => m.Code);
        sections = new(all.Sections, s => s.Number);
        mergedSections = new(all.MergedSections, s => s.Number);
        contenders = new(all.Contenders, c => c.Id);
        platforms = new(all.Platforms, p => p.Id);
        candidates = new(all.Candidates, c => c.Id);
        proposals = new(all.Proposals, p => p.Id);
        proposalsByCandidate = new(() => all.Proposals.ToLookup(p => p.Candidate, StringComparer.Ordinal));
        results = new(all.Results, r => r.Key);
        corrections = new(() => all.ResultCorrections.ToLookup(c => c.Before.Key, StringComparer.Ordinal));
        campaigns = new(all.Campaigns, c => c.Id);
        sectionsByDistrict = new(() => all.Sections.ToLookup(s => s.District, StringComparer.Ordinal));
        sectionsByMunicipality = new(() => all.Sections.ToLookup(s => s.Municipality, StringComparer.Ordinal));
        contests = new(() => ContestsOf(all));
        contestsById = new(() => Contests.ToDictionary(c => c.Id, StringComparer.Ordinal));
        candidatesByContest = new(() => all.Candidates.ToLookup(c => c.Contest, StringComparer.Ordinal));
        candidateSearch = new(() => new CandidateSearch(all.Candidates));
        candidatesVersion = new(() => VersionOf(all.Candidates));
        formerCandidates = new(() => all.Substitutions.GroupBy(s => s.Former.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal));
        substitutionsByPlace = new(() => all.Substitutions.Reverse().ToLookup(s => CandidacyPlace.Of(s.Former)));
        districtAt = new(() => new Locator(all.DistrictBoundaries));
        municipalityAt = new(() => new Locator(all.MunicipalityBoundaries));
    }

    public static ContentIndex Empty { get; } = new(ProcessContent.Empty);

    public ProcessContent All { get; }

    public Term? Term(string id) => terms[id];

    /// <summary>The terms, to be searched.</summary>
    public Glossary Glossary => glossary.Value;

    public Office? Office(string id) => offices[id];

    public District? District(string number) => districts[number];

    public Municipality? Municipality(string code) => municipalities[code];

    public Section? Section(string number) => sections[number];

    /// <summary>The section by that number that was merged into another.</summary>
    public MergedSection? MergedSection(string number) => mergedSections[number];

    public Contender? Contender(string id) => contenders[id];

    public Platform? Platform(string id) => platforms[id];

    public Candidate? Candidate(string id) => candidates[id];

    public Proposal? Proposal(string id) => proposals[id];

    /// <summary>What a candidate proposes, in the order of publication.</summary>
    public IEnumerable<Proposal> ProposalsOf(string candidate) => proposalsByCandidate.Value[candidate];

    /// <summary>Looks for candidates.</summary>
    public CandidateSearch Candidates => candidateSearch.Value;

    /// <summary>A hash of the list of candidates: the same as long as the list is, whatever else is imported. 24 hexadecimal digits.</summary>
    public string CandidatesVersion => candidatesVersion.Value;

    /// <summary>The last substitution of a person who stood before; null when nobody of that id was ever replaced.</summary>
    public Substitution? FormerCandidate(string id) => formerCandidates.Value.GetValueOrDefault(id);

    /// <summary>Who stood in this place before, newest first.</summary>
    public IEnumerable<Substitution> ReplacedIn(CandidacyPlace place) => substitutionsByPlace.Value[place];

    /// <summary>What is voted for: one contest a district and one a municipality, of those scopes only that some office has, once offices are known.</summary>
    public IReadOnlyList<Contest> Contests => contests.Value;

    public Contest? Contest(string id) => contestsById.Value.GetValueOrDefault(id);

    /// <summary>What each contender that competes there offers in a contest, the contenders in the drawn order.</summary>
    public IReadOnlyList<BallotEntry> BallotOf(Contest contest, DrawnOrder order) =>
    [
        .. from candidate in candidatesByContest.Value[contest.Id]
           group candidate by candidate.Contender into offered
           orderby order.Lot(offered.Key)
           select new BallotEntry(offered.Key, offered.FirstOrDefault(c => c.Head), CandidaciesOf(offered)),
    ];

    public TerritoryResult? Result(ResultLevel level, string territory) => results[TerritoryResult.KeyOf(level, territory)];

    /// <summary>How a count that had been published was changed, oldest first.</summary>
    public IEnumerable<ResultCorrection> CorrectionsOf(TerritoryResult result) => corrections.Value[result.Key];

    /// <summary>Whether the institute declared a campaign of that id.</summary>
    public bool HasCampaign(string id) => campaigns[id] is not null;

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
    public string? ContenderOf(Target target) =>
        target.Kind == TargetKind.Platform ? Platform(target.Id.Value)?.Contender : Proposal(target.Id.Value)?.Contender;

    /// <summary>Everything of a contender's that can be reacted to: its platforms, then its candidates' proposals, each in the order of ids.</summary>
    public IEnumerable<Target> TargetsOf(string contender) =>
        InOrder(TargetKind.Platform, from platform in All.Platforms where platform.Contender == contender select platform.Id)
            .Concat(InOrder(TargetKind.Proposal, from proposal in All.Proposals where proposal.Contender == contender select proposal.Id));

    /// <summary>Makes all indexes, so that no reader waits for one. Anything that cannot be read shows here.</summary>
    internal void Warm()
    {
        terms.Warm();
        _ = glossary.Value;
        offices.Warm();
        districts.Warm();
        municipalities.Warm();
        sections.Warm();
        mergedSections.Warm();
        contenders.Warm();
        platforms.Warm();
        candidates.Warm();
        _ = sectionsByDistrict.Value;
        _ = sectionsByMunicipality.Value;
        _ = contestsById.Value;
        _ = candidatesByContest.Value;
        _ = candidateSearch.Value;
        _ = candidatesVersion.Value;
        _ = formerCandidates.Value;
        _ = substitutionsByPlace.Value;
        _ = districtAt.Value;
        _ = municipalityAt.Value;
        proposals.Warm();
        _ = proposalsByCandidate.Value;
        results.Warm();
        _ = corrections.Value;
        campaigns.Warm();
    }

    private IReadOnlyList<Candidacy> CandidaciesOf(IEnumerable<Candidate> ofContender)
    {
        var order = All.Offices.Index().ToDictionary(o => o.Item.Id, o => o.Index, StringComparer.Ordinal);
        return
        [
            .. from candidate in ofContender
               group candidate by (candidate.Office, candidate.Position) into place
               orderby order.GetValueOrDefault(place.Key.Office, int.MaxValue), place.Key.Office, place.Key.Position
               select new Candidacy(
                   place.Key.Office,
                   place.Key.Position,
                   place.FirstOrDefault(c => c.Role == CandidacyRole.Owner),
                   place.FirstOrDefault(c => c.Role == CandidacyRole.Alternate)),
        ];
    }

    private static IEnumerable<Target> InOrder(TargetKind kind, IEnumerable<string> ids) =>
        ids.Order(StringComparer.Ordinal).Select(id => new Target(kind, Slug.Parse(id)));

    private static IReadOnlyList<Contest> ContestsOf(ProcessContent all)
    {
        var scopes = all.Offices.Select(o => o.Scope).ToHashSet();
        return
        [
            .. all.Districts.Select(d => Candidacies.Contest.OfDistrict(d.Number))
                .Concat(all.Municipalities.Select(m => Candidacies.Contest.OfMunicipality(m.Code)))
                .Where(c => scopes.Count == 0 || scopes.Contains(c.Scope)),
        ];
    }

    private static string VersionOf(IReadOnlyList<Candidate> candidates)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var candidate in candidates) hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(candidate, ContentJson.Default.Candidate));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }

    private sealed class Keyed<T>(IReadOnlyList<T> items, Func<T, string> key)
        where T : class
    {
        private readonly Lazy<Dictionary<string, T>> byKey = new(() => items.ToDictionary(key, StringComparer.Ordinal));

        public T? this[string key] => byKey.Value.GetValueOrDefault(key);

        public void Warm() => _ = byKey.Value;
    }
}
