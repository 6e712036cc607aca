namespace ServerlessDecide.Functions.Tests.Information;

[Collection(SharedApp.Name)]
public sealed class GetTermTests(SharedApp shared) : SharedAppTest(shared)
{
    [Theory]
    [InlineData("coalicion", """{"id":"coalicion","term":"Coalición","definition":"Unión de dos o más partidos para presentar las mismas candidaturas.","easyRead":"Varios partidos se juntan.","seeAlso":["partido"],"topic":"contendientes","topicName":"Quién compite"}""")]
    [InlineData("casilla", """{"id":"casilla","term":"Casilla","definition":"El lugar donde se vota.","easyRead":null,"seeAlso":[],"topic":"votacion","topicName":"Votación"}""")]
    public async Task A_term_is_returned_by_its_id(string id, string expected) =>
        Assert.Equal(expected, await Shared.App.Client.GetStringAsync($"processes/{SharedApp.Open}/glossary/{id}"));

    [Theory]
    [InlineData("nada")]
    [InlineData("Boleta")]
    public async Task An_unknown_term_is_not_found(string id)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/glossary/{id}");
        await answer.ProblemAsync(404, "not_found");
    }
}
