using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using FsCheck.Fluent;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Downloads;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Exports;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Shared.Tests.Exports;

public sealed class TableTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static readonly ContentNames Names = new ContentIndex(Samples.Content).Names;

    private static readonly Candidate[] Some =
    [
        Named("a", "Ana \"La Güera\" Peña, hija"), Named("b", "=HYPERLINK(\"http://x\")"), Named("c", "@x"), Named("d", "-5 Núñez"), Named("e", "+52 <b>&</b>"), Named("f", "a\uFFFF🌵"),
    ];

    [Fact]
    public async Task A_CSV_table_is_UTF8_without_BOM_with_CRLF_and_no_cell_a_spreadsheet_would_calculate()
    {
        var text = Encoding.UTF8.GetString(await CsvAsync(Some));
        Assert.StartsWith(
            "id,name,contender,office,contest,position,role,gender,head,contenderName,officeName,contestName,districtSeat,municipalityName\r\na,\"Ana \"\"La Güera\"\" Peña, hija\",maiz,",
            text,
            StringComparison.Ordinal);
        Assert.Contains("\r\nb,\"'=HYPERLINK(\"\"http://x\"\")\",maiz,regiduria,council-15106,1,owner,female,false,Partido maiz,,Ayuntamiento de Toluca,,Toluca\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nc,\"'@x\",", text, StringComparison.Ordinal);
        Assert.Contains("\r\nd,\"'-5 Núñez\",", text, StringComparison.Ordinal);
        Assert.Contains("\r\ne,\"'+52 <b>&</b>\",", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CSV_export_imports_again_without_a_change()
    {
        string[] names = ["Ana López", "Ñandú Hñähñu", "Comillas \"dobles\"", "Uno, dos; tres", "=1+1 suma"];
        var file = new StringBuilder("id,name,contender,office,contest,position,role,gender,head\n");
        foreach (var (index, name) in names.Index())
        {
            file.Append(CultureInfo.InvariantCulture, $"c-{index},\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",maiz,regiduria,council-15106,{index + 1},owner,female,\n");
        }

        var first = Import(file.ToString())!;
        var again = Import(Encoding.UTF8.GetString(await CsvAsync(first.Candidates)), first)!;
        Assert.Equal(names.Length, again.Candidates.Count);
        Assert.Equal(first.Candidates, again.Candidates);
        Assert.Empty(again.Substitutions);
    }

    [Fact]
    public async Task A_workbook_has_the_same_rows_as_text_under_a_frozen_header()
    {
        var sheet = await SheetAsync(await XlsxAsync(Some));
        var rows = sheet.Descendants(Main + "row").Select(row => row.Elements(Main + "c").Select(c => c.Value).ToArray()).ToList();
        Assert.Equal(CandidateTable.Table.Columns.Select(c => c.Name), rows[0]);
        Assert.Equal(Some.Length + 1, rows.Count);
        Assert.Equal(RowOf(Some[0]), rows[1]);
        Assert.Equal("=HYPERLINK(\"http://x\")", rows[2][1]);
        Assert.Equal("a\uFFFD🌵", rows[6][1]);
        Assert.Equal("B3", (string?)sheet.Descendants(Main + "c").Single(c => c.Value == rows[2][1]).Attribute("r"));
        Assert.Empty(sheet.Descendants(Main + "f"));
        Assert.All(sheet.Descendants(Main + "c").Where(c => (string?)c.Attribute("t") is null), c => Assert.Equal("1", c.Value));
        Assert.Equal("A1:N7", (string?)sheet.Element(Main + "autoFilter")!.Attribute("ref"));
        Assert.Equal(("frozen", "1"), ((string?)sheet.Descendants(Main + "pane").Single().Attribute("state"), (string?)sheet.Descendants(Main + "pane").Single().Attribute("ySplit")));
        Assert.Equal(CandidateTable.Table.Columns.Select(c => c.Width), sheet.Descendants(Main + "col").Select(c => (int)c.Attribute("width")!));
    }

    [Fact]
    public async Task Equal_rows_give_equal_bytes()
    {
        Assert.Equal(await CsvAsync(Some), await CsvAsync(Some));
        Assert.Equal(await XlsxAsync(Some), await XlsxAsync(Some));
    }

    [Fact]
    public async Task A_CSV_table_for_people_has_headers_and_words_in_their_language_and_leaves_ids_and_names_as_they_are()
    {
        var spanish = Encoding.UTF8.GetString(await CsvAsync([Named("owner", "true")], "es")).Split("\r\n");
        Assert.Equal(
            "Clave,Nombre,Actor político,Cargo,Elección,Posición,Carácter,Género,Encabeza,Nombre del actor político,Nombre del cargo,Nombre de la elección,Cabecera distrital,Municipio",
            spanish[0]);
        Assert.Equal("owner,true,maiz,regiduria,council-15106,1,Propietaria,Mujer,No,Partido maiz,,Ayuntamiento de Toluca,,Toluca", spanish[1]);
        var english = Encoding.UTF8.GetString(await CsvAsync([Named("a", "Ana")], "en")).Split("\r\n");
        Assert.StartsWith("Id,Name,Contender,Office,Contest,Position,Role,Gender,Heads,Contender's name,", english[0], StringComparison.Ordinal);
        Assert.Equal("a,Ana,maiz,regiduria,council-15106,1,Owner,Female,No,Partido maiz,,Council of Toluca,,Toluca", english[1]);
    }

    [Fact]
    public async Task A_CSV_table_for_Excel_is_the_same_table_after_a_byte_order_mark()
    {
        Assert.Equal([0xEF, 0xBB, 0xBF, .. await CsvAsync(Some)], await CsvAsync(Some, marked: true));
        Assert.Equal(
            TableCsv.Write(CandidateTable.Table.Columns, Some.Select(c => RowOf(c)), marked: true),
            await CsvAsync(Some, marked: true));
    }

    /// <summary>The validator is Microsoft's own for Office files.</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(6, null)]
    [InlineData(6, "es")]
    public async Task A_workbook_is_valid_Office_Open_XML(int rows, string? language)
    {
        using var file = new MemoryStream(await XlsxAsync(Some.Take(rows), language));
        using var workbook = SpreadsheetDocument.Open(file, isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(workbook).Select(e => $"{e.Path?.XPath}: {e.Description}"));
    }

    public static TheoryData<string> Tables => [.. DictionaryTable.Described.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_has_a_distinct_header_in_each_language_and_its_names_stand_after_the_columns_of_the_import(string name)
    {
        var table = DictionaryTable.Described.Single(t => t.Name == name);
        foreach (var language in (string?[])[null, "es", "en"])
        {
            var headers = table.ColumnsIn(language).Select(c => c.Name).ToList();
            Assert.Equal(headers.Count, headers.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.DoesNotContain("", headers);
        }

        Assert.InRange(table.Columns.Count, 1, 26);
        Assert.Empty(table.Key.Except(table.Columns.Select(c => c.Name)));
        Assert.Equal(table.Columns, table.Columns.OrderBy(c => NameColumns.All.Contains(c.Name)));
        if (Datasets.Find(name) is not { } dataset || name == "sections") return;
        Assert.Equal(dataset.Columns.Select(c => c.Name), table.Columns.Select(c => c.Name).Except(NameColumns.All));
    }

    [Fact]
    public void The_words_that_a_closed_column_declares_are_those_that_the_code_writes()
    {
        Assert.Equal(WireName.All<CandidacyRole>(), Words(CandidateTable.Table, "role"));
        Assert.Equal(WireName.All<ResultLevel>(), Words(ResultTable.Table, "level"));
        Assert.Equal(WireName.All<ResultStatus>(), Words(ResultTable.Table, "status"));
        Assert.Equal(WireName.All<ColumnKind>(), Words(DictionaryTable.Table, "type"));

        static IEnumerable<string> Words(Table table, string column) => table.Columns.Single(c => c.Name == column).Words.Select(w => w.Word);
    }

    [Fact]
    public void The_version_of_names_changes_exactly_when_a_name_does()
    {
        var content = Samples.Content;
        var version = new ContentIndex(content).Names.Version;
        Assert.Equal(version, new ContentIndex(content with { Candidates = Some, Contenders = [.. content.Contenders.Select(c => c with { Color = "#123456" })] }).Names.Version);
        ProcessContent[] others =
        [
            content with { Contenders = [.. content.Contenders.Select(c => c with { Name = c.Name + "!" })] },
            content with { Municipalities = [.. content.Municipalities.Select(m => m with { Name = m.Name + "!" })] },
            content with { Districts = [.. content.Districts, new("44", "Otra")] },
            content with { Offices = [.. content.Offices, new("otro", "Otro", "", ContestScope.Council, "", 1, [], [], [], "")] },
        ];
        Assert.Equal(others.Length + 1, others.Select(o => new ContentIndex(o).Names.Version).Append(version).Distinct().Count());
    }

    [Fact]
    public async Task A_workbook_of_many_rows_is_complete()
    {
        var many = Enumerable.Range(0, 5_000).Select(i => Named($"c-{i}", $"Ana {i}")).ToList();
        var rows = (await SheetAsync(await XlsxAsync(many))).Descendants(Main + "row").ToList();
        Assert.Equal(5_001, rows.Count);
        Assert.Equal("Ana 4999", rows[^1].Elements(Main + "c").ElementAt(1).Value);
    }

    private static ProcessContent? Import(string text, ProcessContent? current = null)
    {
        var errors = new ImportErrors();
        var dataset = Datasets.Find("candidates")!;
        var rows = ImportRows.ReadCsv(text, dataset.RequiredColumns(), errors);
        // Leave out invalid names, because the law is about valid ones.
        if (current is null) rows = [.. rows.Where(row => Apply([row], new ImportErrors()) is not null)];
        return errors.Count > 0 ? null : Apply(rows, errors);

        ProcessContent? Apply(List<ImportRow> some, ImportErrors found)
        {
            var content = dataset.Apply(new ImportContext(current ?? Samples.Content, Samples.At("2021-05-10")), some, found);
            return found.Count > 0 ? null : content;
        }
    }

    private static string[] RowOf(Candidate candidate, string? language = null) => CandidateTable.RowOf(candidate, Names, language);

    private static Task<byte[]> CsvAsync(IEnumerable<Candidate> candidates, string? language = null, bool marked = false) => WrittenAsync(stream =>
        TableCsv.WriteAsync(stream, CandidateTable.Table.ColumnsIn(language), CandidateTable.Table.RowsIn(language, candidates.Select(c => RowOf(c, language))), marked, default));

    private static Task<byte[]> XlsxAsync(IEnumerable<Candidate> candidates, string? language = null) => WrittenAsync(stream =>
        TableXlsx.WriteAsync(stream, "candidates", CandidateTable.Table.ColumnsIn(language), CandidateTable.Table.RowsIn(language, candidates.Select(c => RowOf(c, language))), default));

    private static async Task<byte[]> WrittenAsync(Func<Stream, Task> write)
    {
        using var stream = new MemoryStream();
        await write(stream);
        return stream.ToArray();
    }

    private static async Task<XElement> SheetAsync(byte[] workbook)
    {
        await using var zip = new ZipArchive(new MemoryStream(workbook));
        await using var sheet = await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync();
        return await XElement.LoadAsync(sheet, LoadOptions.PreserveWhitespace, default);
    }

    private static Candidate Named(string id, string name) => new(id, name, "maiz", "regiduria", "council-15106", 1, CandidacyRole.Owner, "female", false);
}
