namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class ListContendersTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Contenders_are_listed_in_the_order_of_the_file()
    {
        var list = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/contenders")).Items();
        Assert.Equal(["sol", "luna", "mar", "alianza", "ana-nunez"], list.Select(c => c.Text("id")));
    }
}
