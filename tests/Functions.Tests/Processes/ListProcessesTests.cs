namespace ServerlessDecide.Functions.Tests.Processes;

[Collection(SharedApp.Name)]
public sealed class ListProcessesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Every_process_is_listed_as_it_is_returned_alone()
    {
        var list = (await Shared.App.Client.GetJsonAsync("processes?limit=500")).Items();
        Assert.Equal([SharedApp.Open, SharedApp.Before, SharedApp.Between, SharedApp.After], list.Take(4).Select(p => p.Text("id")));
        var alone = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}");
        Assert.Equal(alone.GetRawText(), list[0].GetRawText());
    }
}
