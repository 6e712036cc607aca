using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Participation;

[Collection(SharedApp.Name)]
public sealed class GetReactionTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Who_has_not_reacted_is_told_so_and_that_is_something_else_than_a_platform_that_is_not_there()
    {
        using var none = await Shared.Visitor.Client.GetAsync($"processes/{SharedApp.Open}/platforms/mar-legislatura/reaction");
        await none.ProblemAsync(404, "reaction_not_found");
        using var nothing = await Shared.Visitor.Client.GetAsync($"processes/{SharedApp.Open}/platforms/nada/reaction");
        await nothing.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Ones_own_stance_can_be_read_after_the_closing_and_another_day()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-06-01T23:59:59-05:00" });
        await Example.LoadAsync(app, "edomex-2021");
        var visitor = await app.NewVisitorAsync("edomex-2021");
        var receipt = await visitor.ReactAsync("sol-legislatura", "like");
        Assert.StartsWith("210601-", receipt, StringComparison.Ordinal);
        await visitor.ReactAsync("luna-legislatura", "like");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var next = await visitor.ReactAsync("luna-legislatura", "dislike");
        Assert.StartsWith("210602-", next, StringComparison.Ordinal);

        app.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(receipt, (await visitor.Client.GetJsonAsync("processes/edomex-2021/platforms/sol-legislatura/reaction")).Text("receipt"));
        Assert.Equal("dislike", (await visitor.Client.GetJsonAsync("processes/edomex-2021/platforms/luna-legislatura/reaction")).Text("value"));
        var own = (await visitor.Client.GetJsonAsync("processes/edomex-2021/visitors/me/reactions")).Items();
        Assert.Equal([("luna-legislatura", "dislike", next), ("sol-legislatura", "like", receipt)], own.Select(r => (r.Text("id"), r.Text("value"), r.Text("receipt"))));
    }

    [Fact]
    public async Task Own_stances_of_four_and_twenty_days_cost_one_storage_operation()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await TestApp.StartAsync(new() { Storage = proxy.ConnectionString, At = "2021-05-10T12:00:00-05:00" });
        await Example.LoadAsync(app, "edomex-2021");
        var visitor = await app.NewVisitorAsync("edomex-2021");
        await visitor.ReactAsync("sol-legislatura", "like");
        app.Time.Advance(TimeSpan.FromDays(23));
        await visitor.ReactAsync("luna-legislatura", "like");
        foreach (var address in (string[])["visitors/me/reactions", "platforms/sol-legislatura/reaction"])
        {
            proxy.Forget();
            await visitor.Client.GetJsonAsync("processes/edomex-2021/" + address);
            Assert.Single(proxy.Requests, r => r.Service == StorageService.Table);
        }
    }
}
