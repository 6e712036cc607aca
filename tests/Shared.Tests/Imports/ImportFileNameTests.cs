using ServerlessDecide.Imports;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class ImportFileNameTests
{
    [Theory]
    [InlineData("Candidatas y candidatos (versión 3).csv", "Candidatas y candidatos (versión 3).csv")]
    [InlineData("C:\\Users\\ana\\distritos.csv", "distritos.csv")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(" a\r\nb\tc.csv ", "abc.csv")]
    [InlineData("fac\u202Etura\u200B.csv\0", "factura.csv")]
    [InlineData("Me\u0301xico\u00A0\u00FA.csv", "México ú.csv")]
    [InlineData("🌵\ud83c.csv", "🌵.csv")]
    [InlineData("carpeta/", null)]
    [InlineData(" \u200B\uFEFF", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_name_loses_folders_and_invisible_characters(string? sent, string? kept) => Assert.Equal(kept, ImportFileName.Clean(sent));

    [Fact]
    public void A_long_name_keeps_its_beginning_and_its_end()
    {
        var name = ImportFileName.Clean("Padrón " + new string('x', 5000) + " final.xlsx")!;
        Assert.Equal(ImportFileName.MaxLength, name.Length);
        Assert.StartsWith("Padrón xx", name, StringComparison.Ordinal);
        Assert.EndsWith(" final.xlsx", name, StringComparison.Ordinal);

        // No cut leaves half a character.
        foreach (var shift in (string[])["", "x"])
        {
            var cut = ImportFileName.Clean(shift + string.Concat(Enumerable.Repeat("🌵", 200)))!;
            Assert.Equal(cut, cut.Normalize());
            Assert.InRange(cut.Length, 110, ImportFileName.MaxLength);
        }
    }
}
