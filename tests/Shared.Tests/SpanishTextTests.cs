namespace ServerlessDecide.Shared.Tests;

public sealed class SpanishTextTests
{
    [Theory]
    [InlineData("Sección ELECTORAL", "seccion electoral")]
    [InlineData("Ñandú, pingüino", "nandu, pinguino")]
    [InlineData("a\u0301 I İ", "a i i")]
    [InlineData("x\uFFFEy", "xy")]
    [InlineData("🌵", "🌵")]
    [InlineData("", "")]
    public void Case_and_accents_do_not_count(string text, string folded) => Assert.Equal(folded, SpanishText.Fold(text));

    [Fact]
    public void Folding_what_is_folded_changes_nothing_and_nothing_makes_it_fail() => Law.Holds(
        Samples.AnyText, text => SpanishText.Fold(SpanishText.Fold(text)) == SpanishText.Fold(text));

    [Fact]
    public void Every_letter_of_Latin_folds_alike_whatever_stands_beside_it()
    {
        for (var letter = '\0'; letter < '\u0300'; letter++) Assert.Equal(SpanishText.Fold($"{letter}🌵"), SpanishText.Fold($"{letter}") + "🌵");
    }

    [Fact]
    public void Words_are_what_stands_between_anything_else() => Assert.Equal(
        ["que", "es", "la", "coalicion", "3", "de", "3"], SpanishText.Words("¿Qué es la «coalición»: 3-de-3?"));

    [Fact]
    public void A_dictionary_has_ene_with_tilde_after_ene() => Assert.Equal(
        ["ana", "Ánimo", "anzuelo", "año", "Ñu", "otro"],
        new[] { "Ñu", "otro", "año", "anzuelo", "Ánimo", "ana" }.OrderBy(SpanishText.SortKey, StringComparer.Ordinal));

    [Theory]
    [InlineData("boletas", "boleta")]
    [InlineData("coaliciones", "coalicion")]
    [InlineData("votos", "voto")]
    [InlineData("candidata", "candidato")]
    [InlineData("leyes", "ley")]
    [InlineData("voces", "voz")]
    [InlineData("meses", "mes")]
    [InlineData("sindicos", "sindica")]
    public void Forms_of_one_word_have_one_stem(string form, string other) => Assert.Equal(SpanishText.Stem(form), SpanishText.Stem(other));

    [Theory]
    [InlineData("urna", "urnario")]
    [InlineData("acta", "acto9")]
    [InlineData("ley", "leyenda")]
    public void Other_words_do_not(string word, string other) => Assert.NotEqual(SpanishText.Stem(word), SpanishText.Stem(other));
}
