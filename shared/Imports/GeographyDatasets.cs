using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Imports;

/// <summary><c>number,seat</c></summary>
internal sealed class DistrictsDataset : IDataset
{
    public string Name => "districts";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["number", "seat"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var districts = Datasets.ReadItems(
            rows, "number", errors, (r, _) => new District(r.Matching("number", IsNumber), r.Name("seat")), d => d.Number);
        Datasets.KeepReferenced(
            context.Current.Sections.Select(s => s.District)
                .Concat(Datasets.TerritoriesOfCandidates(context.Current, context.Current.Districts, d => Contest.OfDistrict(d.Number)))
                .Concat(context.Current.DistrictBoundaries.Select(b => b.Key))
                .Concat(context.Current.Results.Where(r => r.Level == ResultLevel.District).Select(r => r.Territory)),
            districts.Select(d => d.Number).ToHashSet(StringComparer.Ordinal),
            "number",
            errors);
        return context.Current with { Districts = [.. districts.OrderBy(d => int.Parse(d.Number, CultureInfo.InvariantCulture))] };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Districts, after.Districts, d => d.Number, ContentJson.Default.District);

    private static bool IsNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 99 && text[0] != '0';
}

/// <summary><c>code,name,lat,lon</c></summary>
internal sealed class MunicipalitiesDataset : IDataset
{
    public string Name => "municipalities";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["code", "name", "lat", "lon"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var municipalities = Datasets.ReadItems(
            rows,
            "code",
            errors,
            (r, _) => new Municipality(r.Matching("code", IsCode), r.Name("name"), r.Number("lat", -90, 90), r.Number("lon", -180, 180)),
            m => m.Code);
        Datasets.KeepReferenced(
            context.Current.Sections.Select(s => s.Municipality)
                .Concat(Datasets.TerritoriesOfCandidates(context.Current, context.Current.Municipalities, m => Contest.OfMunicipality(m.Code)))
                .Concat(context.Current.MunicipalityBoundaries.Select(b => b.Key))
                .Concat(context.Current.Results.Where(r => r.Level == ResultLevel.Municipality).Select(r => r.Territory)),
            municipalities.Select(m => m.Code).ToHashSet(StringComparer.Ordinal),
            "code",
            errors);
        return context.Current with { Municipalities = [.. municipalities.OrderBy(m => m.Code, StringComparer.Ordinal)] };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Municipalities, after.Municipalities, m => m.Code, ContentJson.Default.Municipality);

    private static bool IsCode(string text) => text.Length == 5 && text.All(char.IsAsciiDigit);
}

/// <summary><c>section,municipality,district,registeredVoters</c>, and <c>mergedInto</c> where there are sections that were merged into others.</summary>
internal sealed class SectionsDataset : IDataset
{
    private const string MergedInto = "mergedInto";

    public string Name => "sections";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["section", "municipality", "district", "registeredVoters"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var municipalities = context.Current.Municipalities.Select(m => m.Code).ToHashSet(StringComparer.Ordinal);
        var districts = context.Current.Districts.Select(d => d.Number).ToHashSet(StringComparer.Ordinal);
        var standing = rows.Where(row => row[MergedInto].Length == 0).Select(row => row["section"]).ToHashSet(StringComparer.Ordinal);
        var sections = Datasets.ReadItems(
            rows,
            "section",
            errors,
            // Of a merged one nothing else counts: where it was is nobody's question any more.
            (r, row) => (
                Number: r.Matching("section", Section.IsNumber),
                Into: row[MergedInto].Length == 0 ? null : r.Reference(MergedInto, standing.Contains),
                Standing: row[MergedInto].Length > 0 ? null : new Section(
                    row["section"],
                    r.Reference("municipality", municipalities.Contains),
                    r.Reference("district", districts.Contains),
                    r.Count("registeredVoters"))),
            s => s.Number);
        sections.Sort((a, b) => string.CompareOrdinal(a.Number, b.Number));
        return context.Current with
        {
            Sections = [.. sections.Where(s => s.Standing is not null).Select(s => s.Standing! with { Number = s.Number })],
            MergedSections = [.. sections.Where(s => s.Into is not null).Select(s => new MergedSection(s.Number, s.Into!))],
        };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(Rows(before), Rows(after), s => s.Number, ContentJson.Default.Section);

    // A merged one as a row that no other can be like.
    private static List<Section> Rows(ProcessContent content) =>
        [.. content.Sections, .. content.MergedSections.Select(s => new Section(s.Number, MergedInto, s.Into, 0))];
}
