using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class DistrictsDatasetTests
{
    [Fact]
    public void Districts_are_sorted_by_number()
    {
        var (content, errors) = Csv("districts", "number,seat\n10,Valle de Bravo\n7,Tenancingo\n40,Ixtapaluca", ProcessContent.Empty);
        Assert.Empty(errors);
        Assert.Equal([new("7", "Tenancingo"), new("10", "Valle de Bravo"), new("40", "Ixtapaluca")], content.Districts);
    }

    [Theory]
    [InlineData("0,x", "number", ImportErrorCode.BadValue)]
    [InlineData("07,x", "number", ImportErrorCode.BadValue)]
    [InlineData("100,x", "number", ImportErrorCode.BadValue)]
    [InlineData("-1,x", "number", ImportErrorCode.BadValue)]
    [InlineData("1.0,x", "number", ImportErrorCode.BadValue)]
    [InlineData("VII,x", "number", ImportErrorCode.BadValue)]
    [InlineData("٧,x", "number", ImportErrorCode.BadValue)]
    [InlineData(",x", "number", ImportErrorCode.Required)]
    [InlineData("7,", "seat", ImportErrorCode.Required)]
    [InlineData("7,   ", "seat", ImportErrorCode.Required)]
    [InlineData("7,a\0b", "seat", ImportErrorCode.BadValue)]
    public void A_district_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) =>
        AssertReported(Csv("districts", "number,seat\n" + row, ProcessContent.Empty).Errors, column, code);

    [Fact]
    public void A_district_that_sections_refer_to_may_not_be_left_out() => Assert.Equal(
        [new(0, "number", ImportErrorCode.InUse, "40")], Csv("districts", "number,seat\n7,x", Samples.Content).Errors);
}
