namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class GetMunicipalityTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_municipality_is_returned_with_its_seat_districts_and_sums()
    {
        var municipality = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/municipalities/15106");
        Assert.Equal(
            """{"code":"15106","name":"Toluca","seat":{"lat":19.2925,"lon":-99.6569},"districts":["7","8"],"sections":2,"registeredVoters":2000}""",
            municipality.GetRawText());
    }

    [Fact]
    public async Task An_unknown_municipality_is_not_found()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/municipalities/15999");
        await answer.ProblemAsync(404, "not_found");
    }
}
