namespace ServerlessDecide.Functions.Tests.Reactions;

[Collection(SharedApp.Name)]
public sealed class ListOwnReactionsTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task The_list_of_own_reactions_has_this_visitors_stances_only()
    {
        var (one, other) = (await Shared.App.NewVisitorAsync(SharedApp.Open), await Shared.App.NewVisitorAsync(SharedApp.Open));
        await one.ReactAsync("sol-legislatura", "like");
        var receipt = await one.ReactAsync("luna-legislatura", "dislike");
        await other.ReactAsync("mar-legislatura", "like");

        var own = (await one.Client.GetJsonAsync($"processes/{SharedApp.Open}/visitors/me/reactions")).Items();
        Assert.Equal(["luna-legislatura", "sol-legislatura"], own.Select(r => r.Text("id")));
        var page = await one.Client.GetJsonAsync($"processes/{SharedApp.Open}/visitors/me/reactions?limit=1");
        using var next = await one.Client.GetAsync($"processes/{SharedApp.Open}/visitors/me/reactions?limit=1&cursor={page.Text("next")}");
        Assert.Equal("sol-legislatura", Assert.Single((await next.JsonAsync()).Items()).Text("id"));
        Assert.Equal("no-store", next.Headers.CacheControl?.ToString());
        Assert.False(next.Headers.Contains("Link"));
        Assert.Equal($$"""{"kind":"platform","id":"luna-legislatura","value":"dislike","receipt":"{{receipt}}"}""", own[0].GetRawText());
    }
}
