using ServerlessDecide.Geography;

namespace ServerlessDecide.Shared.Tests.Geography;

public sealed class GeoJsonGeometryTests
{
    [Theory]
    [InlineData("[[[0,0],[1,0],[1,1],[0,0]]]")]
    // Clockwise, and with altitudes.
    [InlineData("[[[0,0,2240],[1,1,2240],[1,0,2240],[0,0,2240]]]")]
    // The whole world, with a hole.
    [InlineData("[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]],[[0,0],[0,1],[1,1],[0,0]]]")]
    [InlineData("[[[-9.96500e1,19.25],[-99.5,19.25],[-99.5,19.3],[-9.96500e1,19.25]]]")]
    public void Normalizing_a_polygon_removes_only_white_space_and_other_members(string coordinates)
    {
        var json = $$"""{ "coordinates" : {{coordinates.Replace(",", " ,\n", StringComparison.Ordinal)}}, "bbox": [0,0,1,1], "type": "Polygon" }""";
        Assert.Equal($$"""{"type":"Polygon","coordinates":{{coordinates}}}""", GeoJsonGeometry.Normalize(json, out var fault));
        Assert.Equal("", fault);
    }

    [Fact]
    public void Several_polygons_are_one_geometry()
    {
        const string Json = """{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]],[[5.5,5.1],[5.6,5.1],[5.6,5.2],[5.5,5.1]]]]}""";
        Assert.Equal(Json, GeoJsonGeometry.Normalize(Json, out _));
        Assert.Equal(2, GeoJsonGeometry.Parse(Json).NumGeometries);
    }

    [Theory]
    // Not an area, or not a geometry at all.
    [InlineData("""{"type":"Point","coordinates":[0,0]}""", "\"Point\"")]
    [InlineData("""{"type":"GeometryCollection","geometries":[]}""", "\"GeometryCollection\"")]
    [InlineData("""{"type":"polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""", "\"polygon\"")]
    [InlineData("""{"type":7,"coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""", "7")]
    [InlineData("""{"type":"\ud800","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""", "\"\\ud800\"")]
    [InlineData("""{"coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""", """{"coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""")]
    [InlineData("[]", "[]")]
    [InlineData("{", "")]
    // Missing coordinates.
    [InlineData("""{"type":"Polygon"}""", "")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", "[]")]
    [InlineData("""{"type":"Polygon","coordinates":[[]]}""", "[]")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[]}""", "\"MultiPolygon\"")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""", "0")]
    // A ring of three positions; an open ring.
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}""", "[[0,0],[1,0],[0,0]]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}""", "[[0,0],[1,0],[1,1],[0,1]]")]
    // Invalid positions, and positions out of range.
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1],[1,1],[0,0]]]}""", "[1]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],["1","0"],[1,1],[0,0]]]}""", """["1","0"]""")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[180.5,0],[1,1],[0,0]]]}""", "[180.5,0]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[19,-99],[1,1],[0,0]]]}""", "[19,-99]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1e999,0],[1,1],[0,0]]]}""", "[Infinity,0]")]
    // Self-intersecting; without interior; a hole outside; overlapping polygons.
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}""", "[1,1]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[0,0],[0,0],[0,0]]]}""", "[0,0]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]}""", "[5,5]")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[0,0],[2,0],[2,2],[0,2],[0,0]]]]}""", null)]
    public void An_invalid_area_is_refused_with_its_fault(string json, string? expected)
    {
        Assert.Null(GeoJsonGeometry.Normalize(json, out var fault));
        if (expected is not null) Assert.Equal(expected, fault);
    }
}
