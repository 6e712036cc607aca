using System.Net;

namespace ServerlessDecide.Functions.Tests.Reactions;

[Collection(SharedApp.Name)]
public sealed class DeleteReactionTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Address = $"processes/{SharedApp.Open}/platforms/sol-legislatura/reaction";

    [Fact]
    public async Task A_withdrawn_reaction_is_gone_and_withdrawing_it_again_changes_nothing()
    {
        var visitor = await Shared.App.NewVisitorAsync(SharedApp.Open);
        await visitor.ReactAsync("sol-legislatura", "like");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await visitor.Client.DeleteAsync(Address);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }

        using var gone = await visitor.Client.GetAsync(Address);
        await gone.ProblemAsync(404, "reaction_not_found");
        Assert.Empty((await visitor.Client.GetJsonAsync($"processes/{SharedApp.Open}/visitors/me/reactions")).Items());

        await visitor.ReactAsync("sol-legislatura", "dislike");
        Assert.Equal("dislike", (await visitor.Client.GetJsonAsync(Address)).Text("value"));
    }

    [Fact]
    public async Task A_visitor_that_never_reacted_may_withdraw_without_an_error()
    {
        var visitor = await Shared.App.NewVisitorAsync(SharedApp.Open);
        using var answer = await visitor.Client.DeleteAsync(Address);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        using var nothing = await visitor.Client.DeleteAsync($"processes/{SharedApp.Open}/platforms/nada/reaction");
        await nothing.ProblemAsync(404, "not_found");
    }
}
