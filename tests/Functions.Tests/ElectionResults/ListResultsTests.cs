namespace ServerlessDecide.Functions.Tests.ElectionResults;

[Collection(SharedApp.Name)]
public sealed class ListResultsTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Results = $"processes/{SharedApp.Open}/results";

    [Theory]
    [InlineData("", "7,15025,15106")]
    [InlineData("?level=district", "7")]
    [InlineData("?level=municipality", "15025,15106")]
    public async Task Counts_are_filtered_by_level_and_sorted_by_territory(string query, string territories) => Assert.Equal(
        territories.Split(','), (await Shared.App.Client.GetJsonAsync(Results + query)).Items().Select(r => r.Text("territory")));

    [Fact]
    public async Task A_listed_count_equals_the_count_returned_alone()
    {
        using var answer = await Shared.App.Client.GetAsync(Results + "?limit=1&level=municipality");
        var first = await answer.JsonAsync();
        Assert.Equal(
            (await Shared.App.Client.GetJsonAsync($"{Results}/municipalities/15025")).GetRawText(), first.GetProperty("items")[0].GetRawText());
        var second = await Shared.App.Client.GetJsonAsync($"{Results}?limit=1&level=municipality&cursor={first.Text("next")}");
        Assert.Equal("15106", second.Items()[0].Text("territory"));
        using var other = await Shared.App.Client.GetAsync($"{Results}?cursor={first.Text("next")}");
        await other.ProblemAsync(400, "bad_cursor");
    }

    [Theory]
    [InlineData("section")]
    [InlineData("District")]
    public async Task An_unknown_level_is_refused(string level)
    {
        using var answer = await Shared.App.Client.GetAsync($"{Results}?level={level}");
        Assert.Equal(["level"], await answer.InvalidFieldsAsync());
    }
}
