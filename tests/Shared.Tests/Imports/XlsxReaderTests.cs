using System.Text;
using ServerlessDecide.Exports;
using ServerlessDecide.Imports;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class XlsxReaderTests
{
    private const string Header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>number</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>seat</t></is></c></row>";

    [Fact]
    public void A_workbook_is_read_with_every_kind_of_cell_that_spreadsheets_write()
    {
        const string Shared = "<si><t>number</t></si><si><r><rPr><b/></rPr><t>se</t></r><r><t>at</t></r><rPh sb=\"0\" eb=\"1\"><t>シ</t></rPh></si><si><t xml:space=\"preserve\"> Chalco de Díaz </t></si>";
        const string Rows = """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" s="3"/></row>
            <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="s"><v>2</v></c></row>
            <row r="3"/><row r="4"><c r="A4" s="1"/></row>
            <row r="7"><c r="A7"><f>A2+1</f><v>2</v></c><c r="B7" t="str"><f>"x"</f><v>Lerma_x000D_ y_x005F_z</v></c><c r="XFD7"><v>9</v></c></row>
            <row><c><v>3</v></c><c t="b"><v>1</v></c></row>
            """;
        foreach (var isStrict in new[] { false, true })
        {
            var (rows, errors) = Read(Workbook.Of([("Hoja1", "visible", Rows)], Shared, isStrict: isStrict));
            Assert.Empty(errors);
            Assert.Equal(
                [(2, "1", "Chalco de Díaz"), (7, "2", "Lerma\r y_z"), (8, "3", "true")], rows.Select(r => (r.Number, r["number"], r["seat"])));
        }
    }

    [Theory]
    [InlineData("15106", "0", "15106")]
    [InlineData("15106.0", "0", "15106")]
    [InlineData("1.5106E4", "0", "15106")]
    [InlineData("19.282599999999999", "0", "19.2826")]
    [InlineData("-99.655699999999996", "0", "-99.6557")]
    [InlineData("44360", "1", "2021-06-13")]
    [InlineData("44360.5", "1", "2021-06-13T12:00:00")]
    [InlineData("44360", "2", "2021-06-13")]
    [InlineData("44360", "3", "44360")]
    [InlineData("123", "4", "123")]
    [InlineData("0.5", "5", "12:00:00")]
    public void A_number_is_read_as_it_was_typed_and_a_date_as_ISO_8601(string value, string style, string expected)
    {
        const string Styles = """
            <numFmts><numFmt numFmtId="164" formatCode="[$-80A]dd\ &quot;de&quot;\ mmmm"/><numFmt numFmtId="165" formatCode="0.00\ &quot;días&quot;"/><numFmt numFmtId="166" formatCode="0000"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="20"/></cellXfs><dxfs/>
            """;
        var (rows, errors) = Read(Workbook.Of([("a", "visible", $"{Header}<row r=\"2\"><c r=\"A2\" s=\"{style}\"><v>{value}</v></c></row>")], styles: Styles));
        Assert.Empty(errors);
        Assert.Equal(expected, Assert.Single(rows)["number"]);
    }

    [Fact]
    public void The_days_of_a_workbook_may_begin_in_1904()
    {
        const string Styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>";
        var file = Workbook.Of([("a", "visible", $"{Header}<row r=\"2\"><c r=\"A2\" s=\"0\"><v>42898</v></c></row>")], styles: Styles, properties: "<workbookPr date1904=\"1\"/>");
        Assert.Equal("2021-06-13", Assert.Single(Read(file).Rows)["number"]);
    }

    [Fact]
    public void The_first_sheet_that_shows_is_read_or_the_one_that_is_named()
    {
        string Sheet(string seat) => Header + $"<row r=\"2\"><c r=\"A2\"><v>1</v></c>{Workbook.Text("B2", seat)}</row>";
        var file = Workbook.Of([("Oculta", "hidden", Sheet("no")), ("Distritos 2021", "visible", Sheet("Chalco")), ("Otros", "visible", Sheet("Lerma"))]);

        Assert.Equal("Chalco", Assert.Single(Read(file).Rows)["seat"]);
        Assert.Equal("Lerma", Assert.Single(Read(file, "otros").Rows)["seat"]);
        Assert.Equal("no", Assert.Single(Read(file, "Oculta").Rows)["seat"]);
        Assert.Equal([new(0, "", ImportErrorCode.UnknownSheet, "Oculta, Distritos 2021, Otros")], Read(file, "Hoja1").Errors);
    }

    [Fact]
    public void Cells_with_errors_and_formulas_without_a_value_are_reported()
    {
        var (rows, errors) = Read(Workbook.Of([("a", "visible", Header + """
            <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><f>X</f><v>#REF!</v></c></row>
            <row r="3"><c r="A3"><f>A2+1</f></c><c r="B3" t="inlineStr"><is><t>Lerma</t></is></c></row>
            <row r="4"><c r="A4"><v>4</v></c><c r="B4" t="inlineStr"><is><t>Toluca</t></is></c><c r="C4" t="e"><v>#N/A</v></c></row>
            """)]));

        Assert.Equal([new(2, "seat", ImportErrorCode.CellError, "#REF!"), new(3, "number", ImportErrorCode.CellError, "=")], errors);
        Assert.Equal("Toluca", Assert.Single(rows)["seat"]);
    }

    [Fact]
    public async Task A_workbook_of_our_own_downloads_is_read_back()
    {
        using var file = new MemoryStream();
        await TableXlsx.WriteAsync(file, "Distritos", [.. new[] { "number", "seat", "districtName" }.Select(name => new TableColumn(name, 10, default, default))], [["1", "Chalco", "x"], ["2", "=Ñ <b>", "y"]], default);
        var (rows, errors) = Read(file.ToArray());
        Assert.Empty(errors);
        Assert.Equal([("1", "Chalco", ""), ("2", "=Ñ <b>", "")], rows.Select(r => (r["number"], r["seat"], r["districtName"])));
    }

    [Fact]
    public void Garbled_text_in_a_workbook_is_found()
    {
        var errors = new ImportErrors();
        var districts = Datasets.Find("districts")!;
        var file = Workbook.Table(["number", "seat"], ["1", "Chalco de DÃ\u00ADaz"]);
        districts.Apply(new ImportContext(ServerlessDecide.Content.ProcessContent.Empty, default), ImportFile.Read(file, districts, new ImportReading(), errors), errors);
        Assert.Equal([(2, "seat", ImportErrorCode.GarbledText)], errors.Reported.Select(e => (e.Row, e.Column, e.Code)));
    }

    public static TheoryData<string> Bombs => ["a text of 300 MB", "rows of 300 MB", "elements in elements", "a long attribute", "a DTD", "names without end", "too many parts", "more parts than it says", "a directory beyond the file", "a part beyond the file", "half a file", "no sheet", "a missing string", "no XML"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_or_a_damaged_workbook_is_refused_within_bounds(string what)
    {
        var piece = Encoding.UTF8.GetBytes(new string('x', 1_000_000));
        var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<row/>", 100_000)));
        var deep = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 100_000)));
        var table = Workbook.Table(["number", "seat"], ["1", "Chalco"]);
        var (file, code) = what switch
        {
            "a text of 300 MB" => (Workbook.WithSheet(s => Repeat(s, "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>", piece, 300)), ImportErrorCode.WorkbookTooLarge),
            "rows of 300 MB" => (Workbook.WithSheet(s => Repeat(s, "<worksheet><sheetData>", rows, 500)), ImportErrorCode.WorkbookTooLarge),
            "elements in elements" => (Workbook.WithSheet(s => Repeat(s, "<worksheet>", deep, 1)), ImportErrorCode.WorkbookTooLarge),
            "a long attribute" => (Workbook.WithSheet(s => Repeat(s, "<worksheet><sheetData><row r=\"", piece, 1)), ImportErrorCode.WorkbookTooLarge),
            "a DTD" => (Workbook.WithSheet(Workbook.Text("<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet>&b;</worksheet>")), ImportErrorCode.DamagedWorkbook),
            "names without end" => (
                Workbook.WithSheet(Workbook.Text($"<worksheet>{string.Concat(Enumerable.Range(0, 100_000).Select(i => $"<a{i}/>"))}</worksheet>")), ImportErrorCode.WorkbookTooLarge),
            "too many parts" => (ManyParts(), ImportErrorCode.WorkbookTooLarge),
            // The count of parts at the end of the zip (APPNOTE 4.3.16).
            "more parts than it says" => (Changed(ManyParts(), "PK\x5\x6"u8, 8, 1, 0, 1, 0), ImportErrorCode.WorkbookTooLarge),
            "a directory beyond the file" => (Changed(table, "PK\x5\x6"u8, 16, 0xFF, 0xFF, 0xFF, 0xFE), ImportErrorCode.DamagedWorkbook),
            "a part beyond the file" => (Changed(table, "PK\x1\x2"u8, 42, 0xFF, 0xFF, 0xFF, 0xFE), ImportErrorCode.DamagedWorkbook),
            "half a file" => (table[..(table.Length / 2)], ImportErrorCode.DamagedWorkbook),
            "no sheet" => (Workbook.Of([]), ImportErrorCode.UnknownSheet),
            "a missing string" => (Workbook.WithSheet(Workbook.Text("<worksheet><sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData></worksheet>")), ImportErrorCode.DamagedWorkbook),
            _ => (Workbook.WithSheet(Workbook.Text("number,seat\n1,Chalco\n")), ImportErrorCode.DamagedWorkbook),
        };

        var (read, errors) = Read(file);
        Assert.Equal(code, Assert.Single(errors).Code);
        Assert.Empty(read);

        static byte[] ManyParts() => Workbook.Zip(Enumerable.Range(0, XlsxPackage.MaxParts + 1).Select(i => ($"xl/worksheets/{i}", Workbook.Text(""))));

        static byte[] Changed(byte[] zip, ReadOnlySpan<byte> record, int place, params ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(zip.AsSpan(zip.AsSpan().LastIndexOf(record) + place));
            return zip;
        }

        static void Repeat(Stream stream, string begin, byte[] piece, int times)
        {
            stream.Write(Encoding.UTF8.GetBytes(begin));
            for (var i = 0; i < times; i++) stream.Write(piece);
        }
    }

    [Theory]
    [InlineData("runs of one letter")]
    [InlineData("escapes")]
    [InlineData("spaces before the end")]
    public void A_cell_is_held_up_to_its_limit_and_reported_as_too_long(string what)
    {
        var text = what switch
        {
            "runs of one letter" => string.Concat(Enumerable.Repeat("<r><t>a</t></r>", 200_000)),
            "escapes" => $"<t>{string.Concat(Enumerable.Repeat("_x0041_", 200_000))}</t>",
            _ => $"<t xml:space=\"preserve\">Chalco{new string(' ', 200_000)}x</t>",
        };
        var districts = Datasets.Find("districts")!;
        foreach (var file in new[]
        {
            Workbook.Of([("a", "visible", $"{Header}<row><c><v>1</v></c><c t=\"inlineStr\"><is>{text}</is></c></row>")]),
            Workbook.Of([("a", "visible", $"{Header}<row><c><v>1</v></c><c t=\"s\"><v>0</v></c></row>")], $"<si>{text}</si>"),
        })
        {
            var (rows, errors) = Read(file);
            Assert.Empty(errors);
            Assert.Equal(40_000, Assert.Single(rows)["seat"].Length);
            var reported = new ImportErrors();
            districts.Apply(new ImportContext(ServerlessDecide.Content.ProcessContent.Empty, default), rows, reported);
            Assert.Equal([new(2, "seat", ImportErrorCode.TooLong, "300")], reported.Reported);
        }
    }

    [Theory]
    [InlineData("a_x000D_b", "a\rb")]
    [InlineData("_x005F_x0041_", "_x0041_")]
    [InlineData("_x_x0041__x0042_", "_xAB")]
    [InlineData("_x00g1_ _x41_ _x0041", "_x00g1_ _x41_ _x0041")]
    public void A_character_that_XML_cannot_hold_is_read_from_its_escape(string written, string expected)
    {
        var file = Workbook.Of([("a", "visible", $"{Header}<row><c><v>1</v></c>{Workbook.Text("B2", written)}</row>")]);
        Assert.Equal(expected, Assert.Single(Read(file).Rows)["seat"]);
    }

    [Fact]
    public void A_workbook_with_too_many_rows_stops_at_the_limit()
    {
        var one = Encoding.UTF8.GetBytes("<row><c><v>1</v></c></row>");
        var (rows, errors) = Read(Workbook.WithSheet(s =>
        {
            s.Write(Encoding.UTF8.GetBytes("<worksheet><sheetData>" + Header));
            for (var i = 0; i < ImportRows.MaxRows + 9; i++) s.Write(one);
            // Not XML from here on: nobody reads so far.
            s.Write("<<<"u8);
        }));
        Assert.Equal(ImportRows.MaxRows, rows.Count);
        Assert.Equal(ImportErrorCode.TooManyRows, Assert.Single(errors).Code);
    }

    [Fact]
    public void A_small_workbook_whose_cells_share_one_long_text_is_refused_when_they_come_to_too_much()
    {
        // Each cell is a reference of a few bytes to the same text; written out, they are 60 million characters and a few more.
        const int Length = 30_000;
        string Sheet(int rows) => Header + string.Concat(Enumerable.Repeat("<row><c><v>1</v></c><c t=\"s\"><v>0</v></c></row>", rows));
        byte[] File(int rows) => Workbook.Of([("a", "visible", Sheet(rows))], $"<si><t>{new string('x', Length)}</t></si>");
        const int Most = TableRows.MaxCharacters / (Length + 1);
        var file = File(Most + 1);
        Assert.InRange(file.Length, 0, 200_000);

        var (rows, errors) = Read(file);
        Assert.Equal([new(0, "", ImportErrorCode.WorkbookTooLarge, "")], errors);
        Assert.Empty(rows);
        Assert.Equal(Most, Read(File(Most)).Rows.Count);
    }

    private static (List<ImportRow> Rows, IReadOnlyList<ImportError> Errors) Read(byte[] file, string? sheet = null)
    {
        var errors = new ImportErrors();
        return (ImportFile.Read(file, Datasets.Find("districts")!, new ImportReading(Sheet: sheet), errors), errors.Reported);
    }
}
