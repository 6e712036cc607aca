namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class ListPlatformsTests(SharedApp shared) : SharedAppTest(shared)
{
    [Theory]
    [InlineData("", "sol-legislatura", "sol-ayuntamientos", "luna-legislatura", "mar-legislatura")]
    [InlineData("?contender=sol", "sol-legislatura", "sol-ayuntamientos")]
    [InlineData("?scope=legislature", "sol-legislatura", "luna-legislatura", "mar-legislatura")]
    [InlineData("?contender=sol&scope=council", "sol-ayuntamientos")]
    [InlineData("?contender=ana-nunez")]
    [InlineData("?contender=nadie")]
    public async Task It_lists_platforms_of_a_contender_and_a_scope(string query, params string[] ids)
    {
        var list = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms{query}")).Items();
        Assert.Equal(ids, list.Select(p => p.Text("id")));
    }

    [Theory]
    [InlineData("senate")]
    [InlineData("")]
    [InlineData("Legislature")]
    [InlineData("legislature&scope=council")]
    public async Task There_are_two_scopes(string scope)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/platforms?scope={scope}");
        Assert.Equal(["scope"], await answer.InvalidFieldsAsync());
    }
}
