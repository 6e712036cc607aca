namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class GetSectionTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task It_answers_where_a_section_is_and_what_is_voted_for_there()
    {
        var section = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/sections/0002");
        Assert.Equal(
            """{"section":"0002","municipality":{"code":"15106","name":"Toluca"},"district":{"number":"8","seat":"Cabecera 8"},"contests":["legislature-8","council-15106"]}""",
            section.GetRawText());
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0004")]
    [InlineData("00002")]
    public async Task Another_section_is_not_there(string section)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/sections/{section}");
        await answer.ProblemAsync(404, "not_found");
    }
}
