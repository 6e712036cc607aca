using System.IO.Compression;
using System.Text;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class GetSectionTableTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly TestApp app = shared.App;

    [Fact]
    public async Task The_section_table_is_a_CSV_of_all_sections_including_merged_ones()
    {
        using var answer = await app.Client.GetAsync($"processes/{SharedApp.Open}/sections.csv");
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.NotNull(answer.Headers.ETag);
        Assert.True(answer.Headers.CacheControl?.Public);
        Assert.Equal(
            "section,municipality,district,mergedInto\r\n0001,15106,7,\r\n0002,15106,8,\r\n0003,15025,7,\r\n0009,15106,8,0002\r\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_section_table_for_people_has_names_and_headers_in_their_language()
    {
        Assert.Equal(
            "Sección,Clave del municipio,Distrito,Integrada a,Municipio,Cabecera distrital\r\n0001,15106,7,,Toluca,Cabecera 7\r\n0002,15106,8,,Toluca,Cabecera 8\r\n"
            + "0003,15025,7,,Chalco,Cabecera 7\r\n0009,15106,8,0002,Toluca,Cabecera 8\r\n",
            await app.Client.GetStringAsync($"processes/{SharedApp.Open}/sections.csv?lang=es"));
        Assert.StartsWith(
            "Section,Municipality code,District,Merged into,Municipality,District seat\r\n",
            await app.Client.GetStringAsync($"processes/{SharedApp.Open}/sections.csv?lang=en"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_section_table_of_a_whole_state_is_small_and_has_the_same_columns_without_mergers()
    {
        // As many sections as in 2021, numbered through the municipalities, with a few numbers missing and seven districts in every third municipality.
        var sections = Enumerable.Range(1, 6_650).Where(n => n % 55 != 0).Take(6_530).Select(n =>
        {
            var municipality = n * 125 / 6_651;
            var district = municipality % 3 == 0 ? 1 + ((municipality + (n % 7)) % 45) : 1 + (municipality * 7 % 45);
            return $"{n:d4},{15_001 + municipality},{district}";
        }).ToList();
        const string Process = "secciones-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "districts", Example.Districts);
        await app.ImportedAsync(Process, "municipalities", "code,name,lat,lon\n" + string.Concat(Enumerable.Range(15_001, 125).Select(n => $"{n},M{n},19,-99\n")));
        await app.ImportedAsync(Process, "sections", "section,municipality,district,registeredVoters\n" + string.Concat(sections.Select(s => s + ",1000\n")));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"processes/{Process}/sections.csv");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var answer = await app.Client.SendAsync(request);
        var packed = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.InRange(packed.Length, 1, 30_000);
        using var plain = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) await gzip.CopyToAsync(plain);
        Assert.Equal(["section,municipality,district,mergedInto", .. sections.Select(s => s + ","), ""], Encoding.UTF8.GetString(plain.ToArray()).Split("\r\n"));
    }
}
