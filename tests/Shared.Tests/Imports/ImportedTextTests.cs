using System.Text;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ImportedTextTests
{
    private const string Text = "number,seat\r\n1,Ixtlahuaca — “Ñ” ü €";

    static ImportedTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", TextTrust.Certain)]
    [InlineData("utf-8 with BOM", TextTrust.Certain)]
    [InlineData("windows-1252", TextTrust.Guessed)]
    [InlineData("utf-16 LE with BOM", TextTrust.Certain)]
    [InlineData("utf-16 LE", TextTrust.Certain)]
    [InlineData("utf-16 BE with BOM", TextTrust.Certain)]
    [InlineData("utf-16 BE", TextTrust.Certain)]
    public void A_file_is_read_in_the_encoding_in_which_people_save_it(string encoding, TextTrust trust)
    {
        byte[] file = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(Text),
            "utf-8 with BOM" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
            "windows-1252" => Encoding.GetEncoding(1252).GetBytes(Text),
            "utf-16 LE" => Encoding.Unicode.GetBytes(Text),
            "utf-16 BE" => Encoding.BigEndianUnicode.GetBytes(Text),
            "utf-16 BE with BOM" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Text)],
            _ => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)],
        };

        var text = ImportedText.Of(file);
        Assert.Equal((Text, trust, false), (All(text), text.Trust, text.HasInvalidBytes));
        using var utf8 = new StreamReader(text.OpenUtf8(), Encoding.UTF8);
        Assert.Equal(Text, utf8.ReadToEnd());
        var (rows, errors) = Districts(file);
        Assert.Empty(errors);
        Assert.Equal("Ixtlahuaca — “Ñ” ü €", Assert.Single(rows)["seat"]);
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("UTF8", "utf-8")]
    [InlineData("windows-1252", "windows-1252")]
    [InlineData("latin1", "windows-1252")]
    [InlineData("macintosh", "macintosh")]
    [InlineData("MacRoman", "macintosh")]
    [InlineData("ibm850", "ibm850")]
    [InlineData("cp850", "ibm850")]
    [InlineData("utf-16", "utf-16")]
    public void A_named_encoding_is_taken_at_its_word(string name, string encoding)
    {
        Assert.Equal(encoding, ImportedText.EncodingNamed(name));
        var file = Encoding.GetEncoding(encoding).GetBytes("number,seat\n1,Chalco de Díaz Covarrubias\n2,Ñuñoa");
        var (rows, errors) = Districts(file, encoding);
        Assert.Empty(errors);
        Assert.Equal(["Chalco de Díaz Covarrubias", "Ñuñoa"], rows.Select(r => r["seat"]));
        Assert.All(rows, row => Assert.Equal(TextTrust.Named, row.Trust));
    }

    [Fact]
    public void An_encoding_that_nobody_knows_has_no_name()
    {
        Assert.Null(ImportedText.EncodingNamed("utf-7"));
        Assert.All(ImportedText.Encodings, name => Assert.Equal(name, ImportedText.EncodingNamed(name)));
    }

    [Fact]
    public void One_byte_of_Latin_1_in_a_file_in_UTF_8_is_reported_with_its_row_and_column()
    {
        byte[] file = [.. "number,seat\n1,Cuautitlán\n2,Chalco de D"u8, 0xED, .. "az\n3,Ecatepec\n"u8];

        var (rows, errors) = Districts(file);

        Assert.Equal([(3, "seat", ImportErrorCode.InvalidBytes, "Chalco de D\uFFFDaz")], errors.Select(e => (e.Row, e.Column, e.Code, e.Value)));
        Assert.Equal(["1", "3"], rows.Select(r => r["number"]));
    }

    [Theory]
    [InlineData("Título ó\n")]
    [InlineData("")]
    public void Invalid_bytes_outside_the_columns_are_reported_too(string title)
    {
        byte[] file = [.. Encoding.UTF8.GetBytes(title), .. "number,seat,nota\n1,Chalco,á"u8, 0xED, (byte)'\n'];
        Assert.Equal(ImportErrorCode.InvalidBytes, Assert.Single(Districts(file).Errors).Code);

        byte[] above = [.. "Secci"u8, 0xF3, .. "n é\nnumber,seat\n1,Chalco\n"u8];
        Assert.Equal((0, ImportErrorCode.InvalidBytes), (Districts(above).Errors[0].Row, Assert.Single(Districts(above).Errors).Code));
    }

    [Fact]
    public void JSON_with_invalid_bytes_is_reported_with_its_item()
    {
        byte[] file = [.. "[{\"number\":\"1\",\"seat\":\"Cuautitlán\"},{\"number\":\"2\",\"seat\":\"D"u8, 0xED, .. "az\"}]"u8];
        Assert.Equal([(2, "seat", ImportErrorCode.InvalidBytes)], Districts(file).Errors.Select(e => (e.Row, e.Column, e.Code)));
    }

    [Theory]
    [InlineData("utf-8", "macintosh")]
    [InlineData("macintosh", "utf-8")]
    [InlineData("utf-8", "windows-1252")]
    [InlineData("utf-8", "ibm850")]
    [InlineData("windows-1252", "macintosh")]
    [InlineData("windows-1252", "ibm850")]
    public void A_wrongly_named_encoding_publishes_nothing(string written, string named)
    {
        var file = Encoding.GetEncoding(written).GetBytes("number,seat\n1,Cuautitlán\n2,Muñoz\n3,Díaz\n4,José López\n");
        var errors = new ImportErrors();
        var rows = ImportFile.Read(file, Datasets.Find("districts")!, new ImportReading(Encoding: named), errors);
        Datasets.Find("districts")!.Apply(new ImportContext(ServerlessDecide.Content.ProcessContent.Empty, default), rows, errors);
        Assert.Contains(errors.Reported, e => e.Code is ImportErrorCode.GarbledText or ImportErrorCode.InvalidBytes);
    }

    [Fact]
    public void A_mark_of_UTF_8_contradicts_another_name() => Assert.Equal(
        ImportErrorCode.InvalidBytes, Assert.Single(Districts([.. Encoding.UTF8.Preamble, .. "number,seat\n1,Chalco\n"u8], "windows-1252").Errors).Code);

    private static string All(ImportedText text)
    {
        using var reader = text.OpenText();
        return reader.ReadToEnd();
    }

    private static (List<ImportRow> Rows, IReadOnlyList<ImportError> Errors) Districts(byte[] file, string? encoding = null)
    {
        var errors = new ImportErrors();
        return (ImportFile.Read(file, Datasets.Find("districts")!, new ImportReading(Encoding: encoding), errors), errors.Reported);
    }
}
