using System.Net;
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
    public async Task A_stance_of_another_day_is_shown_as_long_as_it_can_be_changed_and_not_a_moment_longer()
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

        app.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        Assert.Equal(receipt, (await visitor.Client.GetJsonAsync("processes/edomex-2021/platforms/sol-legislatura/reaction")).Text("receipt"));
        Assert.Equal("dislike", (await visitor.Client.GetJsonAsync("processes/edomex-2021/platforms/luna-legislatura/reaction")).Text("value"));
        var own = (await visitor.Client.GetJsonAsync("processes/edomex-2021/visitors/me/reactions")).Items();
        Assert.Equal([("luna-legislatura", "dislike", next), ("sol-legislatura", "like", receipt)], own.Select(r => (r.Text("id"), r.Text("value"), r.Text("receipt"))));

        app.Time.Advance(TimeSpan.FromTicks(1));
        foreach (var address in (string[])["platforms/sol-legislatura/reaction", "platforms/mar-legislatura/reaction", "proposals/sol-7-agua/reaction", "visitors/me/reactions"])
        {
            using var answer = await visitor.Client.GetAsync("processes/edomex-2021/" + address);
            var problem = await answer.ProblemAsync(403, "activity_closed");
            Assert.Equal("2021-06-03T00:00:00-05:00", problem.Text("closedAt"));
        }
    }

    [Fact]
    public async Task Who_looks_at_their_own_stances_too_often_waits_and_can_react_all_the_same()
    {
        const string Process = "processes/edomex-2021";
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, "edomex-2021");
        var (visitor, other) = (await app.NewVisitorAsync("edomex-2021"), await app.NewVisitorAsync("edomex-2021"));
        await visitor.ReactAsync("sol-legislatura", "like");
        foreach (var address in (string[])["/visitors/me/reactions", "/platforms/sol-legislatura/reaction"])
        {
            for (var i = 0; i < 15; i++)
            {
                using var answer = await visitor.Client.GetAsync(Process + address);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }

        foreach (var address in (string[])["/visitors/me/reactions", "/platforms/sol-legislatura/reaction"])
        {
            using var refused = await visitor.Client.GetAsync(Process + address);
            await refused.ProblemAsync(429, "too_many_requests");
            Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter?.Delta);
            Assert.Equal("\"own-reactions\";q=30;w=300", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
            Assert.Equal("\"own-reactions\";r=0;t=10", Assert.Single(refused.Headers.GetValues("RateLimit")));
        }

        await visitor.ReactAsync("sol-legislatura", "dislike");
        Assert.Empty((await other.Client.GetJsonAsync(Process + "/visitors/me/reactions")).Items());
        app.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("dislike", (await visitor.Client.GetJsonAsync(Process + "/platforms/sol-legislatura/reaction")).Text("value"));
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
            // What was used meanwhile is written behind the answers, at any moment.
            Assert.Single(proxy.Requests, r => r.Service == StorageService.Table && !r.Target.Contains("0usage", StringComparison.Ordinal));
        }
    }
}
