using ServerlessDecide.Content;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Imports;

/// <summary>The electoral sections, including those that were merged into others.</summary>
internal sealed class SectionsDataset : IDataset
{
    private static readonly Column Number = new("section", Section.NumberRule) { Digits = 4 };
    private static readonly Column Municipality = new("municipality", CellRule.Text) { Digits = Geography.Municipality.CodeDigits, LeastDigits = Geography.Municipality.CodeDigits - 1 };
    private static readonly Column District = new("district", CellRule.Text);
    private static readonly Column RegisteredVoters = new("registeredVoters", CellRule.FromZero);
    private static readonly Column MergedInto = new("mergedInto", CellRule.Text, IsOptional: true) { Digits = 4 };

    public string Name => "sections";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Number, Municipality, District, RegisteredVoters, MergedInto];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var municipalities = context.Current.Municipalities.Select(m => m.Code).ToHashSet(StringComparer.Ordinal);
        var districts = context.Current.Districts.Select(d => d.Number).ToHashSet(StringComparer.Ordinal);
        var standing = rows.Where(row => row[MergedInto].Length == 0).Select(row => row[Number]).ToHashSet(StringComparer.Ordinal);
        var sections = DatasetItems.Read(
            rows,
            Number,
            errors,
            // The other columns of a merged section are ignored: its former location is no longer used.
            (r, row) => (
                Number: r.Matching(Number),
                Into: row[MergedInto].Length == 0 ? null : r.Reference(MergedInto, standing.Contains),
                Standing: row[MergedInto].Length > 0 ? null : new Section(
                    row[Number],
                    r.Reference(Municipality, municipalities.Contains),
                    r.Reference(District, districts.Contains),
                    r.Count(RegisteredVoters))),
            s => s.Number);
        sections.Sort((a, b) => string.CompareOrdinal(a.Number, b.Number));
        return context.Current with
        {
            Sections = [.. sections.Where(s => s.Standing is not null).Select(s => s.Standing! with { Number = s.Number })],
            MergedSections = [.. sections.Where(s => s.Into is not null).Select(s => new MergedSection(s.Number, s.Into!))],
        };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(Rows(before), Rows(after), s => s.Number, ContentJson.Default.Section);

    // A merged section as a row that differs from every other.
    private static List<Section> Rows(ProcessContent content) =>
        [.. content.Sections, .. content.MergedSections.Select(s => new Section(s.Number, MergedInto.Name, s.Into, 0))];
}
