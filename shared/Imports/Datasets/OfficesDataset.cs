using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Information;

namespace ServerlessDecide.Imports;

/// <summary>The offices that are voted for, and what they decide.</summary>
internal sealed class OfficesDataset : IDataset
{
    private static readonly Column Id = new("id", Slug.Shape);
    private static readonly Column Title = Column.Title("name");
    private static readonly Column Body = Column.Title("body");
    private static readonly Column Scope = new("scope", CellRule.OneOf<ContestScope>());
    private static readonly Column Term = Column.Title("term");
    private static readonly Column Seats = new("seats", CellRule.FromOne);
    private static readonly Column Functions = new("functions", CellRule.Text);
    private static readonly Column CannotDo = new("cannotDo", CellRule.Text);
    private static readonly Column LegalBasis = new("legalBasis", CellRule.Text, MaxLength: 2_000);
    private static readonly Column OthersDecide = new("othersDecide", CellRule.Text, IsOptional: true);

    public string Name => "offices";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } =
        [Id, Title, Body, Scope, Term, Seats, Functions, CannotDo, LegalBasis, OthersDecide];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var offices = DatasetItems.Read(rows, Id, errors, (r, _) => Read(r), o => o.Id);
        // Candidates may be imported before the offices that they name; only offices that exist already must stay.
        var before = context.Current.Offices.Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        DatasetItems.KeepReferenced(context.Current.Candidates.Select(c => c.Office).Where(before.Contains), offices, o => o.Id, Id, errors);
        KeepScopes(context.Current.Candidates, offices, errors);
        return context.Current with { Offices = offices };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Offices, after.Offices, o => o.Id, ContentJson.Default.Office);

    // Reports each office whose candidates stand in a contest of another scope.
    private static void KeepScopes(IReadOnlyList<Candidate> candidates, List<Office> offices, ImportErrors errors)
    {
        var legislature = candidates.ToLookup(c => c.Office, c => c.Contest.StartsWith(Contest.StateWide, StringComparison.Ordinal), StringComparer.Ordinal);
        foreach (var office in offices.Where(o => legislature[o.Id].Contains(o.Scope != ContestScope.Legislature)))
        {
            errors.Add(0, Scope.Name, ImportErrorCode.InUse, office.Id);
        }
    }

    private static Office Read(RowReader r)
    {
        var functions = r.Sentences(Functions);
        if (functions.Count == 0) r.Fail(Functions, ImportErrorCode.Required);
        var seats = r.Count(Seats);
        return new Office(
            r.Matching(Id),
            r.Name(Title),
            r.Name(Body),
            r.OneOf<ContestScope>(Scope),
            r.Name(Term),
            seats,
            functions,
            r.Sentences(CannotDo),
            r.Sentences(OthersDecide),
            r.Text(LegalBasis));
    }
}
