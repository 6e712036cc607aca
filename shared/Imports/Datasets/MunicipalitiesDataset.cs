using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Imports;

/// <summary>The municipalities, each with the location of its seat.</summary>
internal sealed class MunicipalitiesDataset : IDataset
{
    private static readonly Column Code = new("code", Municipality.CodeRule) { Digits = Municipality.CodeDigits, LeastDigits = Municipality.CodeDigits - 1 };
    private static readonly Column Title = Column.Title("name");
    private static readonly Column Latitude = new("lat", CellRule.Degrees(90));
    private static readonly Column Longitude = new("lon", CellRule.Degrees(180));

    public string Name => "municipalities";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Code, Title, Latitude, Longitude];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var current = context.Current;
        var municipalities = DatasetItems.Read(
            rows, Code, errors, (r, _) => new Municipality(r.Matching(Code), r.Name(Title), r.Number(Latitude), r.Number(Longitude)), m => m.Code);
        DatasetItems.KeepReferenced(
            DatasetItems.ReferencesToTerritories(
                current,
                s => s.Municipality,
                current.Municipalities.Select(m => Contest.OfMunicipality(m.Code)),
                current.MunicipalityBoundaries,
                ResultLevel.Municipality),
            municipalities,
            m => m.Code,
            Code,
            errors);
        return current with { Municipalities = [.. municipalities.OrderBy(m => m.Code, StringComparer.Ordinal)] };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Municipalities, after.Municipalities, m => m.Code, ContentJson.Default.Municipality);
}
