namespace ServerlessDecide.Functions.Tests.Participation;

[Collection(SharedApp.Name)]
public sealed class ListOwnReactionsTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task It_lists_this_visitors_stances_and_nobody_elses()
    {
        var (one, other) = (await Shared.App.NewVisitorAsync(SharedApp.Open), await Shared.App.NewVisitorAsync(SharedApp.Open));
        await one.ReactAsync("sol-legislatura", "like");
        var receipt = await one.ReactAsync("luna-legislatura", "dislike");
        await other.ReactAsync("mar-legislatura", "like");

        var own = (await one.Client.GetJsonAsync($"processes/{SharedApp.Open}/visitors/me/reactions")).Items();
        Assert.Equal(["luna-legislatura", "sol-legislatura"], own.Select(r => r.Text("id")));
        Assert.Equal($$"""{"kind":"platform","id":"luna-legislatura","value":"dislike","receipt":"{{receipt}}"}""", own[0].GetRawText());
    }
}
