using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class SectionsDatasetTests
{
    private const string Header = "section,municipality,district,registeredVoters\n";
    private const string HeaderOfMerged = "section,municipality,district,registeredVoters,mergedInto\n";

    [Fact]
    public void Sections_are_sorted_by_their_numbers()
    {
        var (content, errors) = Csv("sections", Header + "2001,15039,40,987\n0123,15106,7,1204\n0124,15106,7,0", Samples.Content);

        Assert.Empty(errors);
        Assert.Equal([new("0123", "15106", "7", 1204), new("0124", "15106", "7", 0), new("2001", "15039", "40", 987)], content.Sections);
    }

    [Theory]
    [InlineData("12x,15106,7,1", "section", ImportErrorCode.BadValue)]
    [InlineData("0000,15106,7,1", "section", ImportErrorCode.BadValue)]
    [InlineData("12345,15106,7,1", "section", ImportErrorCode.BadValue)]
    [InlineData("0123,15999,7,1", "municipality", ImportErrorCode.UnknownReference)]
    [InlineData("0123,15106,8,1", "district", ImportErrorCode.UnknownReference)]
    [InlineData("0123,15106,07,1", "district", ImportErrorCode.UnknownReference)]
    [InlineData("0123,15106,7,-1", "registeredVoters", ImportErrorCode.BadValue)]
    [InlineData("0123,15106,7,\"1,204\"", "registeredVoters", ImportErrorCode.BadValue)]
    [InlineData("0123,15106,7,99999999999", "registeredVoters", ImportErrorCode.BadValue)]
    [InlineData("0123,15106,7,", "registeredVoters", ImportErrorCode.Required)]
    public void A_section_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) =>
        AssertReported(Csv("sections", Header + row, Samples.Content).Errors, column, code);

    [Fact]
    public void A_merged_section_needs_only_the_one_it_was_merged_into_and_is_not_among_the_sections()
    {
        var (content, errors) = WithTwoMerged();

        Assert.Empty(errors);
        Assert.Equal([new("0123", "15106", "7", 1204)], content.Sections);
        Assert.Equal([new("0100", "0123"), new("0200", "0123")], content.MergedSections);
    }

    [Fact]
    public void A_merged_section_is_found_as_merged_and_not_as_a_section()
    {
        var index = new ContentIndex(WithTwoMerged().Content);

        Assert.Equal("0123", index.MergedSection("0100")?.Into);
        Assert.Null(index.Section("0100"));
    }

    [Fact]
    public void A_merged_section_that_the_content_did_not_have_is_added()
    {
        var after = WithTwoMerged().Content;

        Assert.Equal(["0100", "0200"], Datasets.Find("sections")!.Compare(Samples.Content with { Sections = after.Sections }, after).Added.Keys);
    }

    [Fact]
    public void Merged_sections_in_another_order_are_no_change()
    {
        var before = WithTwoMerged().Content;
        var after = Csv("sections", HeaderOfMerged + "0123,15106,7,1204,\n0100,,,,0123\n0200,,,,0123", before).Content;

        Assert.True(Datasets.Find("sections")!.Compare(before, after).IsEmpty);
    }

    [Fact]
    public void A_section_that_is_merged_between_two_imports_is_the_same_section_changed()
    {
        var before = Csv("sections", HeaderOfMerged + "0123,15106,7,1204,\n0100,15106,7,3,\n0200,,,,0123", Samples.Content).Content;

        Assert.Equal(["0100"], Datasets.Find("sections")!.Compare(before, WithTwoMerged().Content).Changed.Keys);
    }

    [Theory]
    [InlineData("0124,,,,0125", "mergedInto", ImportErrorCode.UnknownReference)]
    [InlineData("0124,,,,0124", "mergedInto", ImportErrorCode.UnknownReference)]
    [InlineData("0124,,,,0200", "mergedInto", ImportErrorCode.UnknownReference)]
    [InlineData("0124,,,,125", "mergedInto", ImportErrorCode.UnknownReference)]
    [InlineData("12x,,,,0123", "section", ImportErrorCode.BadValue)]
    [InlineData("0123,,,,0123", "section", ImportErrorCode.Duplicate)]
    public void A_section_may_only_be_merged_into_one_that_is_not_merged(string row, string column, ImportErrorCode code) => AssertReported(
        Csv("sections", HeaderOfMerged + "0123,15106,7,1,\n0200,,,,0123\n" + row, Samples.Content).Errors, column, code);

    private static (ProcessContent Content, IReadOnlyList<ImportError> Errors) WithTwoMerged() =>
        Csv("sections", HeaderOfMerged + "0200,,,,0123\n0123,15106,7,1204,\n0100,nada,nada,nada,0123", Samples.Content);
}
