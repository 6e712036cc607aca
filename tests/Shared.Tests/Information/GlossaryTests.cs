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
    public void Without_a_question_all_terms_stand_as_in_a_dictionary() => Assert.Equal(
        ["anulacion", "ano", "boleta", "casilla", "coalicion", "voto"], Ids(null));

    [Theory]
    [InlineData("Boleta electoral", "boleta")]
    [InlineData("BOLETAS ELECTORALES", "boleta")]
    [InlineData("coalicion", "coalicion")]
    [InlineData("¿Qué es una coalición?", "coalicion")]
    [InlineData("coaliciones", "coalicion")]
    [InlineData("juntan partidos", "coalicion")]
    [InlineData("anos", "ano")]
    public void It_is_found_in_any_form(string question, string id) => Assert.Equal([id], Ids(question));

    [Theory]
    [InlineData("voto", "voto", "anulacion", "boleta", "casilla")]
    [InlineData("vot", "voto", "anulacion", "boleta", "casilla")]
    [InlineData("boleta", "boleta", "casilla")]
    [InlineData("electoral", "ano", "boleta")]
    [InlineData("c", "casilla", "coalicion", "anulacion", "voto")]
    public void The_term_itself_comes_first_then_those_named_so_then_those_defined_so(string question, params string[] ids) =>
        Assert.Equal(ids, Ids(question));

    [Theory]
    [InlineData("voto papel", "boleta")]
    [InlineData("papel voto", "boleta")]
    [InlineData("voto papel partido")]
    public void All_words_are_asked_for_in_any_order(string question, params string[] ids) => Assert.Equal(ids, Ids(question));

    [Theory]
    [InlineData("¿?")]
    [InlineData("   ")]
    [InlineData("xyz")]
    public void What_asks_for_nothing_there_finds_nothing(string question) => Assert.Empty(Ids(question));

    [Fact]
    public void A_topic_leaves_its_terms()
    {
        Assert.Equal(["ano"], Terms.Find(null, "calendario").Select(t => t.Id));
        Assert.Equal(["boleta"], Terms.Find("electoral", "votacion").Select(t => t.Id));
        Assert.Empty(Terms.Find(null, "nada"));
    }

    [Fact]
    public void While_somebody_types_an_empty_word_it_is_a_beginning() => Assert.Equal(["anulacion", "ano"], Ids("a"));

    [Fact]
    public void Every_term_is_the_first_answer_to_its_name_without_accents_and_in_any_order_of_words_an_answer() => Law.Holds(
        Gen.Elements(Terms.All.ToArray()),
        term => Ids(SpanishText.Fold(term.Name))[0] == term.Id && Ids(string.Join(' ', SpanishText.Words(term.Name).Reverse())).Contains(term.Id));

    [Fact]
    public void Any_question_can_be_asked() => Law.Holds(Samples.AnyText, question => Terms.Find(question, null).Count <= Terms.All.Count);

    private static List<string> Ids(string? question) => [.. Terms.Find(question, null).Select(t => t.Id)];

    private static Term Term(string id, string name, string definition, string? easyRead = null, string topic = "votacion") =>
        new(id, name, definition, easyRead, [], topic);
}
