using ServerlessDecide.Downloads;
using ServerlessDecide.Functions.Tests.OpenApi;

namespace ServerlessDecide.Functions.Tests.Downloads;

[Collection(SharedApp.Name)]
public sealed class DataDictionaryTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task The_dictionary_explains_every_column_and_word_in_both_languages()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/data-dictionary");
        await answer.AssertDescribedAsync("GetDataDictionary");
        var tables = (await answer.JsonAsync()).GetProperty("tables").EnumerateArray().ToList();
        Assert.Equal(["candidates", "blocks", "results", "sections", "statistics", "data-dictionary"], tables.Select(t => t.Text("name")));
        var columns = tables.SelectMany(t => t.GetProperty("columns").EnumerateArray()).ToList();
        Assert.All(columns, column =>
        {
            foreach (var member in (string[])["title", "meaning"]) Assert.All((string[])["es", "en"], language => Assert.NotEqual("", column.GetProperty(member).Text(language)));
        });
        Assert.Equal(
            """{"name":"role","title":{"es":"Carácter","en":"Role"},"type":"string","meaning":{"es":"Si ocupa el cargo o suple a quien lo ocupa.","en":"Whether the person takes the seat or stands in."},"required":true,"nameOnly":false,"values":[{"value":"owner","title":{"es":"Propietaria","en":"Owner"}},{"value":"alternate","title":{"es":"Suplente","en":"Alternate"}}],"closed":true}""",
            columns.Single(c => c.Text("name") == "role").GetRawText());
        Assert.Equal(NameColumns.All.Order(StringComparer.Ordinal), columns.Where(c => c.GetProperty("nameOnly").GetBoolean()).Select(c => c.Text("name")).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_dictionary_is_a_table_in_each_language_too()
    {
        var plain = (await Shared.App.Client.GetStringAsync($"processes/{SharedApp.After}/data-dictionary.csv")).Split("\r\n");
        Assert.Equal("table,column,title,type,meaning,values", plain[0]);
        Assert.Contains("candidates,role,Carácter,string,Si ocupa el cargo o suple a quien lo ocupa.,owner: Propietaria; alternate: Suplente", plain);
        var english = (await Shared.App.Client.GetStringAsync($"processes/{SharedApp.After}/data-dictionary.csv?lang=en")).Split("\r\n");
        Assert.Equal("Table,Column,Header,Type,Meaning,Values", english[0]);
        Assert.Contains("candidates,role,Role,text,Whether the person takes the seat or stands in.,owner: Owner; alternate: Alternate", english);
    }
}
