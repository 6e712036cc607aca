using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using FsCheck.Fluent;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Exports;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Shared.Tests.Exports;

public sealed class TableTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static readonly Candidate[] Some =
    [
        Named("a", "Ana \"La Güera\" Peña, hija"), Named("b", "=HYPERLINK(\"http://x\")"), Named("c", "@x"), Named("d", "-5 Núñez"), Named("e", "+52 <b>&</b>"), Named("f", "a\uFFFF🌵"),
    ];

    [Fact]
    public async Task A_CSV_table_is_UTF8_without_BOM_with_CRLF_and_no_cell_a_spreadsheet_would_calculate()
    {
        var text = Encoding.UTF8.GetString(await CsvAsync(Some));
        Assert.StartsWith("id,name,contender,office,contest,position,role,gender,head\r\na,\"Ana \"\"La Güera\"\" Peña, hija\",maiz,", text, StringComparison.Ordinal);
        Assert.Contains("\r\nb,\"'=HYPERLINK(\"\"http://x\"\")\",maiz,regiduria,council-15106,1,owner,female,false\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nc,\"'@x\",", text, StringComparison.Ordinal);
        Assert.Contains("\r\nd,\"'-5 Núñez\",", text, StringComparison.Ordinal);
        Assert.Contains("\r\ne,\"'+52 <b>&</b>\",", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CSV_export_imports_again_without_a_change() => Law.Holds(
        Gen.NonEmptyListOf(Samples.AnyText.Select(text => text.Length > 150 ? text[..150] : text)),
        names =>
        {
            var file = new StringBuilder("id,name,contender,office,contest,position,role,gender,head\n");
            foreach (var (index, name) in names.Index())
            {
                file.Append(CultureInfo.InvariantCulture, $"c-{index},\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",maiz,regiduria,council-15106,{index + 1},owner,female,\n");
            }

            var first = Import(file.ToString());
            if (first is null) return true;
            var again = Import(Encoding.UTF8.GetString(CsvAsync(first.Candidates).GetAwaiter().GetResult()), first);
            return again is not null && again.Candidates.SequenceEqual(first.Candidates) && again.Substitutions.Count == 0;
        });

    [Fact]
    public async Task A_workbook_has_the_same_rows_as_text_under_a_frozen_header()
    {
        var sheet = await SheetAsync(await XlsxAsync(Some));
        var rows = sheet.Descendants(Main + "row").Select(row => row.Elements(Main + "c").Select(c => c.Value).ToArray()).ToList();
        Assert.Equal(CandidateTable.Columns.Select(c => c.Name), rows[0]);
        Assert.Equal(Some.Length + 1, rows.Count);
        Assert.Equal(CandidateTable.RowOf(Some[0]), rows[1]);
        Assert.Equal("=HYPERLINK(\"http://x\")", rows[2][1]);
        Assert.Equal("a\uFFFD🌵", rows[6][1]);
        Assert.Equal("B3", (string?)sheet.Descendants(Main + "c").Single(c => c.Value == rows[2][1]).Attribute("r"));
        Assert.Empty(sheet.Descendants(Main + "f"));
        Assert.All(sheet.Descendants(Main + "c").Where(c => (string?)c.Attribute("t") is null), c => Assert.Equal("1", c.Value));
        Assert.Equal(("frozen", "1"), ((string?)sheet.Descendants(Main + "pane").Single().Attribute("state"), (string?)sheet.Descendants(Main + "pane").Single().Attribute("ySplit")));
        Assert.Equal(CandidateTable.Columns.Select(c => c.Width), sheet.Descendants(Main + "col").Select(c => (int)c.Attribute("width")!));
    }

    [Fact]
    public async Task Equal_rows_give_equal_bytes()
    {
        Assert.Equal(await CsvAsync(Some), await CsvAsync(Some));
        Assert.Equal(await XlsxAsync(Some), await XlsxAsync(Some));
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
            var content = dataset.Apply(new ImportContext(current ?? Samples.Content, false, false, Samples.At("2021-05-10")), some, found);
            return found.Count > 0 ? null : content;
        }
    }

    private static Task<byte[]> CsvAsync(IEnumerable<Candidate> candidates) =>
        WrittenAsync(stream => TableCsv.WriteAsync(stream, CandidateTable.Columns, candidates.Select(CandidateTable.RowOf), default));

    private static Task<byte[]> XlsxAsync(IEnumerable<Candidate> candidates) =>
        WrittenAsync(stream => TableXlsx.WriteAsync(stream, "candidates", CandidateTable.Columns, candidates.Select(CandidateTable.RowOf), default));

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
