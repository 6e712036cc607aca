using System.Net;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Reactions;

[Collection(SharedApp.Name)]
public sealed class GetReactionTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_missing_reaction_and_an_unknown_platform_have_different_refusals()
    {
        using var none = await Shared.Visitor.Client.GetAsync($"processes/{SharedApp.Open}/platforms/mar-legislatura/reaction");
        await none.ProblemAsync(404, "reaction_not_found");
        using var nothing = await Shared.Visitor.Client.GetAsync($"processes/{SharedApp.Open}/platforms/nada/reaction");
        await nothing.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_reaction_from_an_earlier_day_is_shown_exactly_as_long_as_it_can_be_changed()
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
    public async Task A_visitor_that_reads_its_own_reactions_too_often_must_wait_and_can_still_react()
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
    public async Task Reading_own_reactions_from_24_days_costs_one_storage_operation()
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
            // Usage and networks are kept in the background, at any moment.
            Assert.Single(proxy.Requests, r => r is { Service: StorageService.Table, Method: "GET" }
                && !r.Target.Contains("0usage", StringComparison.Ordinal) && !r.Target.Contains("0networks", StringComparison.Ordinal));
        }
    }
}
