using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class BoundariesDatasetTests
{
    private const string Square = """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}""";

    [Fact]
    public void Boundaries_come_in_the_order_of_their_territories()
    {
        var (districts, none) = Read("geometry-districts", $"{Feature("number", "40")},{Feature("number", "\"7\"")}", Samples.Content);
        var (municipalities, nothing) = Read("geometry-municipalities", $"{Feature("code", "15106")},{Feature("code", "\"15039\"")}", Samples.Content);

        Assert.Empty(none.Reported);
        Assert.Empty(nothing.Reported);
        Assert.Equal([new("7", Square), new("40", Square)], districts.DistrictBoundaries);
        // In the order of the municipalities in this sample.
        Assert.Equal(["15106", "15039"], municipalities.MunicipalityBoundaries.Select(b => b.Key));
        Assert.Equal(Samples.Content with { DistrictBoundaries = districts.DistrictBoundaries }, districts);
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("\"7\"", "7")]
    [InlineData("\"07\"", "7")]
    [InlineData("\"040\"", "40")]
    public void A_district_is_named_by_its_number_with_or_without_zeros(string value, string expected) =>
        Assert.Equal(expected, Assert.Single(Read("geometry-districts", Feature("DTO", value), Samples.Content, "DTO").Content.DistrictBoundaries).Key);

    [Theory]
    [InlineData("9015")]
    [InlineData("\"9015\"")]
    [InlineData("\"09015\"")]
    public void A_municipality_is_named_by_its_code_with_or_without_the_zero_that_a_number_loses(string value)
    {
        var current = ProcessContent.Empty with { Municipalities = [new("09015", "Cuauhtémoc", 19, -99)] };
        var (content, errors) = Read("geometry-municipalities", Feature("CVEGEO", value), current, "CVEGEO");
        Assert.Empty(errors.Reported);
        Assert.Equal("09015", Assert.Single(content.MunicipalityBoundaries).Key);
    }

    [Theory]
    [InlineData("geometry-districts", "\"8\"", ImportErrorCode.UnknownReference)]
    [InlineData("geometry-districts", "7.5", ImportErrorCode.UnknownReference)]
    [InlineData("geometry-districts", "\"VII\"", ImportErrorCode.UnknownReference)]
    [InlineData("geometry-districts", "null", ImportErrorCode.Required)]
    [InlineData("geometry-districts", "\"\"", ImportErrorCode.Required)]
    [InlineData("geometry-municipalities", "\"015106\"", ImportErrorCode.UnknownReference)]
    [InlineData("geometry-municipalities", "106", ImportErrorCode.UnknownReference)]
    public void A_territory_that_does_not_exist_is_reported(string dataset, string value, ImportErrorCode code)
    {
        var error = Assert.Single(Read(dataset, Feature("key", value), Samples.Content, "key").Errors.Reported);
        Assert.Equal((1, "key", code), (error.Row, error.Column, error.Code));
    }

    [Fact]
    public void A_territory_may_have_only_one_boundary() => Assert.Equal(
        [new(2, "key", ImportErrorCode.Duplicate, "7")],
        Read("geometry-districts", $"{Feature("number", "7")},{Feature("number", "\"07\"")}", Samples.Content).Errors.Reported);

    [Theory]
    [InlineData("null", ImportErrorCode.Required, "")]
    [InlineData("""{"type":"Point","coordinates":[0,0]}""", ImportErrorCode.BadValue, "\"Point\"")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}""", ImportErrorCode.BadValue, "[1,1]")]
    public void A_geometry_that_is_not_an_area_is_reported(string geometry, ImportErrorCode code, string value) => Assert.Equal(
        [new(1, "geometry", code, value)], Read("geometry-districts", Feature("number", "7", geometry), Samples.Content).Errors.Reported);

    [Theory]
    [InlineData("""[{"type":"Feature","properties":{"number":7},"geometry":null}]""")]
    [InlineData("""{"features":[]}""")]
    [InlineData("""{"type":"FeatureCollection"}""")]
    [InlineData("""{"type":"FeatureCollection","features":{}}""")]
    [InlineData("""{"type":7,"features":[]}""")]
    [InlineData("key,geometry\n7,x")]
    public void Anything_but_a_feature_collection_cannot_be_read(string text)
    {
        var errors = new ImportErrors();
        ImportRows.ReadGeoJson(text, null, errors);
        Assert.Equal(ImportErrorCode.Unreadable, Assert.Single(errors.Reported).Code);
    }

    [Fact]
    public void A_territory_without_a_boundary_gets_a_warning() => Assert.Equal(
        [new(0, "key", ImportErrorCode.NoBoundary, "40")], Read("geometry-districts", Feature("number", "7"), Samples.Content).Errors.Warnings);

    [Fact]
    public void A_territory_that_has_a_boundary_may_not_be_left_out()
    {
        var drawn = Samples.Content with { Sections = [], DistrictBoundaries = [new("40", Square)], MunicipalityBoundaries = [new("15039", Square)] };
        Assert.Equal([new(0, "number", ImportErrorCode.InUse, "40")], Table("districts", "number,seat\n7,x", drawn));
        Assert.Equal([new(0, "code", ImportErrorCode.InUse, "15039")], Table("municipalities", "code,name,lat,lon\n15106,Toluca,19,-99", drawn));
    }

    [Fact]
    public void Changes_name_the_numbers_of_the_territories()
    {
        var before = Samples.Content with { DistrictBoundaries = [new("7", Square)] };
        var after = Read("geometry-districts", $"{Feature("number", "7")},{Feature("number", "40")}", before).Content;
        var changes = Datasets.Find("geometry-districts")!.Compare(before, after);
        Assert.Equal(["40"], changes.Added.Keys);
        Assert.Equal(0, changes.Changed.Count + changes.Removed.Count);
        Assert.True(Datasets.Find("geometry-municipalities")!.Compare(before, after).IsEmpty);
    }

    private static string Feature(string property, string value, string geometry = Square) =>
        $$"""{"type":"Feature","properties":{"{{property}}":{{value}}},"geometry":{{geometry}}}""";

    private static (ProcessContent Content, ImportErrors Errors) Read(string dataset, string features, ProcessContent current, string? key = null)
    {
        var errors = new ImportErrors();
        var rows = ImportRows.ReadGeoJson($$"""{"type":"FeatureCollection","features":[{{features}}]}""", key, errors);
        return (Datasets.Find(dataset)!.Apply(new ImportContext(current, At("2021-05-10")), rows, errors), errors);
    }

    private static IReadOnlyList<ImportError> Table(string dataset, string text, ProcessContent current)
    {
        var errors = new ImportErrors();
        Datasets.Find(dataset)!.Apply(new ImportContext(current, At("2021-05-10")), ImportRows.ReadCsv(text, Datasets.Find(dataset)!.RequiredColumns(), errors), errors);
        return errors.Reported;
    }
}
