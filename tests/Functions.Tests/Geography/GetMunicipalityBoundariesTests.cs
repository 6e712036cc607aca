using System.Text.Json;

namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class GetMunicipalityBoundariesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Municipality_boundaries_are_a_GeoJSON_feature_collection_in_order_of_code()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/geometry/municipalities.geojson");
        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType?.ToString());
        var features = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("features").EnumerateArray().ToList();
        Assert.Equal(["""{"code":"15025","name":"Chalco"}""", """{"code":"15106","name":"Toluca"}"""], features.Select(f => f.GetProperty("properties").GetRawText()));
        Assert.Equal(["MultiPolygon", "Polygon"], features.Select(f => f.GetProperty("geometry").Text("type")));
    }
}
