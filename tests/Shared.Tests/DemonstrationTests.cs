using System.Text.Json;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Geography;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Shared.Tests;

public sealed class DemonstrationTests
{
    public static TheoryData<string> Levels => ["districts", "municipalities"];

    [Fact]
    public void The_demonstration_is_imported_without_errors_and_only_the_alternates_are_missing_that_its_page_names()
    {
        Assert.Empty(Demonstration.Errors);
        Assert.Equal(
            [("brujula-d09-p", ImportErrorCode.NoAlternate), ("campanario-rp8-p", ImportErrorCode.NoAlternate), ("cantaro-15048-re4-p", ImportErrorCode.NoAlternate)],
            Demonstration.Warnings.Select(w => (w.Value, w.Code)).Order());
    }

    [Fact]
    public void Every_candidate_of_the_demonstration_stands_in_a_contest_that_is_found() => Assert.All(
        Demonstration.Content.Candidates.Select(c => c.Contest).Distinct(StringComparer.Ordinal), contest => Assert.NotNull(Demonstration.Index.Contest(contest)));

    [Fact]
    public void Blocks_of_the_demonstration_name_who_is_at_the_head_and_lack_parity_only_where_its_page_says_so()
    {
        var heads = Demonstration.Content.Candidates.Where(c => c.Head).ToDictionary(c => (c.Contender, c.Contest), c => c.Gender);
        Assert.All(Demonstration.Content.Blocks, t => Assert.Equal(Head(t), t.Gender));
        Assert.Equal(4 * (45 + 125), Demonstration.Content.Blocks.Count);
        Assert.Equal(24, Demonstration.Index.Blocks.Count);
        Assert.All(Demonstration.Index.Blocks, b => Assert.InRange(b.Territories.Count, b.Scope == ContestScope.Legislature ? 15 : 41, b.Scope == ContestScope.Legislature ? 15 : 42));
        Assert.Equal(
            ["brujula-council-high", "campanario-council-low", "campanario-council-high"],
            Demonstration.Index.Blocks.Where(b => b.Heads.HasParity is not true).Select(b => b.Id));

        BlockGender? Head(BlockTerritory territory)
        {
            var coalition = Demonstration.Content.Contenders.SingleOrDefault(c => c.Members.Contains(territory.Contender))?.Id;
            var contest = $"{territory.Scope.Name()}-{territory.Territory}";
            return (heads.GetValueOrDefault((territory.Contender, contest)) ?? heads.GetValueOrDefault((coalition ?? "", contest))) switch
            {
                "female" => BlockGender.Woman,
                "male" => BlockGender.Man,
                "nonbinary" => BlockGender.Nonbinary,
                _ => null,
            };
        }
    }

    [Fact]
    public void Every_topic_of_the_demonstration_has_a_name()
    {
        var topics = Demonstration.Content.Platforms.SelectMany(p => p.Sections).Select(s => s.Topic)
            .Concat(Demonstration.Content.Proposals.Select(p => p.Topic))
            .Concat(Demonstration.Content.Glossary.Select(t => t.Topic));
        Assert.Equal(topics.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Demonstration.Content.Topics.Select(t => t.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_district_and_every_municipality_has_a_boundary()
    {
        Assert.Equal(45, Demonstration.Content.DistrictBoundaries.Count);
        Assert.Equal(Demonstration.Content.Districts.Select(d => d.Number), Demonstration.Content.DistrictBoundaries.Select(b => b.Key));
        Assert.Equal(125, Demonstration.Content.MunicipalityBoundaries.Count);
        Assert.Equal(Demonstration.Content.Municipalities.Select(m => m.Code), Demonstration.Content.MunicipalityBoundaries.Select(b => b.Key));
    }

    /// <summary>RFC 7946, 3.1.6: closed, and the exterior ring counterclockwise. The import takes either direction; other readers may not.</summary>
    [Theory]
    [MemberData(nameof(Levels))]
    public void Rings_are_closed_and_follow_the_right_hand_rule(string level)
    {
        using var file = JsonDocument.Parse(Demonstration.Read(level + ".geojson")!);
        Assert.All(file.RootElement.GetProperty("features").EnumerateArray(), feature =>
        {
            var area = GeoJsonGeometry.Parse(feature.GetProperty("geometry").GetRawText());
            for (var i = 0; i < area.NumGeometries; i++)
            {
                var polygon = (Polygon)area.GetGeometryN(i);
                Assert.True(polygon.ExteriorRing.IsClosed && Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence), feature.GetProperty("properties").GetRawText());
                Assert.All(polygon.InteriorRings, hole => Assert.False(Orientation.IsCCW(hole.CoordinateSequence)));
            }
        });
    }

    [Fact]
    public void Boundaries_share_their_borders_so_that_areas_neither_overlap_nor_leave_gaps()
    {
        var (districts, municipalities) = (Areas(Demonstration.Content.DistrictBoundaries), Areas(Demonstration.Content.MunicipalityBoundaries));
        var (ofDistricts, ofMunicipalities) = (UnaryUnionOp.Union(districts), UnaryUnionOp.Union(municipalities));

        Assert.Equal(ofDistricts.Area, districts.Sum(d => d.Area), 9);
        Assert.Equal(ofMunicipalities.Area, municipalities.Sum(m => m.Area), 9);
        Assert.Equal(0, ofDistricts.SymmetricDifference(ofMunicipalities).Area, 9);
    }

    [Fact]
    public void The_seat_of_a_municipality_lies_in_it_and_in_one_of_its_districts()
    {
        var elsewhere = new List<string>();
        foreach (var municipality in Demonstration.Content.Municipalities)
        {
            var (at, district) = Locate(municipality.Latitude, municipality.Longitude);
            if (at != municipality.Code) elsewhere.Add($"{municipality.Code} in {at}");
            Assert.Contains(district, Demonstration.Index.SectionsOfMunicipality(municipality.Code).Select(s => s.District));
        }

        // The boundary that this one was made from has the seat of Jilotzingo 600 metres beyond the border to Isidro Fabela.
        Assert.Equal(["15046 in 15038"], elsewhere);
    }

    [Theory]
    [InlineData(19.5097, -99.2340, "15057", "29")] // Ciudad Satélite, in Naucalpan
    [InlineData(19.3947, -99.2806, "15037", "17")] // Interlomas, in Huixquilucan
    [InlineData(19.1650, -100.1250, "15110", "10")] // Avándaro, in Valle de Bravo
    [InlineData(19.2689, -99.5083, "15051", "4")] // San Pedro Tultepec, in Lerma
    [InlineData(19.2237, -99.6760, "15106", "36")] // Santiago Tlacotepec, in Toluca
    [InlineData(19.4326, -99.1332, null, null)] // the Zócalo, in Mexico City
    public void A_known_place_lies_where_it_does_on_the_ground(double latitude, double longitude, string? municipality, string? district) =>
        Assert.Equal((municipality, district), Locate(latitude, longitude));

    private static (string? Municipality, string? District) Locate(double latitude, double longitude) =>
        (Demonstration.Index.MunicipalityAt(latitude, longitude)?.Code, Demonstration.Index.DistrictAt(latitude, longitude)?.Number);

    private static List<Geometry> Areas(IEnumerable<Boundary> boundaries) => [.. boundaries.Select(b => GeoJsonGeometry.Parse(b.Geometry))];
}
