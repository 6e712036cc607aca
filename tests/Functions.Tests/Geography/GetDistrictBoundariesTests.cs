using System.Text.Json;

namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class GetDistrictBoundariesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task District_boundaries_are_a_GeoJSON_feature_collection_in_order_of_number()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/geometry/districts.geojson");
        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType?.ToString());
        Assert.NotNull(answer.Headers.ETag);
        Assert.True(answer.Headers.CacheControl?.Public);
        Assert.Equal(
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"number":"7","seat":"Cabecera 7"},"geometry":{"type":"Polygon","coordinates":[[[-99.7,19.2],[-99.6,19.2],[-99.6,19.3],[-99.7,19.3],[-99.7,19.2]]]}},
            {"type":"Feature","properties":{"number":"8","seat":"Cabecera 8"},"geometry":{"type":"Polygon","coordinates":[[[-99.6,19.2],[-99.5,19.2],[-99.5,19.3],[-99.6,19.3],[-99.6,19.2]]]}}
            ]}
            """.ReplaceLineEndings(""),
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Boundaries_that_were_not_imported_are_not_found()
    {
        await Shared.App.CreateProcessAsync("sin-limites", SharedApp.AllOpen);
        foreach (var address in (string[])["geometry/districts.geojson", "geometry/municipalities.geojson", "locate?lat=19.25&lon=-99.65"])
        {
            using var answer = await Shared.App.Client.GetAsync($"processes/sin-limites/{address}");
            await answer.ProblemAsync(404, "not_found");
        }
    }

    [Fact]
    public async Task An_import_warns_of_districts_without_a_boundary()
    {
        const string Process = "limites-2021";
        await Shared.App.CreateProcessAsync(Process, SharedApp.AllOpen);
        await Shared.App.ImportedAsync(Process, "districts", "number,seat\n7,Tenancingo\n40,Ixtapaluca\n");
        var state = await Shared.App.ImportAsync(Process, "geometry-districts?key=DTO", """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"number":40,"DTO":7},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}
            """, "application/json");
        Assert.Equal("done", state.Text("status"));
        var warning = Assert.Single(state.GetProperty("warnings").EnumerateArray());
        Assert.Equal((0, "key", "no_boundary"), (warning.GetProperty("row").GetInt32(), warning.Text("column"), warning.Text("code")));
        Assert.Contains("40", warning.Text("message"), StringComparison.Ordinal);
        var collection = JsonSerializer.Deserialize<JsonElement>(await Shared.App.Client.GetStringAsync($"processes/{Process}/geometry/districts.geojson"));
        Assert.Equal("7", Assert.Single(collection.GetProperty("features").EnumerateArray()).GetProperty("properties").Text("number"));
    }
}
