using System.Net;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Reactions;

/// <summary>Proposals work as platforms do, except for the activity of the calendar and the place where participation is stored.</summary>
[Collection(SharedApp.Name)]
public sealed class ProposalParticipationTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Address = $"processes/{SharedApp.Open}/proposals/sol-7-agua/reaction";

    [Fact]
    public async Task A_reaction_to_a_proposal_stands_until_withdrawn_and_is_among_the_visitors_own()
    {
        var visitor = await Shared.App.NewVisitorAsync(SharedApp.Open);
        await visitor.ReactAsync("sol-legislatura", "like");
        using var put = await visitor.Client.PutAsync(Address, Answers.Json(new { value = "dislike" }));
        var reaction = await put.JsonAsync();
        Assert.Equal(reaction.GetRawText(), (await visitor.Client.GetJsonAsync(Address)).GetRawText());
        var own = await visitor.Client.GetJsonAsync($"processes/{SharedApp.Open}/visitors/me/reactions");
        Assert.Equal(
            [("platform", "sol-legislatura", "like"), ("proposal", "sol-7-agua", "dislike")],
            own.Items().Select(r => (r.Text("kind"), r.Text("id"), r.Text("value"))));

        using var deleted = await visitor.Client.DeleteAsync(Address);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await visitor.Client.GetAsync(Address);
        await gone.ProblemAsync(404, "reaction_not_found");
    }

    [Theory]
    [InlineData("sol-legislatura")]
    [InlineData("nada")]
    public async Task An_unknown_proposal_takes_neither_reaction_nor_comment(string id)
    {
        using var reaction = await Shared.Visitor.Client.PutAsync($"processes/{SharedApp.Open}/proposals/{id}/reaction", Answers.Json(new { value = "like" }));
        await reaction.ProblemAsync(404, "not_found");
        using var comment = await Shared.Visitor.Client.PostAsync($"processes/{SharedApp.Open}/proposals/{id}/comments", Answers.Json(new { kind = "idea", text = "Sí" }));
        await comment.ProblemAsync(404, "not_found");
        using var own = await Shared.Visitor.Client.GetAsync($"processes/{SharedApp.Open}/proposals/{id}/reaction");
        await own.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Each_kind_of_reaction_opens_and_closes_with_its_own_activity()
    {
        const string Process = "solopropuestas-2021";
        await Example.LoadAsync(Shared.App, Process, SharedApp.AllOpen.With("react-to-platforms", ("2021-05-20T00:00:00-05:00", "2021-06-01T00:00:00-05:00")));
        var visitor = await Shared.App.NewVisitorAsync(Process);
        using var platform = await visitor.Client.PutAsync($"processes/{Process}/platforms/sol-legislatura/reaction", Answers.Json(new { value = "like" }));
        await platform.ProblemAsync(403, "activity_closed");
        using var proposal = await visitor.Client.PutAsync($"processes/{Process}/proposals/sol-7-agua/reaction", Answers.Json(new { value = "like" }));
        Assert.Equal(HttpStatusCode.OK, proposal.StatusCode);

        // The same holds for reading: only reactions of the open kind are shown.
        using var shown = await visitor.Client.GetAsync($"processes/{Process}/platforms/sol-legislatura/reaction");
        Assert.Equal("2021-05-20T00:00:00-05:00", (await shown.ProblemAsync(403, "activity_closed")).Text("opensAt"));
        Assert.Equal("like", (await visitor.Client.GetJsonAsync($"processes/{Process}/proposals/sol-7-agua/reaction")).Text("value"));
        var own = (await visitor.Client.GetJsonAsync($"processes/{Process}/visitors/me/reactions")).Items();
        Assert.Equal(["sol-7-agua"], own.Select(r => r.Text("id")));
    }

    [Fact]
    public async Task A_reaction_of_a_closed_kind_is_not_shown_while_the_other_kind_is_open()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, "edomex-2021", SharedApp.AllOpen.With("react-to-platforms", ("2021-04-10T00:00:00-05:00", "2021-05-10T13:00:00-05:00")));
        var visitor = await app.NewVisitorAsync("edomex-2021");
        await visitor.ReactAsync("sol-legislatura", "like");
        using var put = await visitor.Client.PutAsync("processes/edomex-2021/proposals/sol-7-agua/reaction", Answers.Json(new { value = "like" }));
        Assert.Equal(2, (await visitor.Client.GetJsonAsync("processes/edomex-2021/visitors/me/reactions")).Items().Count);

        app.Time.Advance(TimeSpan.FromHours(1));

        var own = (await visitor.Client.GetJsonAsync("processes/edomex-2021/visitors/me/reactions")).Items();
        Assert.Equal(["sol-7-agua"], own.Select(r => r.Text("id")));
    }

    [Fact]
    public async Task A_comment_on_a_proposal_has_a_location_that_tells_its_kind()
    {
        using var posted = await Shared.Visitor.Client.PostAsync(
            $"processes/{SharedApp.Open}/proposals/sol-7-agua/comments", Answers.Json(new { kind = "proposal", text = "Que sean hondos." }));
        var receipt = (await posted.JsonAsync(HttpStatusCode.Accepted)).Text("receipt");
        Assert.Equal($"/api/v1/processes/{SharedApp.Open}/comments/{receipt}", posted.Headers.Location?.OriginalString);
        Assert.Equal("proposal", (await Shared.Visitor.Client.GetJsonAsync($"processes/{SharedApp.Open}/comments/{receipt}")).Text("kind"));
    }
}
