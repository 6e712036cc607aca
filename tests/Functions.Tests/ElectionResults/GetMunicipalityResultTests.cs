using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.ElectionResults;

[Collection(SharedApp.Name)]
public sealed class GetMunicipalityResultTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Results = $"processes/{SharedApp.Open}/results/municipalities";

    [Fact]
    public async Task A_result_shows_the_places_of_candidacies_and_the_votes_shared_out_to_parties()
    {
        var result = await Shared.App.Client.GetJsonAsync($"{Results}/15106");
        Assert.Equal(
            """
            {"territory":"15106","level":"municipality","status":"definitive","counted":true,"tie":true,
            "options":[{"option":"alianza","contenders":["sol","luna"],"votes":801,"share":0.478209,"place":1},
            {"option":"mar","contenders":["mar"],"votes":801,"share":0.478209,"place":1},
            {"option":"ana-nunez","contenders":["ana-nunez"],"votes":50,"share":0.029851,"place":3}],
            "parties":[{"contender":"sol","votes":451},{"contender":"luna","votes":350},{"contender":"mar","votes":801},{"contender":"ana-nunez","votes":50}],
            "marked":[{"option":"sol","votes":400},{"option":"luna","votes":300},{"option":"mar","votes":801},
            {"option":"sol\u002Bluna","votes":101},{"option":"ana-nunez","votes":50}],
            "nullVotes":20,"unregistered":3,"total":1675,"registeredVoters":2000,"turnout":0.8375,"source":"Cómputo municipal, 9 de junio","corrections":[]}
            """.ReplaceLineEndings(""),
            result.GetRawText());
    }

    [Fact]
    public async Task A_territory_without_a_count_has_no_votes_and_no_places() => Assert.Equal(
        """
        {"territory":"15025","level":"municipality","status":"definitive","counted":false,"tie":false,"options":[],"parties":[],"marked":[],
        "nullVotes":0,"unregistered":0,"total":0,"registeredVoters":500,"turnout":null,"source":"Sin cómputo","corrections":[]}
        """.ReplaceLineEndings(""),
        (await Shared.App.Client.GetJsonAsync($"{Results}/15025")).GetRawText());

    [Theory]
    [InlineData("15999")]
    [InlineData("7")]
    [InlineData("%20")]
    public async Task A_municipality_without_results_is_not_found(string code)
    {
        using var answer = await Shared.App.Client.GetAsync($"{Results}/{code}");
        await answer.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_definitive_count_changes_only_through_a_published_correction()
    {
        const string Process = "corrige-2021", Header = "level,territory,option,votes,status,source\n";
        var app = Shared.App;
        await app.CreateProcessAsync(Process, SharedApp.AllOpen);
        await app.ImportedAsync(Process, "municipalities", Example.Municipalities);
        await app.ImportedAsync(Process, "contenders", Example.Contenders);
        await app.ImportedAsync(Process, "results", Header + "municipality,15106,sol,10,definitive,Cómputo\nmunicipality,15106,luna,9,definitive,Cómputo\n");

        var refused = await app.ImportAsync(Process, "results", Header + "municipality,15106,sol,8,definitive,Cómputo\nmunicipality,15106,luna,9,definitive,Cómputo\n");
        Assert.Equal(("status", "bad_value"), (refused.GetProperty("errors")[0].Text("column"), refused.GetProperty("errors")[0].Text("code")));

        // The second import of the same file adds no second correction.
        const string Corrected = Header + "municipality,15106,sol,8,corrected,Tribunal\nmunicipality,15106,luna,9,corrected,Tribunal\nmunicipality,15106,null,2,corrected,Tribunal\n";
        await app.ImportedAsync(Process, "results", Corrected);
        await app.ImportedAsync(Process, "results", Corrected);
        var result = await app.Client.GetJsonAsync($"processes/{Process}/results/municipalities/15106");
        Assert.Equal(("corrected", "luna"), (result.Text("status"), result.GetProperty("options")[0].Text("option")));
        Assert.Equal(
            """[{"at":"2021-05-10T12:00:00-05:00","status":"definitive","total":19,"changes":[{"option":"sol","before":10,"after":8},{"option":"null","before":0,"after":2}]}]""",
            result.GetProperty("corrections").GetRawText());
    }
}
