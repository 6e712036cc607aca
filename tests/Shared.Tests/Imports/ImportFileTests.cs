using System.Text;
using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ImportFileTests
{
    [Theory]
    [InlineData("sep=;\r\nnumber;seat\r\n1;Chalco", 2)]
    [InlineData("\"sep=|\"\nnumber|seat\n1|Chalco", 2)]
    [InlineData("Distritos locales, proceso 2021\n\nnumber;seat\n1;Chalco", 4)]
    [InlineData("\"Distritos, locales\",,\n,,\n Number ,SEAT,\n1,Chalco,\n", 4)]
    [InlineData("number,seat\n,\n,,,\n1,Chalco,,,,\n ,\n", 4)]
    [InlineData("number,seat,,\n1,Chalco\n", 2)]
    [InlineData("Number\tSeat\n1\tChalco", 2)]
    [InlineData("seat,districtSeat,number,contestName,municipalityName\nChalco,x,1,y,z", 2)]
    [InlineData("  [{\"number\":1,\"seat\":\"Chalco\",\"districtName\":\"x\"}]", 1)]
    public void A_table_is_read_as_people_save_it(string text, int row)
    {
        var (rows, errors) = Read("districts", Encoding.UTF8.GetBytes(text));
        Assert.Empty(errors);
        Assert.Equal([(row, "1", "Chalco")], rows.Select(r => (r.Number, r["number"], r["seat"])));
    }

    [Fact]
    public void A_value_beyond_the_header_is_still_reported()
    {
        var (_, errors) = Read("districts", "number,seat\n1,Chalco,,x\n"u8.ToArray());
        Assert.Equal([new(2, "", ImportErrorCode.WrongCellCount, "4/2")], errors);
    }

    [Fact]
    public void A_row_with_a_million_cells_is_a_bad_row()
    {
        var (_, errors) = Read("districts", Encoding.UTF8.GetBytes("number,seat\n" + string.Concat(Enumerable.Repeat("x,", 1_000_000)) + "\n2,Lerma"));
        Assert.Equal([new(2, "", ImportErrorCode.WrongCellCount, "1001/2")], errors);
    }

    public static TheoryData<string, byte[]> Others => new()
    {
        { FileKind.Pdf, "%PDF-1.7\n%âãÏÓ"u8.ToArray() },
        { FileKind.Html, "\r\n<!DOCTYPE html><html><table><tr><td>number"u8.ToArray() },
        { FileKind.Xml, "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>"u8.ToArray() },
        { FileKind.Kml, "<?xml version=\"1.0\"?><kml/>"u8.ToArray() },
        { FileKind.Xls, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Encoding.Unicode.GetBytes("Workbook")] },
        { FileKind.ProtectedWorkbook, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Encoding.Unicode.GetBytes("EncryptedPackage")] },
        { FileKind.WordDocument, Workbook.Zip([("word/document.xml", Workbook.Text("x"))]) },
        { FileKind.Ods, Workbook.Zip([("mimetype", Workbook.Text("application/vnd.oasis.opendocument.spreadsheet")), ("content.xml", Workbook.Text("x"))]) },
        { FileKind.Xlsb, Workbook.Zip([("xl/workbook.bin", Workbook.Text("x"))]) },
        { FileKind.Numbers, Workbook.Zip([("Index/Document.iwa", Workbook.Text("x"))]) },
        { FileKind.Shapefile, Workbook.Zip([("DISTRITO.shp", Workbook.Text("x")), ("DISTRITO.dbf", Workbook.Text("x"))]) },
        { FileKind.Shapefile, [0, 0, 0x27, 0x0A, 0, 0, 0, 0] },
        { FileKind.Zip, Workbook.Zip([("districts.csv", Workbook.Text("x"))]) },
        { FileKind.Zip, [0x1F, 0x8B, 8, 0] },
        { FileKind.GeoPackage, "SQLite format 3\0"u8.ToArray() },
        { FileKind.Image, [0x89, .. "PNG\r\n"u8] },
        { FileKind.TopoJson, "{\"type\":\"Topology\",\"objects\":{\"a\":[1,{}]},\"arcs\":[]}"u8.ToArray() },
        { FileKind.GeoJson, "{\"type\":\"FeatureCollection\",\"features\":[]}"u8.ToArray() },
        { FileKind.JsonLines, "{\"number\":1,\"seat\":\"a\"}\n{\"number\":2,\"seat\":\"b\"}\n"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_file_of_another_format_is_called_by_its_name(string kind, byte[] file)
    {
        Assert.Equal([new(0, "", ImportErrorCode.OtherFormat, kind)], Read("districts", file).Errors);
        if (kind != FileKind.GeoJson) Assert.Equal([new(0, "", ImportErrorCode.OtherFormat, kind)], Read("geometry-districts", file).Errors);
    }

    [Fact]
    public void A_zip_with_more_parts_than_a_workbook_has_is_not_opened() => Assert.Equal(
        [new(0, "", ImportErrorCode.OtherFormat, FileKind.Zip)],
        Read("districts", Workbook.Zip(Enumerable.Range(0, XlsxPackage.MaxParts + 1).Select(i => ($"{i}.shp", Workbook.Text(""))))).Errors);

    [Fact]
    public void Every_kind_of_file_but_text_is_named() => Assert.Equal(
        FileKind.Named, typeof(FileKind).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Where(kind => kind != FileKind.Text));

    [Fact]
    public void A_workbook_is_named_where_a_dataset_comes_as_JSON() =>
        Assert.Equal([new(0, "", ImportErrorCode.OtherFormat, FileKind.Xlsx)], Read("platforms", Workbook.Table(["id"], ["x"])).Errors);

    [Fact]
    public void A_feature_without_the_key_lists_the_properties_that_it_has()
    {
        const string Text = """{"features":[{"type":"Feature","properties":{"CVE_DTO":7,"NOMBRE":"x"},"geometry":null}],"type":"FeatureCollection"}""";
        Assert.Equal([new(1, "key", ImportErrorCode.Required, "CVE_DTO, NOMBRE")], Read("geometry-districts", Encoding.UTF8.GetBytes(Text)).Errors);
    }

    [Fact]
    public void JSON_is_read_no_further_than_the_maximum_number_of_rows()
    {
        // 27 MB of empty objects; what follows the limit is no JSON.
        var limit = ImportRows.MaxRows * 3;
        var text = new byte[27_000_000];
        for (var i = 0; i < text.Length; i += 3) (text[i], text[i + 1], text[i + 2]) = ((byte)'{', (byte)'}', (byte)',');
        text[limit + 600_000] = (byte)'x';
        using var source = new MemoryStream([(byte)'[', .. text]);
        var errors = new ImportErrors();

        var rows = ImportRows.ReadJson(source, new TableForm([], Datasets.Find("districts")!.ColumnNames()), errors);

        Assert.Equal(ImportRows.MaxRows, rows.Count);
        Assert.Equal([new(ImportRows.MaxRows + 1, "", ImportErrorCode.TooManyRows, "250000")], errors.Reported);
        Assert.InRange(source.Position, limit, limit + 100_000);
    }

    [Fact]
    public void CSV_is_read_no_further_than_the_maximum_number_of_rows()
    {
        var text = string.Concat(Enumerable.Repeat("1,x\n", ImportRows.MaxRows + 100_000)) + "2,\"broken\"x\n";
        var (rows, errors) = Read("districts", Encoding.UTF8.GetBytes("number,seat\n" + text));
        Assert.Equal((ImportRows.MaxRows, ImportErrorCode.TooManyRows), (rows.Count, Assert.Single(errors).Code));
    }

    [Fact]
    public void An_item_of_JSON_is_no_larger_than_a_row_may_be()
    {
        var text = "[{\"number\":1},{\"number\":\"" + new string('x', ImportRows.MaxRecordSize + 3_000_000) + "\"}]";
        var (rows, errors) = Read("districts", Encoding.UTF8.GetBytes(text));
        Assert.Empty(rows);
        Assert.Equal([new(2, "", ImportErrorCode.TooLong, "6000000")], errors);
    }

    [Theory]
    [InlineData(15, null)]
    [InlineData(16, ImportErrorCode.BadValue)]
    // To order so many would take minutes.
    [InlineData(300_000, ImportErrorCode.TooLong)]
    public void A_letter_has_no_more_accents_than_any_writing_has(int pairs, ImportErrorCode? code)
    {
        var errors = new ImportErrors();
        var districts = Datasets.Find("districts")!;
        var text = "Me\u0301xico a" + new string('\u0345', pairs) + new string('\u0334', pairs);
        var rows = ImportFile.Read(Encoding.UTF8.GetBytes($"number,seat\n1,{text}\n"), districts, new ImportReading(), errors);
        var content = districts.Apply(new ImportContext(ProcessContent.Empty, default), rows, errors);
        Assert.Equal(code, errors.Reported.SingleOrDefault()?.Code);
        if (code is null) Assert.Equal("México a" + new string('\u0334', pairs) + new string('\u0345', pairs), Assert.Single(content.Districts).Seat);
    }

    [Fact]
    public void Only_the_columns_of_the_dataset_are_held()
    {
        var unknown = string.Join(',', Enumerable.Range(0, 900).Select(i => $"c{i}"));
        var (rows, _) = Read("districts", Encoding.UTF8.GetBytes($"number,seat,{unknown}\n1,Chalco,{unknown}"));
        var (items, _) = Read("districts", "[{\"number\":1,\"seat\":\"Chalco\",\"c1\":\"x\"}]"u8.ToArray());
        Assert.Equal(["", ""], [Assert.Single(rows)["c1"], Assert.Single(items)["c1"]]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("Verdadero", true)]
    [InlineData("VERDADERO", true)]
    [InlineData("1", true)]
    [InlineData("sí", true)]
    [InlineData("SÍ", true)]
    [InlineData("si", true)]
    [InlineData("FALSE", false)]
    [InlineData("FALSO", false)]
    [InlineData("0", false)]
    [InlineData("No", false)]
    public void Yes_and_no_are_read_as_people_and_spreadsheets_write_them(string cell, bool expected)
    {
        var errors = new ImportErrors();
        var dataset = Datasets.Find("contenders")!;
        var rows = ImportFile.Read(
            Encoding.UTF8.GetBytes($"id,name,shortName,kind,members,color,elected\nmaiz,Maíz,M,party,,#112233,{cell}"), dataset, new ImportReading(), errors);
        var content = dataset.Apply(new ImportContext(ProcessContent.Empty, default), rows, errors);
        Assert.Empty(errors.Reported);
        Assert.Equal(expected, Assert.Single(content.Contenders).Elected);
    }

    [Fact]
    public void Leading_zeros_come_back_where_the_width_is_fixed()
    {
        var current = ProcessContent.Empty with { Districts = [new("1", "Chalco")], Municipalities = [new("09015", "x", 19, -99)] };
        var errors = new ImportErrors();
        var sections = Datasets.Find("sections")!;
        var rows = ImportFile.Read(
            "section,municipality,district,registeredVoters,mergedInto\n1,9015,1,10,\n45,9015,1,10,\n123,,,,1\n"u8.ToArray(), sections, new ImportReading(), errors);
        var content = sections.Apply(new ImportContext(current, default), rows, errors);
        Assert.Empty(errors.Reported);
        Assert.Equal(["0001", "0045"], content.Sections.Select(s => s.Number));
        Assert.Equal([("0123", "0001")], content.MergedSections.Select(s => (s.Number, s.Into)));

        var municipalities = Datasets.Find("municipalities")!;
        rows = ImportFile.Read("code,name,lat,lon\n9015,Uno,19,-99\n106,Dos,19,-99\n"u8.ToArray(), municipalities, new ImportReading(), errors);
        municipalities.Apply(new ImportContext(ProcessContent.Empty, default), rows, errors);
        // The three digits of a municipality alone are no code with lost zeros.
        Assert.Equal([(3, "code", ImportErrorCode.BadValue, "106")], errors.Reported.Select(e => (e.Row, e.Column, e.Code, e.Value)));
    }

    private static (List<ImportRow> Rows, IReadOnlyList<ImportError> Errors) Read(string dataset, byte[] file)
    {
        var errors = new ImportErrors();
        return (ImportFile.Read(file, Datasets.Find(dataset)!, new ImportReading(), errors), errors.Reported);
    }
}
