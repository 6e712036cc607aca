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
    public void Folding_removes_case_and_accents(string text, string folded) => Assert.Equal(folded, SpanishText.Fold(text));

    [Fact]
    public void Folding_is_idempotent_and_never_fails() => Law.Holds(
        Samples.AnyText, text => SpanishText.Fold(SpanishText.Fold(text)) == SpanishText.Fold(text));

    [Fact]
    public void A_Latin_letter_folds_the_same_beside_any_character()
    {
        for (var letter = '\0'; letter < '\u0300'; letter++) Assert.Equal(SpanishText.Fold($"{letter}🌵"), SpanishText.Fold($"{letter}") + "🌵");
    }

    [Fact]
    public void Words_are_runs_of_letters_and_digits() => Assert.Equal(
        ["que", "es", "la", "coalicion", "3", "de", "3"], SpanishText.Words("¿Qué es la «coalición»: 3-de-3?"));

    [Fact]
    public void The_sort_key_puts_ene_with_tilde_after_n() => Assert.Equal(
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
    public void Forms_of_one_word_have_the_same_stem(string form, string other) => Assert.Equal(SpanishText.Stem(form), SpanishText.Stem(other));

    [Theory]
    [InlineData("urna", "urnario")]
    [InlineData("acta", "acto9")]
    [InlineData("ley", "leyenda")]
    public void Different_words_have_different_stems(string word, string other) => Assert.NotEqual(SpanishText.Stem(word), SpanishText.Stem(other));
}
