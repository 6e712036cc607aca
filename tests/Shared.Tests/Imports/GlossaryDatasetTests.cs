using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class GlossaryDatasetTests
{
    [Fact]
    public void Terms_are_read_with_related_terms_and_easy_Spanish()
    {
        var (content, errors) = Csv(
            "glossary",
            "id,term,definition,easyRead,topic,seeAlso\nboleta,Boleta,\"Papel, dos\nlíneas.\",,votacion,urna | voto\nvoto,Voto,Lo que decides.,Tu decisión.,votacion,\nurna,Urna,Caja.,,votacion,voto",
            Samples.Content);

        Assert.Empty(errors);
        Assert.Equal(["boleta", "voto", "urna"], content.Glossary.Select(t => t.Id));
        Assert.Equal(("Boleta", "Papel, dos\nlíneas.", null, "votacion"), (content.Glossary[0].Name, content.Glossary[0].Definition, content.Glossary[0].EasyRead, content.Glossary[0].Topic));
        Assert.Equal(["urna", "voto"], content.Glossary[0].SeeAlso);
        Assert.Equal("Tu decisión.", content.Glossary[1].EasyRead);
        Assert.Equal(Samples.Content with { Glossary = content.Glossary }, content);
    }

    [Theory]
    [InlineData("Urna,Urna,Caja.,,votacion,", "id", ImportErrorCode.BadValue)]
    [InlineData("voto,Urna,Caja.,,votacion,", "id", ImportErrorCode.Duplicate)]
    [InlineData("urna,,Caja.,,votacion,", "term", ImportErrorCode.Required)]
    [InlineData("urna,VÓTO,Caja.,,votacion,", "term", ImportErrorCode.Duplicate)]
    [InlineData("urna,Urna,,,votacion,", "definition", ImportErrorCode.Required)]
    [InlineData("urna,Urna,Caja.,,,", "topic", ImportErrorCode.Required)]
    [InlineData("urna,Urna,Caja.,,Votación,", "topic", ImportErrorCode.BadValue)]
    [InlineData("urna,Urna,Caja.,,votacion,boleta", "seeAlso", ImportErrorCode.UnknownReference)]
    [InlineData("urna,Urna,Caja.,,votacion,voto|urna", "seeAlso", ImportErrorCode.UnknownReference)]
    public void A_term_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) => AssertReported(
        Csv("glossary", "id,term,definition,easyRead,topic,seeAlso\nvoto,Voto,Lo que decides.,,votacion,\n" + row, ProcessContent.Empty).Errors, column, code, row: 3);
}
