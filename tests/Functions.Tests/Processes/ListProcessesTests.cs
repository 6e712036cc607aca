using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Processes;

[Collection(SharedApp.Name)]
public sealed class ListProcessesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Every_process_is_listed_as_it_is_returned_alone()
    {
        var answer = await Shared.App.Client.GetJsonAsync("processes?limit=500");
        Assert.Equal(["items", "next", "front"], answer.Names());
        Assert.Null(answer.GetProperty("front").GetString());
        var list = answer.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([SharedApp.Open, SharedApp.Before, SharedApp.Between, SharedApp.After], list.Take(4).Select(p => p.Text("id")));
        var alone = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}");
        Assert.Equal(alone.GetRawText(), list[0].GetRawText());
    }

    [Fact]
    public async Task The_list_names_the_front_process_while_it_is_listed()
    {
        await using var app = await TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { ["FrontProcess"] = "edomex-2021" } });
        Assert.Null((await app.Client.GetJsonAsync("processes")).GetProperty("front").GetString());
        await app.CreateProcessAsync("edomex-2021");
        Assert.Equal("edomex-2021", (await app.Client.GetJsonAsync("processes")).Text("front"));
    }

    [Fact]
    public async Task A_front_process_that_is_no_id_of_a_process_stops_the_start()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { ["FrontProcess"] = "Edomex 2021" } }));
        Assert.Contains("FrontProcess", refused.Message, StringComparison.Ordinal);
    }
}
