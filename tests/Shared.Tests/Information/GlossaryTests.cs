using FsCheck.Fluent;
using ServerlessDecide.Information;

namespace ServerlessDecide.Shared.Tests.Information;

public sealed class GlossaryTests
{
    private static readonly Glossary Terms = new(
    [
        Term("voto", "Voto", "Lo que cada persona decide en la casilla."),
        Term("boleta", "Boleta electoral", "El papel en el que se marca el voto."),
        Term("ano", "Año electoral", "El año en que hay elecciones.", topic: "calendario"),
        Term("anulacion", "Anulación del voto", "Cuando el voto no cuenta."),
        Term("coalicion", "Coalición", "Dos o más partidos que se unen.", "Varios partidos se juntan."),
        Term("casilla", "Casilla", "El lugar donde se vota con boletas."),
    ]);

    [Fact]
    public void All_terms_come_in_dictionary_order_without_a_question() => Assert.Equal(
        ["anulacion", "ano", "boleta", "casilla", "coalicion", "voto"], Ids(null));

    [Theory]
    [InlineData("Boleta electoral", "boleta")]
    [InlineData("BOLETAS ELECTORALES", "boleta")]
    [InlineData("coalicion", "coalicion")]
    [InlineData("¿Qué es una coalición?", "coalicion")]
    [InlineData("coaliciones", "coalicion")]
    [InlineData("juntan partidos", "coalicion")]
    [InlineData("anos", "ano")]
    public void A_term_is_found_in_any_form_of_its_words(string question, string id) => Assert.Equal([id], Ids(question));

    [Theory]
    [InlineData("voto", "voto", "anulacion", "boleta", "casilla")]
    [InlineData("vot", "voto", "anulacion", "boleta", "casilla")]
    [InlineData("boleta", "boleta", "casilla")]
    [InlineData("electoral", "ano", "boleta")]
    [InlineData("c", "casilla", "coalicion", "anulacion", "voto")]
    public void The_term_itself_comes_first_then_matches_in_names_then_in_definitions(string question, params string[] ids) =>
        Assert.Equal(ids, Ids(question));

    [Theory]
    [InlineData("voto papel", "boleta")]
    [InlineData("papel voto", "boleta")]
    [InlineData("voto papel partido")]
    public void A_question_needs_all_its_words_in_any_order(string question, params string[] ids) => Assert.Equal(ids, Ids(question));

    [Theory]
    [InlineData("¿?")]
    [InlineData("   ")]
    [InlineData("xyz")]
    public void A_question_without_a_match_finds_nothing(string question) => Assert.Empty(Ids(question));

    [Fact]
    public void A_topic_limits_the_terms()
    {
        Assert.Equal(["ano"], Terms.Find(null, "calendario").Select(t => t.Id));
        Assert.Equal(["boleta"], Terms.Find("electoral", "votacion").Select(t => t.Id));
        Assert.Empty(Terms.Find(null, "nada"));
    }

    [Fact]
    public void A_question_of_one_stop_word_matches_as_a_prefix() => Assert.Equal(["anulacion", "ano"], Ids("a"));

    [Fact]
    public void Every_term_answers_its_own_name_without_accents_and_in_any_order_of_words() => Law.Holds(
        Gen.Elements(Terms.All.ToArray()),
        term => Ids(SpanishText.Fold(term.Name))[0] == term.Id && Ids(string.Join(' ', SpanishText.Words(term.Name).Reverse())).Contains(term.Id));

    [Fact]
    public void No_question_makes_the_glossary_fail() => Law.Holds(Samples.AnyText, question => Terms.Find(question, null).Count <= Terms.All.Count);

    private static List<string> Ids(string? question) => [.. Terms.Find(question, null).Select(t => t.Id)];

    private static Term Term(string id, string name, string definition, string? easyRead = null, string topic = "votacion") =>
        new(id, name, definition, easyRead, [], topic);
}
