using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;

namespace ServerlessDecide.Imports;

/// <summary><c>id,name,contender,office,contest,position,role,gender,head</c></summary>
internal sealed class CandidatesDataset : IDataset
{
    // Longer ones are no names, and a cursor that names one must fit into an address.
    private const int MaxName = 200;

    public string Name => "candidates";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["id", "name", "contender", "office", "contest", "position", "role", "gender", "head"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var known = new Known(context.Current);
        var read = Datasets.ReadItems(rows, "id", errors, (r, row) => new Numbered(Read(r, known), row.Number), n => n.Candidate.Id);
        CheckTogether(read, errors);
        // With two in one place there is no saying who replaced whom.
        if (errors.Count > 0) return context.Current;
        var candidates = CandidateOrder.Sorted(read.Select(n => n.Candidate));
        return context.Current with
        {
            Candidates = candidates,
            Substitutions = [.. context.Current.Substitutions, .. Substitution.Between(context.Current.Candidates, candidates, context.Now)],
        };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Candidates, after.Candidates, c => c.Id, ContentJson.Default.Candidate);

    private static Candidate Read(RowReader r, Known known)
    {
        var name = r.Name("name", MaxName);
        if (name.Length > 0 && SpanishText.Words(name).Count == 0) r.Fail("name", ImportErrorCode.BadValue, name);
        var office = known.Offices.Count > 0 ? r.Reference("office", known.Offices.ContainsKey) : r.Id("office");
        var contest = r.Reference("contest", known.Contests.ContainsKey);
        if (known.Offices.TryGetValue(office, out var scope) && known.Contests.TryGetValue(contest, out var of) && of != scope)
        {
            r.Fail("contest", ImportErrorCode.BadValue, contest);
        }

        var role = r.OneOf("role", ("owner", CandidacyRole.Owner), ("alternate", CandidacyRole.Alternate));
        var head = r.OptionalText("head") is not null && r.OneOf("head", ("true", true), ("false", false));
        if (head && role != CandidacyRole.Owner) r.Fail("head", ImportErrorCode.BadValue, "true");
        return new Candidate(
            r.Id("id"),
            name,
            r.Reference("contender", known.Contenders.Contains),
            office,
            contest,
            r.Count("position", min: 1),
            role,
            r.Id("gender"),
            head);
    }

    // What only shows when rows stand side by side.
    private static void CheckTogether(IReadOnlyList<Numbered> read, ImportErrors errors)
    {
        var places = new HashSet<CandidacyPlace>();
        var heads = new Dictionary<(string, string), string>();
        foreach (var (candidate, row) in read)
        {
            if (!places.Add(CandidacyPlace.Of(candidate)))
            {
                errors.Add(row, "position", ImportErrorCode.Duplicate, candidate.Position.ToString(CultureInfo.InvariantCulture));
            }

            if (candidate.Head && !heads.TryAdd((candidate.Contender, candidate.Contest), candidate.Id))
            {
                errors.Add(row, "head", ImportErrorCode.SecondHead, heads[(candidate.Contender, candidate.Contest)]);
            }
        }

        // While there are errors, an alternate may be among the rows that could not be read.
        if (errors.Count > 0) return;
        foreach (var (candidate, row) in read.Where(n => n.Candidate.Role == CandidacyRole.Owner))
        {
            if (places.Contains(CandidacyPlace.Of(candidate) with { Role = CandidacyRole.Alternate })) continue;
            errors.Warn(row, "role", ImportErrorCode.NoAlternate, candidate.Id);
        }
    }

    private readonly record struct Numbered(Candidate Candidate, int Row);

    /// <summary>What a candidate may refer to. Where no offices were imported, any id is one.</summary>
    private sealed class Known(ProcessContent content)
    {
        public HashSet<string> Contenders { get; } = content.Contenders.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);

        public Dictionary<string, ContestScope> Offices { get; } = content.Offices.ToDictionary(o => o.Id, o => o.Scope, StringComparer.Ordinal);

        public Dictionary<string, ContestScope> Contests { get; } = new(
            content.Districts.Select(d => Contest.OfDistrict(d.Number)).Concat(content.Municipalities.Select(m => Contest.OfMunicipality(m.Code)))
                .Select(c => KeyValuePair.Create(c.Id, c.Scope))
                .Append(KeyValuePair.Create(Contest.StateWide, ContestScope.Legislature)),
            StringComparer.Ordinal);
    }
}
