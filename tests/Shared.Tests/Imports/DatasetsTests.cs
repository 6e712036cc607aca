using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class DatasetsTests
{
    [Fact]
    public void The_datasets_and_their_columns_are_those_of_the_contract()
    {
        Assert.Equal(
            [
                "topics", "glossary", "offices", "districts", "municipalities", "sections", "geometry-districts", "geometry-municipalities", "contenders",
                "platforms", "blocks", "candidates", "proposals", "results", "campaigns",
            ],
            Datasets.Names);
        Assert.Equal(["id", "name"], Datasets.Find("topics")!.RequiredColumns());
        Assert.Equal(["id", "term", "definition", "easyRead", "topic", "seeAlso"], Datasets.Find("glossary")!.RequiredColumns());
        Assert.Equal(["id", "name", "body", "scope", "term", "seats", "functions", "cannotDo", "legalBasis"], Datasets.Find("offices")!.RequiredColumns());
        Assert.Equal(["number", "seat"], Datasets.Find("districts")!.RequiredColumns());
        Assert.Equal(["code", "name", "lat", "lon"], Datasets.Find("municipalities")!.RequiredColumns());
        Assert.Equal(["section", "municipality", "district", "registeredVoters"], Datasets.Find("sections")!.RequiredColumns());
        Assert.Equal(["id", "name", "shortName", "kind", "members", "color", "elected"], Datasets.Find("contenders")!.RequiredColumns());
        Assert.Equal(["contender", "scope", "territory", "block", "gender"], Datasets.Find("blocks")!.RequiredColumns());
        Assert.Equal(["id", "name", "contender", "office", "contest", "position", "role", "gender", "head"], Datasets.Find("candidates")!.RequiredColumns());
        Assert.Null(Datasets.Find("Districts"));
    }

    [Fact]
    public void A_name_that_is_too_long_is_reported() =>
        AssertReported(Csv("districts", "number,seat\n7," + new string('x', 501), ProcessContent.Empty).Errors, "seat", ImportErrorCode.TooLong);

    [Fact]
    public void A_duplicate_key_is_reported_at_its_second_row() => Assert.Equal(
        [new(4, "number", ImportErrorCode.Duplicate, "7")], Csv("districts", "number,seat\n7,a\n8,b\n7,c", ProcessContent.Empty).Errors);

    [Fact]
    public void All_errors_of_a_row_are_reported_together() => Assert.Equal(
        [("code", ImportErrorCode.BadValue), ("name", ImportErrorCode.Required), ("lat", ImportErrorCode.BadValue), ("lon", ImportErrorCode.BadValue)],
        Csv("municipalities", "code,name,lat,lon\nx,,91,-181", ProcessContent.Empty).Errors.Select(e => (e.Column, e.Code)));

    [Fact]
    public void Errors_of_one_cell_do_not_hide_those_of_later_cells() => Assert.Equal(
        ["kind", "id", "color"],
        Csv("contenders", "id,name,shortName,kind,members,color,elected\nBad Id,Name,Short,club,,green,", ProcessContent.Empty).Errors.Select(e => e.Column));

    [Fact]
    public void A_dataset_replaces_only_its_own_part()
    {
        var (content, errors) = Csv("sections", "section,municipality,district,registeredVoters\n0123,15106,7,1", Samples.Content);

        Assert.Empty(errors);
        Assert.Equal(Samples.Content with { Sections = content.Sections, MergedSections = content.MergedSections }, content);
        Assert.Single(content.Sections);
    }
}
