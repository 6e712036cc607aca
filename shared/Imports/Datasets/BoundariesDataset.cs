using ServerlessDecide.Content;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Imports;

/// <summary>
/// A GeoJSON FeatureCollection with an area for each territory of a level. A district's number may have leading zeros, and a municipality's
/// code may have lost them: GIS programs write both as numbers. A territory without an area gets a warning.
/// </summary>
internal sealed class BoundariesDataset : IDataset
{
    private static readonly Column Area = new("geometry", new(
        "un Polygon o MultiPolygon válido en grados WGS84, con anillos cerrados que no se crucen",
        "a valid Polygon or MultiPolygon in WGS84 degrees, with closed rings that do not cross"));

    private readonly Column key;
    private readonly Func<ProcessContent, IEnumerable<string>> territories;
    private readonly Func<string, string> keyOf;
    private readonly Func<ProcessContent, IReadOnlyList<Boundary>> get;
    private readonly Func<ProcessContent, IReadOnlyList<Boundary>, ProcessContent> set;

    private BoundariesDataset(
        string name,
        Column key,
        Func<ProcessContent, IEnumerable<string>> territories,
        Func<string, string> keyOf,
        Func<ProcessContent, IReadOnlyList<Boundary>> get,
        Func<ProcessContent, IReadOnlyList<Boundary>, ProcessContent> set)
    {
        Name = name;
        this.key = key;
        Columns = [key, Area];
        this.territories = territories;
        this.keyOf = keyOf;
        this.get = get;
        this.set = set;
    }

    public static BoundariesDataset OfDistricts { get; } = new(
        "geometry-districts",
        new("key", CellRule.Text),
        c => c.Districts.Select(d => d.Number),
        text => text.TrimStart('0'),
        c => c.DistrictBoundaries,
        (c, boundaries) => c with { DistrictBoundaries = boundaries });

    public static BoundariesDataset OfMunicipalities { get; } = new(
        "geometry-municipalities",
        new("key", CellRule.Text) { Digits = Municipality.CodeDigits, LeastDigits = Municipality.CodeDigits - 1 },
        c => c.Municipalities.Select(m => m.Code),
        text => text,
        c => c.MunicipalityBoundaries,
        (c, boundaries) => c with { MunicipalityBoundaries = boundaries });

    public string Name { get; }

    public ImportFormat Format => ImportFormat.GeoJson;

    public IReadOnlyList<Column> Columns { get; }

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        // In the order of the territories, which is that of their keys.
        var order = territories(context.Current).Index().ToDictionary(t => t.Item, t => t.Index, StringComparer.Ordinal);
        var boundaries = DatasetItems.Read(
            rows, key, errors, (r, row) => new Boundary(keyOf(r.Reference(key, text => order.ContainsKey(keyOf(text)))), Geometry(r, row)), b => b.Key);
        var drawn = boundaries.Select(b => b.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var missing in order.Keys.Where(territory => !drawn.Contains(territory))) errors.Warn(0, key.Name, ImportErrorCode.NoBoundary, missing);
        return set(context.Current, [.. boundaries.OrderBy(b => order[b.Key])]);
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(get(before), get(after), b => b.Key, ContentJson.Default.Boundary);

    private static string Geometry(RowReader r, ImportRow row)
    {
        var text = row[Area];
        if (text.Length == 0) return r.Fail(Area, ImportErrorCode.Required);
        return GeoJsonGeometry.Normalize(text, out var fault) ?? r.Fail(Area, ImportErrorCode.BadValue, fault);
    }
}
