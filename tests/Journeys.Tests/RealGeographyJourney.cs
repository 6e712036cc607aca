using System.Net.Http.Json;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>Finds where a person votes, on the real geography of 2021.</summary>
public sealed class RealGeographyJourney
{
    private const string Process = "edomex-2021";

    [RealDataFact]
    public async Task A_person_finds_the_municipality_and_the_district_by_section_and_by_place()
    {
        await using var app = await TestApp.StartAsync();
        var institute = new Institute(new HttpClient { BaseAddress = app.Root });
        await institute.CreateProcessAsync(Process);
        await institute.MustImportAsync(Process, "districts", RealData.Districts);
        await institute.MustImportAsync(Process, "municipalities", RealData.Municipalities);
        await institute.MustImportAsync(Process, "sections", RealData.Sections);
        await institute.MustImportAsync(Process, "geometry-districts?key=distrito", RealData.DistrictBoundaries);
        await institute.MustImportAsync(Process, "geometry-municipalities?key=inegi", RealData.MunicipalityBoundaries);

        // The whole table for the device: small, and equal to the server's answers.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"processes/{Process}/sections.csv");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var packed = await app.Client.SendAsync(request);
        Assert.InRange((await packed.Content.ReadAsByteArrayAsync()).Length, 1, 30_000);
        var table = (await app.Client.GetStringAsync($"processes/{Process}/sections.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6_530 + 1, table.Length);
        foreach (var row in table.Skip(1).Where((_, i) => i % 500 == 0))
        {
            var section = await GetAsync(app, "sections/" + row.Split(',')[0].TrimStart('0'));
            Assert.Equal(row, $"{section.GetProperty("section")},{Code(section.GetProperty("municipality"))},{section.GetProperty("district").GetProperty("number")},");
        }

        // The seat of a municipality lies in it, and in one of its districts.
        var asked = 0;
        for (var address = "municipalities?limit=100"; address.Length > 0;)
        {
            var page = await GetAsync(app, address);
            address = page.GetProperty("next").GetString() is { } next ? $"municipalities?limit=100&cursor={next}" : "";
            foreach (var municipality in page.GetProperty("items").EnumerateArray())
            {
                var seat = municipality.GetProperty("seat");
                var place = await GetAsync(app, $"locate?lat={seat.GetProperty("lat")}&lon={seat.GetProperty("lon")}");
                // In one case these boundaries put the seat a little inside the neighbour.
                Assert.Equal(Code(municipality) is "15046" ? "15038" : Code(municipality), Code(place.GetProperty("municipality")));
                Assert.Contains(place.GetProperty("district").GetProperty("number").GetString(), municipality.GetProperty("districts").EnumerateArray().Select(d => d.GetString()));
                asked++;
            }
        }

        Assert.Equal(125, asked);
        Assert.Equal(45, (await GetAsync(app, "geometry/districts.geojson")).GetProperty("features").GetArrayLength());
        Assert.Equal(125, (await GetAsync(app, "geometry/municipalities.geojson")).GetProperty("features").GetArrayLength());
    }

    private static string? Code(JsonElement municipality) => municipality.GetProperty("code").GetString();

    private static Task<JsonElement> GetAsync(TestApp app, string path) => app.Client.GetFromJsonAsync<JsonElement>($"processes/{Process}/{path}");
}
