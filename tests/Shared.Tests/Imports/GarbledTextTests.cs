using System.Text;
using ServerlessDecide.Imports;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class GarbledTextTests
{
    static GarbledTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    // Names of people and places, and prose, as files have them.
    private static readonly string[] Right =
    [
        "Chalco de Díaz Covarrubias", "MARÍA GUADALUPE MUÑOZ NÚÑEZ", "Güémez", "¿Qué votas? ¡Vota!", "el «acta» de la “casilla” —la única— 1º 2ª Nº 3",
        "Cuautitlán Izcalli", "José Ángel Ávila Óscar Íñigo", "25°C, 10 m², 5 € · 3½", "Tlalnepantla de Baz…", "‘voto’ y “BOGOTÁ”", "Ley 5/2021 – artículo 3",
        "San\u00A0Mateo", "JOSÉ", "PERÚ", "LóPEZ",
    ];

    // Otomí, Mazahua, Nahuatl, Maya, Chol; apostrophes that are not Spanish.
    private static readonly string[] RightInTheirLanguage =
    [
        "Ñu’hu", "Hñähñu", "hñä’ñu", "HÑÄ’ÑU", "ma’yüi", "t’ot’i", "Ch’ol", "k’iche’", "Nāhuatl", "mĕxihcatl", "O’Higgins", "D’Artagnan", "L’Oréal", "Ñu'hu", "n\uA78Cyühü",
        "Jñatrjo", "sʼö", "François Müller", "KÖNIG", "Žižek", "漢字 عربى", "Tlåxcala", "ꞌbötä",
    ];

    public static TheoryData<string> Spanish => [.. Right];

    public static TheoryData<string> Others => [.. RightInTheirLanguage];

    [Theory]
    [MemberData(nameof(Spanish))]
    [MemberData(nameof(Others))]
    public void Text_as_people_write_it_passes(string text)
    {
        Assert.Null(GarbledText.Find(text, TextTrust.Certain));
        Assert.Null(GarbledText.Find(text, TextTrust.Named));
    }

    [Theory]
    [MemberData(nameof(Spanish))]
    public void Spanish_passes_also_where_Windows_1252_is_a_guess(string text) => Assert.Null(GarbledText.Find(text, TextTrust.Guessed));

    [Theory]
    [InlineData("Garcia", "García")]
    [InlineData("Diaz", "Díaz")]
    [InlineData("Munoz", "Muñoz")]
    [InlineData("computo", "cómputo")]
    [InlineData("Cuautitlan", "Cuautitlán")]
    [InlineData("Mexico", "México")]
    [InlineData("Jesus", "Jesús")]
    [InlineData("GARCIA", "GARCÍA")]
    [InlineData("LOPEZ", "LÓPEZ")]
    [InlineData("NUNEZ", "NUÑEZ")]
    [InlineData("Guemes", "Güemes")]
    [InlineData("pais", "país")]
    public void A_word_that_was_written_in_one_encoding_and_read_in_another_is_found(string plain, string word)
    {
        Assert.NotEqual(plain, word);
        foreach (var (written, read) in new[]
        {
            ("utf-8", "windows-1252"), ("utf-8", "macintosh"), ("utf-8", "ibm850"), ("macintosh", "windows-1252"), ("ibm850", "windows-1252"),
        })
        {
            var garbled = Encoding.GetEncoding(read).GetString(Encoding.GetEncoding(written).GetBytes(word)).Normalize();
            Assert.True(GarbledText.Find("de " + garbled, TextTrust.Guessed) is not null, $"{word} written in {written}, read as {read}: {garbled}");
        }
    }

    [Theory]
    [InlineData("D’az")]
    [InlineData("D¡az")]
    [InlineData("DÃ\u00ADaz")]
    [InlineData("Mart’nez")]
    [InlineData("pol’tica")]
    [InlineData("cÃ³mputo")]
    [InlineData("a\u0081o")]
    [InlineData("Mu\uFFFDoz")]
    [InlineData("MŽxico")]
    [InlineData("L—pez")]
    [InlineData("Cuautitl‡n")]
    [InlineData("Espa–a")]
    [InlineData("Jesœs")]
    [InlineData("L¢pez")]
    [InlineData("Mu¤oz")]
    [InlineData("Jos‚")]
    [InlineData("GARCêA")]
    [InlineData("LàPEZ")]
    [InlineData("µLVAREZ")]
    [InlineData("JosÈ")]
    [InlineData("NiÒo")]
    [InlineData("MÚxico")]
    [InlineData("Tultitl·n")]
    [InlineData("aquâ€™")]
    [InlineData("c√≥mputo")]
    [InlineData("c├│mputo")]
    [InlineData("Nicolas ï»¿Romero")]
    public void A_garbled_word_is_found_also_in_a_file_whose_encoding_is_sure(string word) =>
        Assert.Equal(word.Split(' ')[^1], GarbledText.Find("Chalco de " + word, TextTrust.Certain));

    [Theory]
    [InlineData("D’az", false)]
    [InlineData("L—pez", false)]
    [InlineData("MÉxico", false)]
    [InlineData("sœur", false)]
    [InlineData("cÃ³mputo", true)]
    [InlineData("c√≥mputo", true)]
    [InlineData("JosÈ", true)]
    [InlineData("Mu±oz", true)]
    [InlineData("a\u0081o", true)]
    [InlineData("Mu\uFFFDoz", true)]
    public void A_person_who_names_the_encoding_is_believed_about_doubtful_marks_only(string word, bool isRefused)
    {
        Assert.NotNull(GarbledText.Find(word, TextTrust.Certain));
        Assert.Equal(isRefused, GarbledText.Find(word, TextTrust.Named) is not null);
    }
}
