using System.Security.Cryptography;
using System.Text.Json;
using ServerlessDecide.Candidacies;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;
using ServerlessDecide.Information;

namespace ServerlessDecide.Content;

/// <summary>Content with its indexes, each built on first use. Shared by all versions of a process that have the same content.</summary>
public sealed class ContentIndex
{
    private readonly Keyed<Topic> topics;
    private readonly Keyed<Term> terms;
    private readonly Lazy<Glossary> glossary;
    private readonly Keyed<Office> offices;
    private readonly Keyed<District> districts;
    private readonly Keyed<Municipality> municipalities;
    private readonly Keyed<Section> sections;
    private readonly Keyed<MergedSection> mergedSections;
    private readonly Keyed<Contender> contenders;
    private readonly Keyed<Platform> platforms;
    private readonly Lazy<IReadOnlyList<Block>> blocks;
    private readonly Lazy<Dictionary<string, Block>> blocksById;
    private readonly Keyed<Candidate> candidates;
    private readonly Keyed<Proposal> proposals;
    private readonly Lazy<ILookup<string, Proposal>> proposalsByCandidate;
    private readonly Lazy<HashSet<string>> usedTopics;
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
    private readonly Lazy<ContentNames> names;
    private readonly Lazy<Locator> districtAt;
    private readonly Lazy<Locator> municipalityAt;

    public ContentIndex(ProcessContent all)
    {
        All = all;
        topics = new(all.Topics, t => t.Id);
        terms = new(all.Glossary, t => t.Id);
        glossary = new(() => new Glossary(all.Glossary));
        offices = new(all.Offices, o => o.Id);
        districts = new(all.Districts, d => d.Number);
        municipalities = new(all.Municipalities, m => m.Code);
        sections = new(all.Sections, s => s.Number);
        mergedSections = new(all.MergedSections, s => s.Number);
        contenders = new(all.Contenders, c => c.Id);
        platforms = new(all.Platforms, p => p.Id);
        blocks = new(() => Candidacies.Block.Of(all.Blocks));
        blocksById = new(() => Blocks.ToDictionary(b => b.Id, StringComparer.Ordinal));
        candidates = new(all.Candidates, c => c.Id);
        proposals = new(all.Proposals, p => p.Id);
        proposalsByCandidate = new(() => all.Proposals.ToLookup(p => p.Candidate, StringComparer.Ordinal));
        usedTopics = new(() => [.. all.Platforms.SelectMany(p => p.Sections).Select(s => s.Topic), .. all.Proposals.Select(p => p.Topic)]);
        results = new(all.Results, r => r.Key);
        corrections = new(() => all.ResultCorrections.ToLookup(c => c.Before.Key, StringComparer.Ordinal));
        campaigns = new(all.Campaigns, c => c.Id);
        sectionsByDistrict = new(() => all.Sections.ToLookup(s => s.District, StringComparer.Ordinal));
        sectionsByMunicipality = new(() => all.Sections.ToLookup(s => s.Municipality, StringComparer.Ordinal));
        candidatesByContest = new(() => all.Candidates.ToLookup(c => c.Contest, StringComparer.Ordinal));
        contests = new(() => ContestsOf(all, candidatesByContest.Value.Contains(Candidacies.Contest.StateWide)));
        contestsById = new(() => Contests.ToDictionary(c => c.Id, StringComparer.Ordinal));
        candidateSearch = new(() => new CandidateSearch(all.Candidates));
        candidatesVersion = new(() => VersionOf(all.Candidates));
        formerCandidates = new(() => all.Substitutions.GroupBy(s => s.Former.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal));
        substitutionsByPlace = new(() => all.Substitutions.Reverse().ToLookup(s => CandidacyPlace.Of(s.Former)));
        names = new(() => new ContentNames(this));
        districtAt = new(() => new Locator(all.DistrictBoundaries));
        municipalityAt = new(() => new Locator(all.MunicipalityBoundaries));
    }

    public static ContentIndex Empty { get; } = new(ProcessContent.Empty);

    public ProcessContent All { get; }

    /// <summary>The name of a topic, or its id while it has none.</summary>
    public string TopicName(string id) => topics[id]?.Name ?? id;

    public Term? Term(string id) => terms[id];

    /// <summary>The searchable glossary.</summary>
    public Glossary Glossary => glossary.Value;

    public Office? Office(string id) => offices[id];

    public District? District(string number) => districts[number];

    public Municipality? Municipality(string code) => municipalities[code];

    public Section? Section(string number) => sections[number];

    /// <summary>The merged section with this number, or null.</summary>
    public MergedSection? MergedSection(string number) => mergedSections[number];

    public Contender? Contender(string id) => contenders[id];

    public Platform? Platform(string id) => platforms[id];

    /// <summary>The competitiveness blocks, by contender, scope and level.</summary>
    public IReadOnlyList<Block> Blocks => blocks.Value;

    public Block? Block(string id) => blocksById.Value.GetValueOrDefault(id);

    public Candidate? Candidate(string id) => candidates[id];

    public Proposal? Proposal(string id) => proposals[id];

    /// <summary>The proposals of a candidate, in the order of publication.</summary>
    public IEnumerable<Proposal> ProposalsOf(string candidate) => proposalsByCandidate.Value[candidate];

    /// <summary>The proposals that match a query, in the order of publication.</summary>
    public IReadOnlyList<Proposal> Find(ProposalQuery query) => [.. All.Proposals.Where(p => query.Matches(p, ContestOf))];

    /// <summary>Whether some platform or proposal is about a topic.</summary>
    public bool HasTopic(string topic) => topics[topic] is not null || usedTopics.Value.Contains(topic);

    /// <summary>The search for candidates.</summary>
    public CandidateSearch Candidates => candidateSearch.Value;

    /// <summary>A hash of the list of candidates, 24 hexadecimal digits. It changes only when the list does.</summary>
    public string CandidatesVersion => candidatesVersion.Value;

    /// <summary>What ids are called, for files that people read.</summary>
    public ContentNames Names => names.Value;

    /// <summary>The last substitution of the candidate with this id; null when that candidate was never replaced.</summary>
    public Substitution? FormerCandidate(string id) => formerCandidates.Value.GetValueOrDefault(id);

    /// <summary>The substitutions in this place, newest first.</summary>
    public IEnumerable<Substitution> ReplacedIn(CandidacyPlace place) => substitutionsByPlace.Value[place];

    /// <summary>
    /// The contests: one for each district and each municipality, and one for the state-wide lists if somebody stands on one. Once offices are
    /// known, only of scopes that some office has.
    /// </summary>
    public IReadOnlyList<Contest> Contests => contests.Value;

    /// <summary>Whether a contest has this id, lists for the whole state included.</summary>
    public bool IsContest(string id) => Contest(id) is not null || candidatesByContest.Value.Contains(id);

    public Contest? Contest(string id) => contestsById.Value.GetValueOrDefault(id);

    /// <summary>The entries of the contenders that compete in a contest, in the drawn order.</summary>
    public IReadOnlyList<BallotEntry> BallotOf(Contest contest, DrawnOrder order) =>
    [
        .. from candidate in candidatesByContest.Value[contest.Id]
           group candidate by candidate.Contender into offered
           orderby order.Lot(offered.Key)
           select new BallotEntry(offered.Key, offered.FirstOrDefault(c => c.Head), CandidaciesOf(offered)),
    ];

    public TerritoryResult? Result(ResultLevel level, string territory) => results[TerritoryResult.KeyOf(level, territory)];

    /// <summary>The corrections of a published count, oldest first.</summary>
    public IEnumerable<ResultCorrection> CorrectionsOf(TerritoryResult result) => corrections.Value[result.Key];

    /// <summary>Whether the institute declared a campaign with this id.</summary>
    public bool HasCampaign(string id) => campaigns[id] is not null;

    /// <summary>The district whose boundary contains the point, or null.</summary>
    /// <inheritdoc cref="Locator.Find"/>
    public District? DistrictAt(double latitude, double longitude) => districtAt.Value.Find(latitude, longitude) is { } number ? District(number) : null;

    /// <summary>The municipality whose boundary contains the point, or null.</summary>
    /// <inheritdoc cref="Locator.Find"/>
    public Municipality? MunicipalityAt(double latitude, double longitude) =>
        municipalityAt.Value.Find(latitude, longitude) is { } code ? Municipality(code) : null;

    /// <summary>The sections of a district.</summary>
    public IEnumerable<Section> SectionsOfDistrict(string number) => sectionsByDistrict.Value[number];

    /// <summary>The sections of a municipality.</summary>
    public IEnumerable<Section> SectionsOfMunicipality(string code) => sectionsByMunicipality.Value[code];

    /// <summary>Builds all indexes, so that no reader waits for one. Unreadable parts of the content throw here.</summary>
    internal void BuildIndexes()
    {
        topics.BuildIndexes();
        terms.BuildIndexes();
        _ = glossary.Value;
        offices.BuildIndexes();
        districts.BuildIndexes();
        municipalities.BuildIndexes();
        sections.BuildIndexes();
        mergedSections.BuildIndexes();
        contenders.BuildIndexes();
        platforms.BuildIndexes();
        _ = blocksById.Value;
        candidates.BuildIndexes();
        _ = sectionsByDistrict.Value;
        _ = sectionsByMunicipality.Value;
        _ = contestsById.Value;
        _ = candidatesByContest.Value;
        _ = candidateSearch.Value;
        _ = candidatesVersion.Value;
        _ = formerCandidates.Value;
        _ = substitutionsByPlace.Value;
        _ = names.Value;
        _ = districtAt.Value;
        _ = municipalityAt.Value;
        proposals.BuildIndexes();
        _ = proposalsByCandidate.Value;
        _ = usedTopics.Value;
        results.BuildIndexes();
        _ = corrections.Value;
        campaigns.BuildIndexes();
    }

    // The candidate may have been replaced since.
    private string? ContestOf(Proposal proposal) => (Candidate(proposal.Candidate) ?? FormerCandidate(proposal.Candidate)?.Former)?.Contest;

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

    private static IReadOnlyList<Contest> ContestsOf(ProcessContent all, bool hasStateWideLists)
    {
        var scopes = all.Offices.Select(o => o.Scope).ToHashSet();
        return
        [
            .. all.Districts.Select(d => Candidacies.Contest.OfDistrict(d.Number))
                .Concat(all.Municipalities.Select(m => Candidacies.Contest.OfMunicipality(m.Code)))
                .Concat(hasStateWideLists ? [Candidacies.Contest.OfStateWideLists] : [])
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

        public void BuildIndexes() => _ = byKey.Value;
    }
}
