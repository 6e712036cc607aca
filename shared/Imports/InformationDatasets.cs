using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Information;

namespace ServerlessDecide.Imports;

/// <summary><c>id,term,definition,easyRead,topic,seeAlso</c></summary>
internal sealed class GlossaryDataset : IDataset
{
    private const int MaxText = 3_000;

    public string Name => "glossary";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["id", "term", "definition", "easyRead", "topic", "seeAlso"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var ids = rows.Select(row => row["id"]).ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        return context.Current with { Glossary = Datasets.ReadItems(rows, "id", errors, (r, _) => Read(r, ids, names), t => t.Id) };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Glossary, after.Glossary, t => t.Id, ContentJson.Default.Term);

    private static Term Read(RowReader r, HashSet<string> ids, HashSet<string> names)
    {
        var id = r.Id("id");
        var name = r.Name("term");
        // Two entries that a reader could not tell apart.
        if (name.Length > 0 && !names.Add(SpanishText.Fold(name))) r.Fail("term", ImportErrorCode.Duplicate, name);
        var seeAlso = r.List("seeAlso");
        foreach (var other in seeAlso.Where(other => other == id || !ids.Contains(other))) r.Fail("seeAlso", ImportErrorCode.UnknownReference, other);
        return new Term(id, name, r.Text("definition", MaxText), r.OptionalText("easyRead", MaxText), [.. seeAlso.Distinct(StringComparer.Ordinal)], r.Id("topic"));
    }
}

/// <summary><c>id,name,body,scope,term,seats,functions,cannotDo,legalBasis</c>, and <c>othersDecide</c> where there is such a column.</summary>
internal sealed class OfficesDataset : IDataset
{
    private const int MaxSentence = 500;
    private const int MaxLegalBasis = 2_000;

    public string Name => "offices";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["id", "name", "body", "scope", "term", "seats", "functions", "cannotDo", "legalBasis"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var offices = Datasets.ReadItems(rows, "id", errors, (r, _) => Read(r), o => o.Id);
        // Candidates may have come before the offices were described; what was described stays.
        var before = context.Current.Offices.Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        Datasets.KeepReferenced(
            context.Current.Candidates.Select(c => c.Office).Where(before.Contains), offices.Select(o => o.Id).ToHashSet(StringComparer.Ordinal), "id", errors);
        KeepScopes(context.Current.Candidates, offices, errors);
        return context.Current with { Offices = offices };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Offices, after.Offices, o => o.Id, ContentJson.Default.Office);

    // Somebody stands for the office in a contest of another scope.
    private static void KeepScopes(IReadOnlyList<Candidate> candidates, List<Office> offices, ImportErrors errors)
    {
        var legislature = candidates.ToLookup(c => c.Office, c => c.Contest.StartsWith(Contest.StateWide, StringComparison.Ordinal), StringComparer.Ordinal);
        foreach (var office in offices.Where(o => legislature[o.Id].Contains(o.Scope != ContestScope.Legislature)))
        {
            errors.Add(0, "scope", ImportErrorCode.InUse, office.Id);
        }
    }

    private static Office Read(RowReader r)
    {
        var functions = r.Sentences("functions", MaxSentence);
        if (functions.Count == 0) r.Fail("functions", ImportErrorCode.Required);
        var seats = r.Count("seats", min: 1);
        return new Office(
            r.Id("id"),
            r.Name("name"),
            r.Name("body"),
            r.OneOf("scope", ("legislature", ContestScope.Legislature), ("council", ContestScope.Council)),
            r.Name("term"),
            seats,
            functions,
            r.Sentences("cannotDo", MaxSentence),
            r.Sentences("othersDecide", MaxSentence),
            r.Text("legalBasis", MaxLegalBasis));
    }
}
