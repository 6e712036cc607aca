using FsCheck.Fluent;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ImportRowsTests
{
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Cells_are_separated_by_comma_semicolon_or_tab(char separator)
    {
        var (rows, errors) = Read($"number{separator}seat\n1{separator}\"a{separator}b\"\n2{separator} c \n", "number", "seat");

        Assert.Empty(errors);
        Assert.Equal([(2, "1", $"a{separator}b"), (3, "2", "c")], rows.Select(r => (r.Number, r["number"], r["seat"])));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Line_breaks_and_quotes_inside_quotes_belong_to_the_cell_and_rows_are_numbered_as_a_spreadsheet_does(string end)
    {
        var (rows, errors) = Read($"id,text{end}1,\"uno{end}dos \"\"tres\"\"\"{end}2,cuatro{end}", "id", "text");

        Assert.Empty(errors);
        Assert.Equal([(2, $"uno{end}dos \"tres\""), (3, "cuatro")], rows.Select(r => (r.Number, r["text"])));
    }

    [Fact]
    public void Empty_lines_are_not_rows_but_count_in_row_numbers()
    {
        var (rows, errors) = Read("id,text\n\n1,uno\n\n\n2,dos\n\n", "id", "text");

        Assert.Empty(errors);
        Assert.Equal([(3, "1"), (6, "2")], rows.Select(r => (r.Number, r["id"])));
    }

    [Fact]
    public void A_row_with_more_or_fewer_cells_than_the_header_is_reported_and_the_others_are_read()
    {
        var (rows, errors) = Read("id,text\n1\n2,dos\n3,tres,más\n4,cuatro", "id", "text");

        Assert.Equal(
            [new(2, "", ImportErrorCode.WrongCellCount, "1/2"), new(4, "", ImportErrorCode.WrongCellCount, "3/2")], errors);
        Assert.Equal(["2", "4"], rows.Select(r => r["id"]));
    }

    [Theory]
    [InlineData("id,text\n1,uno\n2,\"dos\n3,tres\n4,cuatro\n", 3)]
    [InlineData("id,text\n1,uno\n2,\"dos\"x\n", 3)]
    [InlineData("id,\"text\n1,uno\n", 1)]
    public void A_quote_that_is_never_closed_is_reported_where_it_begins(string text, int row)
    {
        var (_, errors) = Read(text, "id", "text");
        Assert.Equal([(row, ImportErrorCode.Unreadable)], errors.Select(e => (e.Row, e.Code)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    public void A_file_without_a_header_is_empty(string text)
    {
        var (rows, errors) = Read(text, "id");
        Assert.Empty(rows);
        Assert.Equal(ImportErrorCode.EmptyFile, Assert.Single(errors).Code);
    }

    [Fact]
    public void A_file_with_only_a_header_has_no_rows_and_no_errors()
    {
        var (rows, errors) = Read("id,text\n", "id");
        Assert.Empty(rows);
        Assert.Empty(errors);
    }

    [Fact]
    public void Missing_and_duplicate_columns_are_each_named()
    {
        var (rows, errors) = Read("id,text,Text,Name\n1,a,b,c", "id", "name", "color");

        Assert.Empty(rows);
        Assert.Equal(
            [(1, "color", ImportErrorCode.MissingColumn), (1, "text", ImportErrorCode.DuplicateColumn)],
            errors.Select(e => (e.Row, e.Column, e.Code)));
    }

    [Fact]
    public void Columns_may_come_in_any_order_and_unknown_ones_are_not_an_error()
    {
        var (rows, errors) = Read("notas,text,id\nx,uno,1", "id", "text");

        Assert.Empty(errors);
        Assert.Equal(("1", "uno", ""), (rows[0]["id"], rows[0]["text"], rows[0]["missing"]));
    }

    [Fact]
    public void Texts_that_look_the_same_are_equal()
    {
        var (csv, _) = Read("id,nombre\n1,Me\u0301xico", "id");
        var json = ImportRows.ReadJson("[{\"nombre\":\"Me\\u0301xico\"}]", new ImportErrors());

        Assert.Equal("M\u00E9xico", csv[0]["nombre"]);
        Assert.Equal("M\u00E9xico", json[0]["nombre"]);
    }

    [Fact]
    public void Formulas_are_text()
    {
        var (rows, _) = Read("id,name\n1,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n2,+1\n3,@a\n4,-1", "id");
        Assert.Equal(["=HYPERLINK(\"http://x\",\"y\")", "+1", "@a", "-1"], rows.Select(r => r["name"]));
    }

    [Theory]
    [InlineData("[{\"id\":\"1\",\"n\":7,\"list\":[\"a\",\"b\"],\"no\":null,\"yes\":true,\"deep\":[{\"x\":1}]}]")]
    [InlineData("{\"items\":[{\"id\":\"1\",\"n\":7,\"list\":[\"a\",\"b\"],\"no\":null,\"yes\":true,\"deep\":[{\"x\":1}]}]}")]
    public void JSON_is_an_array_of_objects_or_an_object_with_items(string text)
    {
        var errors = new ImportErrors();
        var row = Assert.Single(ImportRows.ReadJson(text, errors));

        Assert.Empty(errors.Reported);
        Assert.Equal((1, "1", "7", "a|b", "", "true", "[{\"x\":1}]"), (row.Number, row["id"], row["n"], row["list"], row["no"], row["yes"], row["deep"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"items\":{}}")]
    [InlineData("[1,2]")]
    [InlineData("[[]]")]
    [InlineData("[{}] x")]
    public void JSON_of_another_shape_is_reported(string text)
    {
        var errors = new ImportErrors();
        Assert.Empty(ImportRows.ReadJson(text, errors));
        Assert.All(errors.Reported, e => Assert.Equal(ImportErrorCode.Unreadable, e.Code));
        Assert.NotEmpty(errors.Reported);
    }

    [Fact]
    public void JSON_that_is_nested_too_deeply_is_reported()
    {
        var errors = new ImportErrors();
        ImportRows.ReadJson(new string('[', 100_000), errors);
        Assert.Equal(ImportErrorCode.Unreadable, Assert.Single(errors.Reported).Code);
    }

    [Theory]
    [InlineData("[{\"id\":\"\\ud800\"}]")]
    [InlineData("[{\"\\ud800\":\"x\"}]")]
    [InlineData("{\"\\ud800\":[],\"items\":[]}")]
    [InlineData("[{\"list\":[\"\\udc00\"]}]")]
    public void Half_a_surrogate_pair_anywhere_in_JSON_does_not_throw(string text)
    {
        var rows = ImportRows.ReadJson(text, new ImportErrors());
        Assert.DoesNotContain(rows, r => r["id"].Any(char.IsSurrogate) || r["list"].Any(char.IsSurrogate));
    }

    [Fact]
    public void Any_file_is_read_or_reported_and_never_throws()
    {
        Law.Holds(Samples.AnyText, text =>
        {
            Read(text, "id");
            Read("id,text\n" + text, "id");
            ImportRows.ReadJson(text, new ImportErrors());
            return true;
        });
        Law.Holds(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(), bytes =>
        {
            ImportFile.Read(bytes, Datasets.Find("districts")!, new ImportReading(), new ImportErrors());
            ImportFile.Read((byte[])[.. "PK\x3\x4"u8, .. bytes], Datasets.Find("districts")!, new ImportReading(), new ImportErrors());
            ImportFile.Read((byte[])[.. "number,seat\n"u8, .. bytes], Datasets.Find("districts")!, new ImportReading(), new ImportErrors());
            return true;
        });
    }

    [Fact]
    public void Text_from_a_spreadsheet_is_read_unchanged_except_for_white_space_at_the_ends() => Law.Holds(
        Samples.AcceptedText.ArrayOf().Where(cells => cells.Length > 0),
        cells =>
        {
            var text = "id,text\n" + string.Concat(cells.Select((c, i) => $"{i},\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
            var (rows, errors) = Read(text, "id");
            return errors.Count == 0 && rows.Select(r => r["text"].Trim()).SequenceEqual(cells.Select(Normal), StringComparer.Ordinal);
        });

    [Fact]
    public void Reading_stops_at_the_maximum_number_of_rows()
    {
        var (rows, errors) = Read("id\n" + Repeated("7\n"), "id");
        Assert.Equal(ImportRows.MaxRows, rows.Count);
        Assert.Equal([new(ImportRows.MaxRows + 2, "", ImportErrorCode.TooManyRows, "250000")], errors);

        var found = new ImportErrors();
        Assert.Equal(ImportRows.MaxRows, ImportRows.ReadJson($"[{Repeated("{},")}{{}}]", found).Count);
        Assert.Equal([new(ImportRows.MaxRows + 1, "", ImportErrorCode.TooManyRows, "250000")], found.Reported);

        // Bad rows are held as well.
        found = new ImportErrors();
        Assert.Empty(ImportRows.ReadCsv("id\n" + Repeated("7,7\n"), [], found));
        Assert.Equal(ImportRows.MaxRows + 1, found.RejectedRows);

        static string Repeated(string row) => string.Concat(Enumerable.Repeat(row, ImportRows.MaxRows + 9));
    }

    private static string Normal(string text) => text.Contains('\uFFFE', StringComparison.Ordinal) ? text : text.Normalize().Trim();

    private static (List<ImportRow> Rows, IReadOnlyList<ImportError> Errors) Read(string text, params string[] required)
    {
        var errors = new ImportErrors();
        return (ImportRows.ReadCsv(text, required, errors), errors.Reported);
    }
}
