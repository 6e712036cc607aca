using ServerlessDecide.Content;
using ServerlessDecide.Imports;
using static ServerlessDecide.Shared.Tests.Imports.DatasetFiles;

namespace ServerlessDecide.Shared.Tests.Imports;

public sealed class MunicipalitiesDatasetTests
{
    [Fact]
    public void Municipalities_are_sorted_by_their_codes()
    {
        var (content, errors) = Csv("municipalities", "code,name,lat,lon\n15106,Toluca,19.2826,-99.6557\n15039,Ixtapaluca,19.3188,-98.8825", Samples.Content);

        Assert.Empty(errors);
        Assert.Equal([new("15039", "Ixtapaluca", 19.3188, -98.8825), new("15106", "Toluca", 19.2826, -99.6557)], content.Municipalities);
    }

    [Theory]
    [InlineData("151,x,19,-99", "code", ImportErrorCode.BadValue)]
    [InlineData("151066,x,19,-99", "code", ImportErrorCode.BadValue)]
    [InlineData("1510a,x,19,-99", "code", ImportErrorCode.BadValue)]
    [InlineData("15106,x,19.5.1,-99", "lat", ImportErrorCode.BadValue)]
    [InlineData("15106,x,,-99", "lat", ImportErrorCode.Required)]
    [InlineData("15106,x,NaN,-99", "lat", ImportErrorCode.BadValue)]
    [InlineData("15106,x,19,∞", "lon", ImportErrorCode.BadValue)]
    [InlineData("15106,x,-90.01,0", "lat", ImportErrorCode.BadValue)]
    [InlineData("15106,x,0,180.01", "lon", ImportErrorCode.BadValue)]
    public void A_municipality_that_breaks_a_rule_is_reported(string row, string column, ImportErrorCode code) =>
        AssertReported(Csv("municipalities", "code,name,lat,lon\n" + row, ProcessContent.Empty).Errors, column, code);

    [Fact]
    public void A_municipality_that_sections_refer_to_may_not_be_left_out() => Assert.Equal(
        [new(0, "code", ImportErrorCode.InUse, "15039")], Csv("municipalities", "code,name,lat,lon\n15106,Toluca,19,-99", Samples.Content).Errors);
}
