using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class CandidateDownloadTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Candidates = $"processes/{SharedApp.Open}/candidates";

    public static TheoryData<string, string> Forms
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var form in (string[])["csv", "json", "xlsx"])
            {
                foreach (var query in (string[])["", "?contender=sol", "?q=PEÑA&role=owner", "?district=1", "?lang=en", "?lang=en&contender=sol"]) all.Add(form, query);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_download_holds_the_same_candidates_as_the_list_with_the_same_filters(string form, string query)
    {
        using var answer = await Shared.App.Client.GetAsync($"{Candidates}.{form}{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment; filename=\"edomex-2021-candidates." + form + "\"", Assert.Single(answer.Content.Headers.GetValues("Content-Disposition")));
        Assert.Equal(
            form switch { "csv" => "text/csv; charset=utf-8", "json" => "application/json; charset=utf-8", _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
            answer.Content.Headers.ContentType?.ToString());

        var list = (await Shared.App.Client.GetJsonAsync(Candidates + query)).Items();
        Assert.Equal(list.Select(c => (c.Text("id"), c.Text("name"))), Read(form, await answer.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_download_has_stable_bytes_a_strong_ETag_and_compression_where_it_helps(string form, string query)
    {
        var address = $"{Candidates}.{form}{query}";
        using var one = await Shared.App.Client.GetAsync(address);
        using var two = await Shared.App.Client.GetAsync(address);
        var bytes = await one.Content.ReadAsByteArrayAsync();
        Assert.Equal(bytes, await two.Content.ReadAsByteArrayAsync());
        Assert.NotNull(one.Headers.ETag);
        Assert.False(one.Headers.ETag.IsWeak);
        Assert.Equal(one.Headers.ETag, two.Headers.ETag);
        Assert.Equal("public, max-age=60", Assert.Single(one.Headers.GetValues("Cache-Control")));

        foreach (var coding in (string[])["br", "gzip"])
        {
            using var packed = await AskAsync(HttpMethod.Get, address, coding);
            var codings = packed.Content.Headers.ContentEncoding;
            Assert.Equal(form != "xlsx" && (query.Length > 0 || bytes.Length >= 600), codings.Count > 0);
            if (codings.Count == 0) continue;
            Assert.Equal(coding, Assert.Single(codings));
            Assert.NotEqual(one.Headers.ETag, packed.Headers.ETag);
            await using var body = await packed.Content.ReadAsStreamAsync();
            await using Stream unpacked = coding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
            using var read = new MemoryStream();
            await unpacked.CopyToAsync(read);
            Assert.Equal(bytes, read.ToArray());
        }

        using var unchanged = await AskAsync(HttpMethod.Get, address, "identity", one.Headers.ETag.ToString());
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(one.Headers.ETag, unchanged.Headers.ETag);
        using var head = await AskAsync(HttpMethod.Head, address, "identity");
        Assert.Equal((HttpStatusCode.OK, one.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_ETag_of_a_download_changes_only_with_the_list_and_its_names()
    {
        const string Process = "igual-2021";
        await Example.LoadAsync(Shared.App, Process, SharedApp.AllOpen);
        string[] addresses = [.. Forms.Select(f => $"processes/{Process}/candidates.{f[0]}{f[1]}")];
        var first = await TagsAsync();
        await Shared.App.ImportedAsync(Process, "glossary", Example.Glossary.Replace("Casilla", "Urna", StringComparison.Ordinal));
        await Shared.App.ImportedAsync(Process, "candidates", Example.Candidates);
        Assert.Equal(first, await TagsAsync());
        // Every form and every filter has its own ETag.
        Assert.Equal(addresses.Length, first.Distinct().Count());

        await Shared.App.ImportedAsync(Process, "candidates", Example.Candidates.Replace("Peña", "Pena", StringComparison.Ordinal));
        var second = await TagsAsync();
        Assert.Empty(first.Intersect(second));
        await Shared.App.ImportedAsync(Process, "districts", Example.Districts.Replace("Cabecera", "Sede", StringComparison.Ordinal));
        Assert.Empty(second.Intersect(await TagsAsync()));

        async Task<List<string>> TagsAsync()
        {
            var tags = new List<string>();
            foreach (var address in addresses)
            {
                using var answer = await Shared.App.Client.GetAsync(address);
                tags.Add(answer.Headers.ETag!.ToString());
            }

            return tags;
        }
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("json", "application/json")]
    public async Task Importing_a_download_changes_nothing(string form, string contentType)
    {
        var process = $"vuelta-{form}-2021";
        await Example.LoadAsync(Shared.App, process, SharedApp.AllOpen);
        var file = await Shared.App.Client.GetStringAsync($"processes/{process}/candidates.{form}");
        var state = await Shared.App.ImportAsync(process, "candidates", file, contentType);
        Assert.Equal("done", state.Text("status"));
        Assert.All((string[])["added", "changed", "removed"], kind => Assert.Equal(0, state.GetProperty("changes").GetProperty(kind).GetProperty("count").GetInt32()));
        Assert.Equal(file, await Shared.App.Client.GetStringAsync($"processes/{process}/candidates.{form}"));
    }

    [Fact]
    public async Task A_download_says_beside_each_id_what_it_is_called()
    {
        var csv = (await Shared.App.Client.GetStringAsync(Candidates + ".csv?contender=sol")).Split("\r\n");
        Assert.Equal("id,name,contender,office,contest,position,role,gender,head,contenderName,officeName,contestName,districtSeat,municipalityName", csv[0]);
        Assert.Contains("sol-7-p,María Muñoz Peña,sol,diputacion,legislature-7,1,owner,female,true,Partido del Sol,Diputación local,\"Distrito 7, Cabecera 7\",Cabecera 7,", csv);
        Assert.Contains("sol-toluca-1,Zoé Ñuble,sol,sindicatura,council-15106,1,owner,nonbinary,true,Partido del Sol,Sindicatura,Ayuntamiento de Toluca,,Toluca", csv);

        var json = (await Shared.App.Client.GetJsonAsync(Candidates + ".json")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            """{"id":"mar-lista-1","name":"Renata Luján","contender":"mar","office":"diputacion","contest":"legislature","position":1,"role":"owner","gender":"female","head":false,"contenderName":"Partido del Mar, A.C.","officeName":"Diputación local","contestName":"Legislatura, representación proporcional","districtSeat":"","municipalityName":""}""",
            json.Single(c => c.Text("id") == "mar-lista-1").GetRawText());
        var english = await Shared.App.Client.GetJsonAsync(Candidates + ".json?lang=en&district=7");
        Assert.All(english.GetProperty("items").EnumerateArray(), c => Assert.Equal(("District 7, Cabecera 7", "Cabecera 7"), (c.Text("contestName"), c.Text("districtSeat"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&contender=sol")]
    public async Task A_table_for_people_has_an_address_of_its_own_in_each_language_and_for_Excel(string filter)
    {
        var seen = new HashSet<string>();
        foreach (var (query, language, begins) in ((string, string?, string)[])[
            ("lang=", null, "id,name,"), ("lang=es", "es", "Clave,Nombre,"), ("lang=en", "en", "Id,Name,"),
            ("excel=true", null, "\uFEFFid,name,"), ("excel=true&lang=es", "es", "\uFEFFClave,Nombre,"), ("lang=en&excel=true", "en", "\uFEFFId,Name,")])
        {
            using var answer = await Shared.App.Client.GetAsync($"{Candidates}.csv?{query}{filter}");
            Assert.StartsWith(begins, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
            Assert.Equal(language, answer.Content.Headers.ContentLanguage.SingleOrDefault());
            Assert.True(seen.Add(answer.Headers.ETag!.Tag), query);
        }

        using var plain = await Shared.App.Client.GetAsync($"{Candidates}.csv?excel=false{filter}");
        Assert.Contains(plain.Headers.ETag!.Tag, seen);
        var sheet = Sheet(await Shared.App.Client.GetByteArrayAsync($"{Candidates}.xlsx?lang=es{filter}"));
        Assert.Equal(["Clave", "Nombre", "Actor político"], sheet[0].Take(3));
        Assert.Contains(sheet, row => row[6] == "Propietaria" && row[8] == "Sí");
    }

    [Theory]
    [InlineData("excel=yes")]
    [InlineData("excel=true&excel=true")]
    public async Task A_table_refuses_a_form_that_there_is_not(string query)
    {
        foreach (var file in (string[])["candidates.csv", "blocks.csv", "results.csv", "statistics.csv", "sections.csv", "data-dictionary.csv"])
        {
            using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/{file}?{query}");
            Assert.Equal(["excel"], await answer.InvalidFieldsAsync());
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task A_download_refuses_the_filters_that_the_list_refuses(string form)
    {
        using var answer = await Shared.App.Client.GetAsync($"{Candidates}.{form}?q=-&role=x");
        Assert.Equal(["q", "role"], await answer.InvalidFieldsAsync());
    }

    private static List<(string Id, string Name)> Read(string form, byte[] file)
    {
        if (form == "json") return [.. JsonSerializer.Deserialize<JsonElement>(file).GetProperty("items").EnumerateArray().Select(c => (c.Text("id"), c.Text("name")))];
        if (form == "csv")
        {
            var errors = new ServerlessDecide.Imports.ImportErrors();
            var rows = ServerlessDecide.Imports.ImportRows.ReadCsv(Encoding.UTF8.GetString(file), [], errors);
            Assert.Equal(0, errors.Count);
            return [.. rows.Select(row => (row["id"] + row["Id"], (row["name"] + row["Name"]).TrimStart('\'')))];
        }

        return [.. Sheet(file).Skip(1).Select(c => (c[0], c[1]))];
    }

    private static List<List<string>> Sheet(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var sheet = zip.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        return [.. XElement.Load(sheet).Descendants().Where(e => e.Name.LocalName == "row").Select(row => row.Elements().Select(c => c.Value).ToList())];
    }

    private Task<HttpResponseMessage> AskAsync(HttpMethod method, string address, string coding, string? etag = null)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return Shared.App.Client.SendAsync(request);
    }
}
