using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class OfficesDatasetTests
{
    private const string Header = "id,name,body,scope,term,seats,functions,cannotDo,legalBasis";

    private const string Row = "diputacion,Diputación,Legislatura,legislature,3 años,75,Hace leyes.|Aprueba el presupuesto.,No repara calles.,Art. 38";

    [Fact]
    public void Offices_are_read_with_sentences_about_what_they_do_and_what_others_decide()
    {
        var (content, errors) = Csv("offices", Header + ",othersDecide\n" + Row + ",El gobernador ejecuta.", ProcessContent.Empty);
        var (without, none) = Csv("offices", Header + "\n" + Row, ProcessContent.Empty);

        Assert.Empty(errors);
        Assert.Empty(none);
        var office = Assert.Single(content.Offices);
        Assert.Equal(("diputacion", "Diputación", "Legislatura", ContestScope.Legislature, "3 años", 75, "Art. 38"), (
            office.Id, office.Name, office.Body, office.Scope, office.Term, office.Seats, office.LegalBasis));
        Assert.Equal(["Hace leyes.", "Aprueba el presupuesto."], office.Functions);
        Assert.Equal(["No repara calles."], office.CannotDo);
        Assert.Equal(["El gobernador ejecuta."], office.OthersDecide);
        Assert.Empty(Assert.Single(without.Offices).OthersDecide);
    }

    [Theory]
    [InlineData("diputacion", "Diputada", "id", ImportErrorCode.BadValue)]
    [InlineData("legislature", "federal", "scope", ImportErrorCode.BadValue)]
    [InlineData("75", "0", "seats", ImportErrorCode.BadValue)]
    [InlineData("75", "", "seats", ImportErrorCode.Required)]
    [InlineData("3 años", "", "term", ImportErrorCode.Required)]
    [InlineData("Hace leyes.|Aprueba el presupuesto.", "|", "functions", ImportErrorCode.Required)]
    [InlineData("Hace leyes.", "a\0b", "functions", ImportErrorCode.BadValue)]
    [InlineData("Art. 38", "", "legalBasis", ImportErrorCode.Required)]
    public void An_office_that_breaks_a_rule_is_reported(string was, string now, string column, ImportErrorCode code) =>
        AssertReported(Csv("offices", Header + "\n" + Row.Replace(was, now, StringComparison.Ordinal), ProcessContent.Empty).Errors, column, code);

    [Fact]
    public void A_sentence_of_an_office_has_at_most_500_characters()
    {
        Assert.Empty(Csv("offices", Header + "\n" + Row.Replace("Hace leyes.", new string('x', 500), StringComparison.Ordinal), ProcessContent.Empty).Errors);
        AssertReported(
            Csv("offices", Header + "\n" + Row.Replace("Hace leyes.", new string('x', 501), StringComparison.Ordinal), ProcessContent.Empty).Errors, "functions", ImportErrorCode.TooLong);
    }

    [Fact]
    public void An_imported_office_that_candidates_seek_may_not_be_left_out()
    {
        var described = Csv("offices", Header + "\n" + Row, ProcessContent.Empty).Content with
        {
            Candidates =
            [
                new("ana", "Ana", "maiz", "diputacion", "legislature-7", 1, CandidacyRole.Owner, "mujer", true),
                new("eva", "Eva", "maiz", "sindicatura", "council-15106", 1, CandidacyRole.Owner, "mujer", true),
            ],
        };
        Assert.Equal(
            [new(0, "id", ImportErrorCode.InUse, "diputacion")],
            Csv("offices", Header + "\n" + Row.Replace("diputacion", "otra", StringComparison.Ordinal), described).Errors);
    }
}
