using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ServerlessDecide.Functions.Imports;
using ServerlessDecide.Imports;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Imports;

/// <summary>Files as people save them, sent as their programs send them.</summary>
[Collection(SharedApp.Name)]
public sealed class FileImportTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private readonly TestApp app = shared.App;

    static FileImportTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task A_workbook_is_imported_from_the_sheet_that_is_named()
    {
        const string Process = "libro-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        var book = Workbook.Of(
        [
            ("Notas", "visible", $"<row r=\"1\">{Workbook.Text("A1", "Lista del consejo")}</row>"),
            ("Distritos (versión 2)", "visible", $"""
                <row r="1">{Workbook.Text("A1", "Distritos locales")}</row>
                <row r="3">{Workbook.Text("A3", "Number")}{Workbook.Text("B3", " seat ")}</row>
                <row r="4"><c r="A4"><v>1</v></c>{Workbook.Text("B4", "Chalco de Díaz Covarrubias")}</row>
                <row r="5"><c r="A5"><v>2</v></c>{Workbook.Text("B5", "Cuautitlán")}</row>
                """),
        ]);

        var first = await ImportAsync(Process, "districts", book, Xlsx);
        Assert.Equal(("failed", "missing_column"), (first.Text("status"), first.GetProperty("errors")[0].Text("code")));
        var unknown = await ImportAsync(Process, "districts?sheet=Distritos", book, Xlsx);
        Assert.Equal("unknown_sheet", Only(unknown).Text("code"));
        Assert.Equal("El libro no tiene la hoja que nombra ?sheet=. Tiene: Notas, Distritos (versión 2).", Only(unknown).Text("message"));

        var state = await ImportAsync(Process, $"districts?sheet={Uri.EscapeDataString("Distritos (versión 2)")}", book, Xlsx);
        Assert.True(state.Text("status") == "done", state.GetRawText());
        Assert.Equal(["Chalco de Díaz Covarrubias", "Cuautitlán"], await SeatsAsync(Process));

        using var tooLong = await PostAsync(Process, $"districts?sheet={new string('x', 101)}", book, Xlsx);
        Assert.Equal(["sheet"], await tooLong.InvalidFieldsAsync());
    }

    [Theory]
    [InlineData("latin-1", "iso-8859-1")]
    [InlineData("macintosh", "macintosh")]
    [InlineData("CP850", "ibm850")]
    [InlineData("utf-16", "utf-16")]
    public async Task A_file_is_read_in_the_encoding_that_a_person_names(string named, string written)
    {
        var process = $"codificacion-{written}";
        await app.CreateProcessAsync(process, SharedApp.AllOpen);
        var file = Encoding.GetEncoding(written).GetBytes("number,seat\n1,Cuautitlán Köllmann\n");

        if (named != "utf-16")
        {
            // Nobody can tell that it is right.
            Assert.Equal("garbled_text", Only(await ImportAsync(process, "districts", file)).Text("code"));
        }

        var state = await ImportAsync(process, $"districts?encoding={named}", file);
        Assert.True(state.Text("status") == "done", state.GetRawText());
        Assert.Equal(["Cuautitlán Köllmann"], await SeatsAsync(process));
    }

    [Fact]
    public async Task An_encoding_that_does_not_exist_is_refused_with_those_that_do()
    {
        using var answer = await PostAsync(SharedApp.Before, "districts?encoding=utf-7", "number,seat\n1,Chalco\n"u8.ToArray());
        var problem = await answer.ProblemAsync(400, "invalid_input");
        Assert.Contains("windows-1252, macintosh", problem.GetProperty("errors").GetProperty("encoding")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_text_stops_an_import_with_its_row_and_column_and_publishes_nothing()
    {
        const string Process = "danado-2021";
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "districts", "number,seat\n1,Chalco\n");
        var text = Encoding.UTF8.GetBytes("number,seat\n1,Chalco\n2,Cuautitlán\n");

        // Saved twice: its bytes were read as Windows-1252 and written as UTF-8.
        var twice = await ImportAsync(Process, "districts", Encoding.UTF8.GetBytes(Encoding.GetEncoding("windows-1252").GetString(text)));
        AssertFailed(twice, "garbled_text", "«CuautitlÃ¡n»", "?encoding=");

        var broken = await ImportAsync(Process, "districts", [.. text, .. "3,N"u8, 0xF3, .. "mada\n"u8]);
        AssertFailed(broken, "invalid_bytes", "«N\uFFFDmada»", "?encoding=");
        Assert.Equal(["Chalco"], await SeatsAsync(Process));

        static void AssertFailed(JsonElement state, string code, params string[] parts)
        {
            Assert.Equal("failed", state.Text("status"));
            var error = Only(state);
            Assert.Equal((code == "garbled_text" ? 3 : 4, "seat", code), (error.GetProperty("row").GetInt32(), error.Text("column"), error.Text("code")));
            Assert.All(parts, part => Assert.Contains(part, error.Text("message"), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_unknown_dataset_is_refused_with_those_that_exist()
    {
        foreach (var (language, beginning) in new[] { ("es", "No existe ese conjunto de datos. Los que hay: "), ("en", "There is no such dataset. There are: ") })
        {
            using var answer = await PostAsync(SharedApp.Open, "distritos", "number,seat\n"u8.ToArray(), language: language);
            Assert.Equal(beginning + string.Join(", ", Datasets.Names), (await answer.ProblemAsync(404, "not_found")).Text("detail"));
        }
    }

    [Theory]
    [InlineData("pdf", "districts", "text/csv", "Es un PDF.", "It is a PDF.")]
    [InlineData("html", "districts", "application/vnd.ms-excel", "Es una página web (HTML), aunque se llame .xls.", "It is a web page (HTML), even if it is called .xls.")]
    [InlineData("xls", "districts", "application/vnd.ms-excel", "Es un libro de Excel antiguo (.xls).", "It is an old Excel workbook (.xls).")]
    [InlineData("protected", "districts", Xlsx, "Es un libro de Excel protegido con contraseña.", "It is an Excel workbook protected by a password.")]
    [InlineData("xlsx", "platforms", "application/json", "Es un libro de Excel, y este conjunto de datos se envía como JSON o GeoJSON.", "It is an Excel workbook, and this dataset comes as JSON or GeoJSON.")]
    [InlineData("shapefile", "geometry-districts", "application/geo+json", "Es un shapefile.", "It is a shapefile.")]
    [InlineData("topojson", "geometry-districts", "application/json", "Es TopoJSON.", "It is TopoJSON.")]
    [InlineData("geojson", "districts", "application/geo+json", "Es GeoJSON:", "It is GeoJSON:")]
    [InlineData("json-lines", "districts", "application/json", "Es JSON con un objeto por línea.", "It is JSON with an object a line.")]
    [InlineData("half a workbook", "districts", Xlsx, "El libro de Excel está dañado o incompleto.", "The Excel workbook is damaged or incomplete.")]
    public async Task A_file_that_was_sent_by_mistake_is_called_by_its_name(string file, string dataset, string type, string spanish, string english)
    {
        var state = await ImportAsync(SharedApp.Before, dataset, Mistake(file), type);
        Assert.Equal("failed", state.Text("status"));
        var error = Only(state);
        Assert.Equal((0, "", file == "half a workbook" ? "damaged_workbook" : "other_format"), (error.GetProperty("row").GetInt32(), error.Text("column"), error.Text("code")));
        // The name, and what to do.
        Assert.StartsWith(spanish, error.Text("message"), StringComparison.Ordinal);
        var again = await app.Operator.GetJsonAsync($"processes/{SharedApp.Before}/operator/imports/{state.Text("import")}?lang=en");
        Assert.StartsWith(english, Only(again).Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/pdf", "Es un PDF. Envía la tabla de la que se hizo, como XLSX o CSV.")]
    [InlineData("application/vnd.oasis.opendocument.spreadsheet", "Es una hoja de LibreOffice (.ods). Ábrela y guárdala como .xlsx.")]
    [InlineData("application/zip", "Es un archivo comprimido. Descomprímelo y envía el archivo que contiene.")]
    public async Task A_media_type_of_a_file_that_was_sent_by_mistake_is_called_by_its_name(string type, string sentence)
    {
        using var answer = await PostAsync(SharedApp.Before, "districts", "x"u8.ToArray(), type);
        Assert.EndsWith($". {sentence}", (await answer.ProblemAsync(415, "unsupported_media_type")).Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("432000", "2130000", "Parecen metros (UTM o Web Mercator): exporta la capa en WGS84, EPSG:4326.", "They look like metres (UTM or Web Mercator): export the layer in WGS84, EPSG:4326.")]
    [InlineData("-11074500.5", "2190000", "Parecen metros (UTM o Web Mercator): exporta la capa en WGS84, EPSG:4326.", "They look like metres (UTM or Web Mercator): export the layer in WGS84, EPSG:4326.")]
    [InlineData("19.3", "-99.6", "Parecen latitud y longitud: GeoJSON pide primero la longitud.", "They look like latitude and longitude: GeoJSON wants the longitude first.")]
    public async Task Coordinates_that_are_not_degrees_get_a_hint(string x, string y, string spanish, string english)
    {
        var file = """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"number":7},"geometry":{"type":"Polygon","coordinates":[[P,P,P,P]]}}]}"""
            .Replace("P,", $"[{x},{y}],", StringComparison.Ordinal).Replace("P]", $"[{x},{y}]]", StringComparison.Ordinal);
        var state = await ImportAsync(SharedApp.Open, "geometry-districts?dryRun=true", Encoding.UTF8.GetBytes(file), "application/geo+json");
        var error = Assert.Single(state.GetProperty("errors").EnumerateArray(), e => e.Text("column") == "geometry");
        Assert.Equal("bad_value", error.Text("code"));
        Assert.StartsWith($"«[{x},{y}]» no cumple la regla de esta columna: ", error.Text("message"), StringComparison.Ordinal);
        Assert.EndsWith(spanish, error.Text("message"), StringComparison.Ordinal);
        var again = await app.Operator.GetJsonAsync($"processes/{SharedApp.Open}/operator/imports/{state.Text("import")}?lang=en");
        Assert.Contains(again.GetProperty("errors").EnumerateArray(), e => e.Text("message").EndsWith(english, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_of_file_has_a_sentence_of_its_own_in_both_languages()
    {
        var unknown = FileSentences.Kind("x");
        var sentences = FileKind.Named.Select(FileSentences.Kind).ToList();
        Assert.Equal(FileKind.Named.Count, sentences.Select(s => s.Es).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(FileKind.Named.Count, sentences.Select(s => s.En).Distinct(StringComparer.Ordinal).Count());
        Assert.All(FileKind.Named, kind => Assert.NotEqual(unknown.Es.Replace("(x)", $"({kind})", StringComparison.Ordinal), FileSentences.Kind(kind).Es));
    }

    private static byte[] Mistake(string file) => file switch
    {
        "pdf" => "%PDF-1.7\n%\u00E2\u00E3"u8.ToArray(),
        "html" => "<html><body><table><tr><td>number</td><td>seat</td></tr></table></body></html>"u8.ToArray(),
        "xls" => [.. Ole, .. Encoding.Unicode.GetBytes("Workbook")],
        "protected" => [.. Ole, .. Encoding.Unicode.GetBytes("EncryptedPackage")],
        "xlsx" => Workbook.Table(["id"], ["agua"]),
        "shapefile" => Workbook.Zip([("DISTRITO.shp", Workbook.Text("x")), ("DISTRITO.dbf", Workbook.Text("x"))]),
        "topojson" => "{\"type\":\"Topology\",\"objects\":{\"d\":{\"type\":\"GeometryCollection\",\"geometries\":[]}},\"arcs\":[]}"u8.ToArray(),
        "geojson" => Encoding.UTF8.GetBytes(Example.DistrictBoundaries),
        "json-lines" => "{\"number\":1,\"seat\":\"Chalco\"}\n{\"number\":2,\"seat\":\"Lerma\"}\n"u8.ToArray(),
        _ => Workbook.Table(["number", "seat"], ["1", "Chalco"])[..^60],
    };

    private static JsonElement Only(JsonElement state) => Assert.Single(state.GetProperty("errors").EnumerateArray());

    private async Task<IEnumerable<string>> SeatsAsync(string process) => (await app.Client.GetJsonAsync($"processes/{process}/districts")).Items().Select(d => d.Text("seat"));

    private async Task<JsonElement> ImportAsync(string process, string dataset, byte[] file, string type = "text/csv")
    {
        using var accepted = await PostAsync(process, dataset, file, type);
        Assert.Equal(["import"], (await accepted.JsonAsync(HttpStatusCode.Accepted)).Names());
        JsonElement state = default;
        await TestApp.WaitUntilAsync(
            async () => (state = await app.Operator.GetJsonAsync(accepted.Headers.Location!.ToString())).Text("status") is "done" or "failed", "the import ends");
        return state;
    }

    private Task<HttpResponseMessage> PostAsync(string process, string dataset, byte[] file, string type = "text/csv", string language = "es")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"processes/{process}/operator/imports/{dataset}") { Content = new ByteArrayContent(file) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.AcceptLanguage.ParseAdd(language);
        return app.Operator.SendAsync(request);
    }
}
