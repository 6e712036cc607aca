namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class GetDistrictTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_district_is_returned_with_its_municipalities_and_sums()
    {
        var district = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/districts/7");
        Assert.Equal(["number", "seat", "municipalities", "sections", "registeredVoters"], district.Names());
        Assert.Equal(
            """{"number":"7","seat":"Cabecera 7","municipalities":[{"code":"15025","name":"Chalco"},{"code":"15106","name":"Toluca"}],"sections":2,"registeredVoters":1700}""",
            district.GetRawText());
    }

    [Fact]
    public async Task Sums_of_registered_voters_do_not_overflow()
    {
        const string Process = "enorme-2021";
        await Shared.App.CreateProcessAsync(Process, SharedApp.AllOpen);
        await Shared.App.ImportedAsync(Process, "districts", "number,seat\n7,Tenancingo\n");
        await Shared.App.ImportedAsync(Process, "municipalities", "code,name,lat,lon\n15106,Toluca,19.29,-99.66\n");
        await Shared.App.ImportedAsync(Process, "sections", "section,municipality,district,registeredVoters\n0001,15106,7,2000000000\n0002,15106,7,2000000000\n");
        foreach (var territory in (string[])["districts/7", "municipalities/15106"])
        {
            Assert.Equal(4_000_000_000, (await Shared.App.Client.GetJsonAsync($"processes/{Process}/{territory}")).GetProperty("registeredVoters").GetInt64());
        }
    }

    [Theory]
    [InlineData("61")]
    [InlineData("07")]
    [InlineData("7.0")]
    [InlineData("%20")]
    [InlineData("siete")]
    public async Task An_unknown_district_is_not_found(string number)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/districts/{number}");
        await answer.ProblemAsync(404, "not_found");
    }
}
