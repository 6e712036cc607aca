namespace ServerlessDecide.Functions.Tests.ElectionResults;

[Collection(SharedApp.Name)]
public sealed class GetDistrictResultTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Parties_without_joint_votes_stand_alone_and_turnout_needs_registered_voters() => Assert.Equal(
        """
        {"territory":"7","level":"district","status":"provisional","counted":true,"tie":false,
        "options":[{"option":"sol","contenders":["sol"],"votes":30,"share":0.731707,"place":1},{"option":"luna","contenders":["luna"],"votes":10,"share":0.243902,"place":2}],
        "parties":[{"contender":"sol","votes":30},{"contender":"luna","votes":10}],"marked":[{"option":"sol","votes":30},{"option":"luna","votes":10}],
        "nullVotes":1,"unregistered":0,"total":41,"registeredVoters":null,"turnout":null,"source":"Programa preliminar","corrections":[]}
        """.ReplaceLineEndings(""),
        (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/results/districts/7")).GetRawText());

    [Theory]
    [InlineData("8")]
    [InlineData("07")]
    [InlineData("15106")]
    public async Task A_district_without_results_is_not_found(string number)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/results/districts/{number}");
        await answer.ProblemAsync(404, "not_found");
    }
}
