namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class GetLocationTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Locate = $"processes/{SharedApp.Open}/locate";

    [Theory]
    [InlineData("19.25", "-99.65", "15106", "7")]
    [InlineData("19.25", "-99.55", "15106", "8")]
    [InlineData("19.25", "-98.92", "15025", null)]
    [InlineData("19.21", "-98.75", "15025", null)]
    // On a border, including the one that both districts share.
    [InlineData("19.25", "-99.6", "15106", "7")]
    [InlineData("19.2", "-99.7", "15106", "7")]
    [InlineData("+19.3", "-99.50", "15106", "8")]
    public async Task A_point_is_located_in_its_municipality_and_district(string lat, string lon, string municipality, string? district)
    {
        using var answer = await Shared.App.Client.GetAsync($"{Locate}?lat={Uri.EscapeDataString(lat)}&lon={lon}");
        var place = await answer.JsonAsync();
        Assert.Equal(["municipality", "district"], place.Names());
        Assert.Equal(municipality, place.GetProperty("municipality").Text("code"));
        Assert.Equal(municipality == "15106" ? "Toluca" : "Chalco", place.GetProperty("municipality").Text("name"));
        if (district is null) Assert.Equal("null", place.GetProperty("district").GetRawText());
        else Assert.Equal($$"""{"number":"{{district}}","seat":"Cabecera {{district}}"}""", place.GetProperty("district").GetRawText());
    }

    [Theory]
    [InlineData("19.25", "-98.85")]
    [InlineData("0", "0")]
    [InlineData("-90", "180")]
    public async Task A_point_outside_every_boundary_is_refused_as_outside_the_territory(string lat, string lon)
    {
        using var answer = await Shared.App.Client.GetAsync($"{Locate}?lat={lat}&lon={lon}");
        await answer.ProblemAsync(404, "outside_territory");
    }

    [Theory]
    [InlineData("", "lat,lon")]
    [InlineData("?lat=19.25", "lon")]
    [InlineData("?lon=-99.6&lat=", "lat")]
    [InlineData("?lat=19,25&lon=-99,65", "lat,lon")]
    [InlineData("?lat=19.25&lat=19.26&lon=-99.65", "lat")]
    [InlineData("?lat=90.1&lon=-99.65", "lat")]
    [InlineData("?lat=19.25&lon=-180.5", "lon")]
    [InlineData("?lat=NaN&lon=Infinity", "lat,lon")]
    [InlineData("?lat=1e1&lon=0x10", "lat,lon")]
    [InlineData("?lat=norte&lon=%20-99.65", "lat,lon")]
    public async Task Coordinates_other_than_two_numbers_in_range_are_refused(string query, string fields)
    {
        using var answer = await Shared.App.Client.GetAsync(Locate + query);
        Assert.Equal(fields.Split(','), await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_point_is_neither_cached_nor_logged()
    {
        const string Latitude = "19.2512345", Longitude = "-99.6512345";
        using var answer = await Shared.App.Client.GetAsync($"{Locate}?lat={Latitude}&lon={Longitude}");
        using var refused = await Shared.App.Client.GetAsync($"{Locate}?lat={Latitude}&lon=-1{Longitude[2..]}");

        Assert.Equal("15106", (await answer.JsonAsync()).GetProperty("municipality").Text("code"));
        await refused.ProblemAsync(404, "outside_territory");
        // The address contains the point: no cache on the way may keep it, and no log may hold it.
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Null(answer.Headers.ETag);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(Shared.App.Logs.Contains("2512345"));
        Assert.False(Shared.App.Logs.Contains("6512345"));
    }
}
