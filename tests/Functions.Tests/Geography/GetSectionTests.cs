namespace ServerlessDecide.Functions.Tests.Geography;

[Collection(SharedApp.Name)]
public sealed class GetSectionTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_section_says_where_it_is_and_which_contests_it_votes_in()
    {
        var section = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/sections/0002");
        Assert.Equal(
            """{"section":"0002","municipality":{"code":"15106","name":"Toluca"},"district":{"number":"8","seat":"Cabecera 8"},"contests":["legislature-8","council-15106"]}""",
            section.GetRawText());
    }

    [Theory]
    [InlineData("2")]
    [InlineData("02")]
    [InlineData("002")]
    public async Task A_section_number_may_omit_its_leading_zeros(string section) => Assert.Equal(
        (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/sections/0002")).GetRawText(),
        (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/sections/{section}")).GetRawText());

    [Theory]
    [InlineData("0004")]
    [InlineData("00002")]
    [InlineData("0000")]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("2.0")]
    [InlineData("%20")]
    [InlineData("%D9%A2")]
    public async Task An_unknown_section_is_not_found_and_the_refusal_shows_the_format(string section)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/sections/{section}");
        Assert.Contains("0123", (await answer.ProblemAsync(404, "section_not_found")).Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("0009")]
    public async Task A_merged_section_names_the_section_that_absorbed_it(string section)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/sections/{section}");
        var problem = await answer.ProblemAsync(404, "section_merged");
        Assert.Equal("0002", problem.Text("mergedInto"));
        Assert.Contains("0002", problem.Text("detail"), StringComparison.Ordinal);
    }
}
