namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class ListDistrictsTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Districts_are_listed_by_number_each_as_it_is_returned_alone()
    {
        var list = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/districts?limit=500")).Items();
        Assert.Equal(Enumerable.Range(1, 60).Select(n => $"{n}"), list.Select(d => d.Text("number")));
        Assert.Equal((await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/districts/7")).GetRawText(), list[6].GetRawText());
    }
}
