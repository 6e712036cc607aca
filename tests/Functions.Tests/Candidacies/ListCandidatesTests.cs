using System.Text;
using System.Text.Json;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class ListCandidatesTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string List = $"processes/{SharedApp.Open}/candidates";

    [Fact]
    public async Task Candidates_are_listed_by_name_with_every_field_of_the_contract()
    {
        var list = await ItemsAsync("");
        Assert.Equal(
            [
                "sol-toluca-r1s", "sol-toluca-r2", "luna-8-p", "luna-7-p", "sol-toluca-r2s", "sol-7-s", "sol-toluca-1s", "sol-7-p", "sol-toluca-r1", "luna-7-s", "mar-lista-1", "sol-toluca-1",
            ],
            list.Select(c => c.Text("id")));
        Assert.Equal(
            """{"id":"sol-7-p","name":"María Muñoz Peña","contender":"sol","office":"diputacion","contest":"legislature-7","position":1,"role":"owner","gender":"female","head":true,"proposalCount":2}""",
            list[7].GetRawText());
    }

    [Theory]
    [InlineData("q=pena", "luna-7-s luna-8-p sol-7-p")]
    [InlineData("q=PEÑA%20ana", "luna-7-s luna-8-p")]
    [InlineData("q=nun", "sol-7-s")]
    [InlineData("q=ñUBLE", "sol-toluca-1")]
    [InlineData("q=o'higgins", "luna-7-p")]
    [InlineData("q=gins%20iña", "luna-7-p")]
    [InlineData("q=nadie", "")]
    [InlineData("district=7", "luna-7-p luna-7-s sol-7-p sol-7-s")]
    [InlineData("district=1", "")]
    [InlineData("municipality=15106&role=owner", "sol-toluca-1 sol-toluca-r1 sol-toluca-r2")]
    [InlineData("contender=luna&head=true", "luna-7-p luna-8-p")]
    [InlineData("contender=alianza", "")]
    [InlineData("office=diputacion&gender=male", "luna-7-p sol-7-s")]
    [InlineData("gender=nonbinary&head=false", "")]
    [InlineData("q=ana&district=8&role=", "luna-8-p")]
    public async Task A_search_matches_parts_of_names_and_combines_with_filters(string query, string ids) => Assert.Equal(
        ids, string.Join(' ', (await ItemsAsync("?" + query)).Select(c => c.Text("id")).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("q=%20-%20", "q")]
    [InlineData("district=99", "district")]
    [InlineData("district=07", "district")]
    [InlineData("municipality=toluca", "municipality")]
    [InlineData("contender=nadie", "contender")]
    [InlineData("office=nada", "office")]
    [InlineData("role=titular", "role")]
    [InlineData("gender=robot", "gender")]
    [InlineData("head=yes&role=1", "role head")]
    public async Task An_invalid_filter_value_is_refused_by_name(string query, string fields)
    {
        using var answer = await Shared.App.Client.GetAsync($"{List}?{query}");
        Assert.Equal(fields.Split(' '), await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_search_takes_at_most_a_hundred_characters()
    {
        using var refused = await Shared.App.Client.GetAsync($"{List}?q={new string('a', 101)}");
        Assert.Equal(["q"], await refused.InvalidFieldsAsync());
        Assert.Empty(await ItemsAsync($"?q={new string('a', 100)}"));
    }

    [Fact]
    public async Task The_next_page_of_a_search_continues_even_after_its_last_row_was_removed()
    {
        const string Process = "paginas-2021";
        await LoadAsync(Process, "Ana Uno", "Ana Dos", "Ana Tres", "Eva");
        var first = await Shared.App.Client.GetJsonAsync($"processes/{Process}/candidates?q=ana&limit=1");
        Assert.Equal("Ana Dos", Assert.Single(first.Items()).Text("name"));

        await LoadAsync(Process, "Ana Uno", "Ana Alfa", "Ana Tres", "Eva");
        var rest = await Shared.App.Client.GetJsonAsync($"processes/{Process}/candidates?q=ANA&limit=5&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(["Ana Tres", "Ana Uno"], rest.Items().Select(c => c.Text("name")));
        using var other = await Shared.App.Client.GetAsync($"processes/{Process}/candidates?q=eva&cursor={first.GetProperty("next").GetString()}");
        await other.ProblemAsync(400, "bad_cursor");
    }

    [Fact]
    public async Task The_longest_names_and_filters_still_fit_into_a_cursor()
    {
        const string Process = "largos-2021";
        var name = new string('각', 199);
        await LoadAsync(Process, name + "a", name + "b");
        var text = Uri.EscapeDataString(new string('각', 33));
        var first = await Shared.App.Client.GetJsonAsync($"processes/{Process}/candidates?limit=1&q={text}&contender=sol&gender=female");
        var rest = await Shared.App.Client.GetJsonAsync($"processes/{Process}/candidates?limit=1&q={text}&contender=sol&gender=female&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(name + "b", Assert.Single(rest.Items()).Text("name"));
    }

    private async Task LoadAsync(string process, params string[] names)
    {
        using var known = await Shared.App.Client.GetAsync($"processes/{process}");
        if (!known.IsSuccessStatusCode)
        {
            await Shared.App.CreateProcessAsync(process, SharedApp.AllOpen);
            await Shared.App.ImportedAsync(process, "contenders", TestSupport.Example.Contenders);
        }

        var file = new StringBuilder("id,name,contender,office,contest,position,role,gender,head\n");
        foreach (var (index, name) in names.Index()) file.Append(null, $"c-{index},{name},sol,diputacion,legislature,{index + 1},owner,female,\n");
        await Shared.App.ImportedAsync(process, "candidates", file.ToString());
    }

    private async Task<List<JsonElement>> ItemsAsync(string query) => (await Shared.App.Client.GetJsonAsync(List + query)).Items();
}
