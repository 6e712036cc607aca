namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class ListMunicipalitiesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Municipalities_are_listed_by_code_each_as_it_is_returned_alone()
    {
        var list = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/municipalities")).Items();
        Assert.Equal(["15025", "15106"], list.Select(m => m.Text("code")));
        Assert.Equal((await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/municipalities/15106")).GetRawText(), list[1].GetRawText());
    }
}
