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
    [InlineData("02")]
    [InlineData("002")]
    public async Task The_zeros_before_it_may_be_left_out(string section) => Assert.Equal(
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
    public async Task Another_section_is_not_there_and_the_refusal_says_what_a_section_looks_like(string section)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/sections/{section}");
        Assert.Contains("0123", (await answer.ProblemAsync(404, "section_not_found")).Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("0009")]
    public async Task A_section_that_was_merged_says_into_which(string section)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/sections/{section}");
        var problem = await answer.ProblemAsync(404, "section_merged");
        Assert.Equal("0002", problem.Text("mergedInto"));
        Assert.Contains("0002", problem.Text("detail"), StringComparison.Ordinal);
    }
}
