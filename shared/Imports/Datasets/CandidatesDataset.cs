using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;

namespace ServerlessDecide.Imports;

/// <summary>The list of candidates.</summary>
internal sealed class CandidatesDataset : IDataset
{
    // Real names are shorter, and a cursor that contains one must fit into a URL.
    private const int MaxName = 200;

    private static readonly Column Id = new("id", Slug.Shape);
    private static readonly Column Person = Column.Title("name", MaxName);
    private static readonly Column Contender = new("contender", CellRule.Text);
    private static readonly Column Office = new("office", Slug.Shape);
    private static readonly Column Contest = new("contest", new("una contienda del mismo ámbito que el cargo", "a contest of the same scope as the office"));
    private static readonly Column Position = new("position", CellRule.FromOne);
    private static readonly Column Role = new("role", CellRule.OneOf<CandidacyRole>());
    private static readonly Column Gender = new("gender", Slug.Shape);
    private static readonly Column Head = new(
        "head", CellRule.Flag with
        {
            Es = CellRule.Flag.Es + "; true solo si role es owner",
            En = CellRule.Flag.En + "; true only if role is owner",
        });

    public string Name => "candidates";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Id, Person, Contender, Office, Contest, Position, Role, Gender, Head];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var known = new Known(context.Current);
        var read = DatasetItems.Read(rows, Id, errors, (r, row) => new Numbered(Read(r, known), row.Number), n => n.Candidate.Id);
        CheckTogether(read, errors);
        // Errors include two candidates in one place, and then it is unknown who replaced whom.
        if (errors.Count > 0) return context.Current;
        var candidates = CandidateOrder.Sorted(read.Select(n => n.Candidate));
        return context.Current with
        {
            Candidates = candidates,
            Substitutions = [.. context.Current.Substitutions, .. Substitution.Between(context.Current.Candidates, candidates, context.Now)],
        };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Candidates, after.Candidates, c => c.Id, ContentJson.Default.Candidate);

    private static Candidate Read(RowReader r, Known known)
    {
        var name = r.Name(Person);
        if (name.Length > 0 && SpanishText.Words(name).Count == 0) r.Fail(Person, ImportErrorCode.BadValue, name);
        var office = known.Offices.Count > 0 ? r.Reference(Office, known.Offices.ContainsKey) : r.Matching(Office);
        var contest = r.Reference(Contest, known.Contests.ContainsKey);
        if (known.Offices.TryGetValue(office, out var scope) && known.Contests.TryGetValue(contest, out var of) && of != scope)
        {
            r.Fail(Contest, ImportErrorCode.BadValue, contest);
        }

        var role = r.OneOf<CandidacyRole>(Role);
        var head = r.OptionalText(Head) is not null && r.Flag(Head);
        if (head && role != CandidacyRole.Owner) r.Fail(Head, ImportErrorCode.BadValue, "true");
        return new Candidate(
            r.Matching(Id),
            name,
            r.Reference(Contender, known.Contenders.Contains),
            office,
            contest,
            r.Count(Position),
            role,
            r.Matching(Gender),
            head);
    }

    // Reports errors that only a comparison of rows shows.
    private static void CheckTogether(IReadOnlyList<Numbered> read, ImportErrors errors)
    {
        var places = new HashSet<CandidacyPlace>();
        var heads = new Dictionary<(string, string), string>();
        foreach (var (candidate, row) in read)
        {
            if (!places.Add(CandidacyPlace.Of(candidate)))
            {
                errors.Add(row, Position.Name, ImportErrorCode.Duplicate, candidate.Position.ToString(CultureInfo.InvariantCulture));
            }

            if (candidate.Head && !heads.TryAdd((candidate.Contender, candidate.Contest), candidate.Id))
            {
                errors.Add(row, Head.Name, ImportErrorCode.SecondHead, heads[(candidate.Contender, candidate.Contest)]);
            }
        }

        // While there are errors, an alternate may be among the rows that could not be read.
        if (errors.Count > 0) return;
        foreach (var (candidate, row) in read.Where(n => n.Candidate.Role == CandidacyRole.Owner))
        {
            if (places.Contains(CandidacyPlace.Of(candidate) with { Role = CandidacyRole.Alternate })) continue;
            errors.Warn(row, Role.Name, ImportErrorCode.NoAlternate, candidate.Id);
        }
    }

    private readonly record struct Numbered(Candidate Candidate, int Row);

    /// <summary>What a candidate may refer to. While no offices are imported, any id is valid.</summary>
    private sealed class Known(ProcessContent content)
    {
        public HashSet<string> Contenders { get; } = content.Contenders.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);

        public Dictionary<string, ContestScope> Offices { get; } = content.Offices.ToDictionary(o => o.Id, o => o.Scope, StringComparer.Ordinal);

        public Dictionary<string, ContestScope> Contests { get; } = new(
            content.Districts.Select(d => Candidacies.Contest.OfDistrict(d.Number)).Concat(content.Municipalities.Select(m => Candidacies.Contest.OfMunicipality(m.Code)))
                .Append(Candidacies.Contest.OfStateWideLists)
                .Select(c => KeyValuePair.Create(c.Id, c.Scope)),
            StringComparer.Ordinal);
    }
}
