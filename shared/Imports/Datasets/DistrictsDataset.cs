using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Imports;

/// <summary>The local districts.</summary>
internal sealed class DistrictsDataset : IDataset
{
    private static readonly Column Number = new("number", District.NumberRule);
    private static readonly Column Seat = Column.Title("seat");

    public string Name => "districts";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Number, Seat];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var current = context.Current;
        var districts = DatasetItems.Read(rows, Number, errors, (r, _) => new District(r.Matching(Number), r.Name(Seat)), d => d.Number);
        DatasetItems.KeepReferenced(
            DatasetItems.ReferencesToTerritories(
                current, s => s.District, current.Districts.Select(d => Contest.OfDistrict(d.Number)), current.DistrictBoundaries, ResultLevel.District),
            districts,
            d => d.Number,
            Number,
            errors);
        return current with { Districts = [.. districts.OrderBy(d => int.Parse(d.Number, CultureInfo.InvariantCulture))] };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Districts, after.Districts, d => d.Number, ContentJson.Default.District);
}
