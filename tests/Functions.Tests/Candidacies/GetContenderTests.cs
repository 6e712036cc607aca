namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class GetContenderTests(SharedApp shared) : SharedAppTest(shared)
{
    [Theory]
    [InlineData("mar", """{"id":"mar","name":"Partido del Mar, A.C.","shortName":"Mar","kind":"party","members":[],"color":"#00a0a0"}""")]
    [InlineData("alianza", """{"id":"alianza","name":"Alianza Sol y Luna","shortName":"Alianza","kind":"coalition","members":["sol","luna"],"color":"#808080"}""")]
    [InlineData("ana-nunez", """{"id":"ana-nunez","name":"Ana Núñez","shortName":"Ana","kind":"independent","members":[],"color":"#303030"}""")]
    public async Task A_contender_is_returned_by_its_id(string id, string expected)
    {
        // Compare the body as sent: accents are not escaped.
        Assert.Equal(expected, await Shared.App.Client.GetStringAsync($"processes/{SharedApp.Open}/contenders/{id}"));
    }

    [Theory]
    [InlineData("nadie")]
    [InlineData("SOL")]
    [InlineData("sol%20")]
    public async Task An_unknown_contender_is_not_found(string id)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/contenders/{id}");
        await answer.ProblemAsync(404, "not_found");
    }
}
