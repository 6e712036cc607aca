using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Geography;

namespace ServerlessDecide.Functions.Geography;

internal sealed record MunicipalityName(string Code, string Name);

internal sealed record DistrictName(string Number, string Seat);

internal sealed record Place(double Lat, double Lon);

internal sealed record DistrictAnswer(
    string Number, string Seat, IReadOnlyList<MunicipalityName> Municipalities, int Sections, long RegisteredVoters)
{
    public static DistrictAnswer From(ContentIndex content, District district)
    {
        var sections = content.SectionsOfDistrict(district.Number).ToList();
        return new DistrictAnswer(
            district.Number,
            district.Seat,
            [.. sections.Select(s => s.Municipality).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(code => new MunicipalityName(code, content.Municipality(code)?.Name ?? ""))],
            sections.Count,
            sections.Sum(s => (long)s.RegisteredVoters));
    }
}

internal sealed record MunicipalityAnswer(
    string Code, string Name, Place Seat, IReadOnlyList<string> Districts, int Sections, long RegisteredVoters)
{
    public static MunicipalityAnswer From(ContentIndex content, Municipality municipality)
    {
        var sections = content.SectionsOfMunicipality(municipality.Code).ToList();
        return new MunicipalityAnswer(
            municipality.Code,
            municipality.Name,
            new Place(municipality.Latitude, municipality.Longitude),
            [.. sections.Select(s => s.District).Distinct(StringComparer.Ordinal).OrderBy(n => n.Length).ThenBy(n => n, StringComparer.Ordinal)],
            sections.Count,
            sections.Sum(s => (long)s.RegisteredVoters));
    }
}

/// <param name="Contests">Ids of the contests there, as in <c>/contests</c>.</param>
internal sealed record SectionAnswer(string Section, MunicipalityName Municipality, DistrictName District, IReadOnlyList<string> Contests)
{
    public static SectionAnswer From(ContentIndex content, Section section) => new(
        section.Number,
        new MunicipalityName(section.Municipality, content.Municipality(section.Municipality)?.Name ?? ""),
        new DistrictName(section.District, content.District(section.District)?.Seat ?? ""),
        [.. new[] { Contest.OfDistrict(section.District).Id, Contest.OfMunicipality(section.Municipality).Id }.Where(id => content.Contest(id) is not null)]);
}

/// <summary>The municipality and the district of a point; each is null when no boundary contains the point.</summary>
internal sealed record LocationAnswer(MunicipalityName? Municipality, DistrictName? District)
{
    public static LocationAnswer From(Municipality? municipality, District? district) => new(
        municipality is null ? null : new MunicipalityName(municipality.Code, municipality.Name),
        district is null ? null : new DistrictName(district.Number, district.Seat));
}
