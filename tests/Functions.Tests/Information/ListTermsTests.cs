namespace ServerlessDecide.Functions.Tests.Information;

[Collection(SharedApp.Name)]
public sealed class ListTermsTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Glossary = $"processes/{SharedApp.Open}/glossary";

    [Theory]
    [InlineData("", "boleta", "casilla", "coalicion", "partido")]
    [InlineData("?topic=votacion", "boleta", "casilla")]
    [InlineData("?topic=nada")]
    [InlineData("?q=COALICION", "coalicion")]
    [InlineData("?q=Coalici%C3%B3n", "coalicion")]
    [InlineData("?q=partidos", "partido", "boleta", "coalicion")]
    [InlineData("?q=partidos&topic=votacion", "boleta")]
    [InlineData("?q=electoral+boletas", "boleta")]
    [InlineData("?q=%3F")]
    public async Task Terms_are_found_by_search_and_by_topic(string query, params string[] ids) => Assert.Equal(
        ids, (await Shared.App.Client.GetJsonAsync(Glossary + query)).Items().Select(t => t.Text("id")));

    [Theory]
    [InlineData("q=x&q=y", "q")]
    [InlineData("topic=Votaci%C3%B3n", "topic")]
    public async Task A_malformed_filter_is_refused_by_name(string query, string field)
    {
        using var answer = await Shared.App.Client.GetAsync($"{Glossary}?{query}");
        Assert.Equal([field], await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_search_takes_at_most_100_characters()
    {
        using var longest = await Shared.App.Client.GetAsync($"{Glossary}?q={new string('x', 100)}");
        Assert.Empty((await longest.JsonAsync()).Items());
        using var answer = await Shared.App.Client.GetAsync($"{Glossary}?q={new string('x', 101)}");
        Assert.Equal(["q"], await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task Pages_of_a_search_neither_repeat_nor_skip_terms()
    {
        var first = await Shared.App.Client.GetJsonAsync($"{Glossary}?q=partido&limit=2");
        var rest = await Shared.App.Client.GetJsonAsync($"{Glossary}?q=PARTIDO&limit=2&cursor={first.Text("next")}");
        Assert.Equal(["partido", "boleta", "coalicion"], first.Items().Concat(rest.Items()).Select(t => t.Text("id")));
        using var other = await Shared.App.Client.GetAsync($"{Glossary}?q=voto&cursor={first.Text("next")}");
        await other.ProblemAsync(400, "bad_cursor");
    }
}
