using ServerlessDecide.Functions.Candidacies;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class BlocksTests(SharedApp shared) : SharedAppTest(shared)
{
    private readonly HttpClient client = shared.App.Client;

    [Theory]
    [InlineData("", "sol-legislature-low,sol-legislature-high,sol-council-high,luna-legislature-medium,luna-council-low", "mar")]
    [InlineData("?contender=luna", "luna-legislature-medium,luna-council-low", "")]
    [InlineData("?scope=council", "sol-council-high,luna-council-low", "mar")]
    [InlineData("?contender=sol&scope=legislature", "sol-legislature-low,sol-legislature-high", "")]
    // A new party has no last result. A coalition and an independent have none of their own, and are not expected to.
    [InlineData("?contender=mar", "", "mar")]
    [InlineData("?contender=alianza", "", "")]
    [InlineData("?contender=ana-nunez&scope=council", "", "")]
    public async Task Blocks_are_filtered_and_the_parties_without_any_are_named(string query, string ids, string without)
    {
        var list = await client.GetJsonAsync($"processes/{SharedApp.Open}/blocks{query}");
        Assert.Equal(Split(ids), list.Items().Select(b => b.Text("id")));
        Assert.Equal(Split(without), list.GetProperty("without").EnumerateArray().Select(c => c.GetString()));

        static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    [Theory]
    [InlineData("contender=nadie", "contender")]
    [InlineData("scope=senate", "scope")]
    [InlineData("scope=legislature&contender=Sol", "contender")]
    public async Task A_filter_that_names_something_unknown_is_refused(string query, string field)
    {
        using var answer = await client.GetAsync($"processes/{SharedApp.Open}/blocks?{query}");
        Assert.Equal([field], await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task Every_page_names_the_parties_without_blocks()
    {
        var ids = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await client.GetJsonAsync($"processes/{SharedApp.Open}/blocks?limit=2{next}");
            ids.AddRange(page.Items().Select(b => b.Text("id")));
            Assert.Equal("mar", Assert.Single(page.GetProperty("without").EnumerateArray()).GetString());
            next = page.GetProperty("next").GetString() is { } cursor ? "&cursor=" + cursor : null;
        }

        Assert.Equal(["sol-legislature-low", "sol-legislature-high", "sol-council-high", "luna-legislature-medium", "luna-council-low"], ids);
    }

    [Theory]
    [InlineData("sol-legislature-low", """[{"territory":"7","name":"Cabecera 7","gender":"f"},{"territory":"8","name":"Cabecera 8","gender":"m"}]""", """{"f":1,"m":1,"x":0,"none":0}""", "true")]
    [InlineData("sol-legislature-high", """[{"territory":"10","name":"Cabecera 10","gender":"x"}]""", """{"f":0,"m":0,"x":1,"none":0}""", "null")]
    [InlineData("sol-council-high", """[{"territory":"15025","name":"Chalco","gender":"f"},{"territory":"15106","name":"Toluca","gender":"f"}]""", """{"f":2,"m":0,"x":0,"none":0}""", "false")]
    [InlineData("luna-council-low", """[{"territory":"15106","name":"Toluca","gender":null}]""", """{"f":0,"m":0,"x":0,"none":1}""", "null")]
    public async Task A_block_has_its_territories_with_names_who_heads_them_and_whether_parity_holds_by_the_stated_rule(
        string id, string territories, string heads, string holds)
    {
        var block = await client.GetJsonAsync($"processes/{SharedApp.Open}/blocks/{id}");
        Assert.Equal(["id", "contender", "scope", "block", "territories", "heads", "parity"], block.Names());
        Assert.Equal(id, $"{block.Text("contender")}-{block.Text("scope")}-{block.Text("block")}");
        Assert.Equal((territories, heads), (block.GetProperty("territories").GetRawText(), block.GetProperty("heads").GetRawText()));
        var parity = block.GetProperty("parity");
        Assert.Equal((holds, ParityAnswer.OfBlocks.Es), (parity.GetProperty("holds").GetRawText(), parity.GetProperty("rule").Text("es")));
        Assert.Equal(
            block.GetRawText(), (await client.GetJsonAsync($"processes/{SharedApp.Open}/blocks")).Items().Single(b => b.Text("id") == id).GetRawText());
    }

    [Theory]
    [InlineData("sol-legislature-medium")]
    [InlineData("mar-council-low")]
    [InlineData("sol")]
    public async Task A_block_without_territories_is_not_there(string id)
    {
        using var answer = await client.GetAsync($"processes/{SharedApp.Open}/blocks/{id}");
        await answer.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task The_table_has_the_columns_of_the_import_and_then_names()
    {
        Assert.Equal(
            """
            contender,scope,territory,block,gender,contenderName,districtSeat,municipalityName
            sol,legislature,7,low,f,Partido del Sol,Cabecera 7,
            sol,legislature,8,low,m,Partido del Sol,Cabecera 8,
            sol,legislature,10,high,x,Partido del Sol,Cabecera 10,
            sol,council,15025,high,f,Partido del Sol,,Chalco
            sol,council,15106,high,f,Partido del Sol,,Toluca
            luna,legislature,7,medium,m,Partido de la Luna,Cabecera 7,
            luna,council,15106,low,,Partido de la Luna,,Toluca

            """.ReplaceLineEndings("\r\n"),
            await client.GetStringAsync($"processes/{SharedApp.Open}/blocks.csv"));
        Assert.StartsWith(
            "Actor político,Ámbito,Territorio,Bloque,Género,Nombre del actor político,Cabecera distrital,Municipio\r\nsol,Legislatura,7,Baja,Mujer,",
            await client.GetStringAsync($"processes/{SharedApp.Open}/blocks.csv?lang=es"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_downloaded_table_imports_again_without_a_change()
    {
        const string Process = "bloques-2021";
        await Example.LoadAsync(Shared.App, Process, SharedApp.AllOpen);
        var table = await client.GetStringAsync($"processes/{Process}/blocks.csv");

        var state = await Shared.App.ImportAsync(Process, "blocks", table);

        Assert.True(state.Text("status") == "done", state.GetRawText());
        Assert.All((string[])["added", "changed", "removed"], kind => Assert.Equal(0, state.GetProperty("changes").GetProperty(kind).GetProperty("count").GetInt32()));
        Assert.Equal(table, await client.GetStringAsync($"processes/{Process}/blocks.csv"));
    }
}
