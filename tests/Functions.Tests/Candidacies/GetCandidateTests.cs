using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class GetCandidateTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_candidate_without_substitutions_has_only_the_fields_of_its_row()
    {
        var candidate = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/candidates/luna-7-s");
        Assert.Equal(["id", "name", "contender", "office", "contest", "position", "role", "gender", "head"], candidate.Names());
        Assert.Equal(("Peña, Ana", "alternate"), (candidate.Text("name"), candidate.Text("role")));
        using var nobody = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/candidates/nadie");
        await nobody.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_candidate_lists_predecessors_and_a_replaced_candidate_names_the_successor()
    {
        const string Process = "sustituye-2021";
        await Example.LoadAsync(Shared.App, Process, SharedApp.AllOpen);
        var second = Example.Candidates.Replace("luna-8-p,Ana Peña", "luna-8-q,Eva Ruiz", StringComparison.Ordinal);
        await Shared.App.ImportedAsync(Process, "candidates", second);
        await Shared.App.ImportedAsync(Process, "candidates", second);
        await Shared.App.ImportedAsync(Process, "candidates", second.Replace("luna-8-q,Eva Ruiz", "luna-8-r,Luz Cruz", StringComparison.Ordinal));

        var now = await Shared.App.Client.GetJsonAsync($"processes/{Process}/candidates/luna-8-r");
        Assert.Equal(
            """[{"id":"luna-8-q","name":"Eva Ruiz","until":"2021-05-10T12:00:00-05:00"},{"id":"luna-8-p","name":"Ana Peña","until":"2021-05-10T12:00:00-05:00"}]""",
            now.GetProperty("replaces").GetRawText());
        Assert.False(now.TryGetProperty("replacedBy", out _));

        var former = await Shared.App.Client.GetJsonAsync($"processes/{Process}/candidates/luna-8-p");
        Assert.Equal(
            ("Ana Peña", "legislature-8", "luna-8-q", "2021-05-10T12:00:00-05:00"),
            (former.Text("name"), former.Text("contest"), former.Text("replacedBy"), former.Text("replacedAt")));
        Assert.False(former.TryGetProperty("replaces", out _));
        Assert.Equal(
            ["luna-8-r"], (await Shared.App.Client.GetJsonAsync($"processes/{Process}/candidates?district=8")).Items().Select(c => c.Text("id")));
    }
}
