using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Information;

[Collection(SharedApp.Name)]
public sealed class OfficesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Offices_come_in_the_order_of_the_file()
    {
        var offices = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/offices")).Items();
        Assert.Equal(["diputacion", "sindicatura"], offices.Select(o => o.Text("id")));
    }

    [Fact]
    public async Task An_office_says_what_it_can_and_cannot_do()
    {
        var offices = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/offices")).Items();
        Approved.Matches(offices[0].Indented());
    }

    [Fact]
    public async Task An_office_is_returned_as_in_the_list()
    {
        var offices = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/offices")).Items();
        Assert.Equal(offices[1].GetRawText(), await Shared.App.Client.GetStringAsync($"processes/{SharedApp.Open}/offices/sindicatura"));
    }

    [Fact]
    public async Task An_unknown_office_is_not_found()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/offices/regiduria");
        await answer.ProblemAsync(404, "not_found");
    }
}
