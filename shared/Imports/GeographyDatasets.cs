using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
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
            context.Current.Sections.Select(s => s.District).Concat(Datasets.TerritoriesOfCandidates(context.Current, context.Current.Districts, d => Contest.OfDistrict(d.Number))),
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
            context.Current.Sections.Select(s => s.Municipality).Concat(Datasets.TerritoriesOfCandidates(context.Current, context.Current.Municipalities, m => Contest.OfMunicipality(m.Code))),
            municipalities.Select(m => m.Code).ToHashSet(StringComparer.Ordinal),
            "code",
            errors);
        return context.Current with { Municipalities = [.. municipalities.OrderBy(m => m.Code, StringComparer.Ordinal)] };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Municipalities, after.Municipalities, m => m.Code, ContentJson.Default.Municipality);

    private static bool IsCode(string text) => text.Length == 5 && text.All(char.IsAsciiDigit);
}

/// <summary><c>section,municipality,district,registeredVoters</c></summary>
internal sealed class SectionsDataset : IDataset
{
    public string Name => "sections";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyCollection<string> Columns => ["section", "municipality", "district", "registeredVoters"];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var municipalities = context.Current.Municipalities.Select(m => m.Code).ToHashSet(StringComparer.Ordinal);
        var districts = context.Current.Districts.Select(d => d.Number).ToHashSet(StringComparer.Ordinal);
        var sections = Datasets.ReadItems(
            rows,
            "section",
            errors,
            (r, _) => new Section(
                r.Matching("section", IsSection),
                r.Reference("municipality", municipalities.Contains),
                r.Reference("district", districts.Contains),
                r.Count("registeredVoters")),
            s => s.Number);
        return context.Current with { Sections = [.. sections.OrderBy(s => s.Number, StringComparer.Ordinal)] };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        Datasets.Compare(before.Sections, after.Sections, s => s.Number, ContentJson.Default.Section);

    private static bool IsSection(string text) => text.Length == 4 && text.All(char.IsAsciiDigit) && text != "0000";
}
