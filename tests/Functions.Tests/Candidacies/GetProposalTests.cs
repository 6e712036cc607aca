using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class GetProposalTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_proposal_says_what_was_proposed_by_whom_and_when()
    {
        var proposal = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/proposals/sol-7-agua");
        Assert.Equal(["id", "candidate", "contender", "topic", "title", "text", "publishedAt", "version"], proposal.Names());
        Assert.Equal(
            ("sol-7-p", "sol", "Pozos para la zona norte", Example.Text, "2021-05-10T12:00:00-05:00", 1),
            (proposal.Text("candidate"), proposal.Text("contender"), proposal.Text("title"), proposal.Text("text"), proposal.Text("publishedAt"), proposal.GetProperty("version").GetInt32()));
        using var nothing = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/proposals/sol-legislatura");
        await nothing.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_head_candidate_shows_proposals_while_profiles_are_open()
    {
        var head = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/candidates/sol-7-p");
        Assert.Equal(["sol-7-agua", "sol-7-campo"], head.GetProperty("proposals").EnumerateArray().Select(p => p.Text("id")));
        var without = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/candidates/luna-8-p");
        Assert.Empty(without.GetProperty("proposals").EnumerateArray());
        var alternate = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/candidates/sol-7-s");
        Assert.False(alternate.TryGetProperty("proposals", out _));

        const string Process = "sinperfil-2021";
        await Example.LoadAsync(Shared.App, Process, SharedApp.AllOpen.With("profiles", ("2021-05-20T00:00:00-05:00", "2021-06-01T00:00:00-05:00")));
        Assert.False((await Shared.App.Client.GetJsonAsync($"processes/{Process}/candidates/sol-7-p")).TryGetProperty("proposals", out _));
    }
}
