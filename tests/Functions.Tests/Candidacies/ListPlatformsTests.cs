using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServerlessDecide.Candidacies;
using ServerlessDecide.TestSupport;

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
    [InlineData("?contender=luna&contender=mar", "luna-legislatura", "mar-legislatura")]
    [InlineData("?contender=mar,luna", "luna-legislatura", "mar-legislatura")]
    [InlineData("?contender=mar,%20luna&contender=luna&scope=legislature", "luna-legislatura", "mar-legislatura")]
    public async Task Platforms_are_filtered_by_contender_and_scope(string query, params string[] ids)
    {
        var list = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms{query}")).Items();
        Assert.Equal(ids, list.Select(p => p.Text("id")));
    }

    [Theory]
    [InlineData("senate")]
    [InlineData("Legislature")]
    [InlineData("legislature&scope=council")]
    public async Task A_scope_that_is_unknown_or_given_twice_is_refused(string scope)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/platforms?scope={scope}");
        Assert.Equal(["scope"], await answer.InvalidFieldsAsync());
    }

    [Theory]
    [InlineData("topic=Agua", "topic")]
    [InlineData("contender=,", "contender")]
    [InlineData("contender=Sol", "contender")]
    public async Task A_malformed_filter_is_refused_by_name(string query, string field)
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/platforms?{query}");
        Assert.Equal([field], await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_filter_takes_at_most_a_hundred_contenders_and_still_has_a_next_page()
    {
        var many = string.Join(',', Enumerable.Range(0, 98).Select(i => $"un-actor-politico-con-un-identificador-bastante-largo-numero-{i}"));
        var first = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms?limit=1&contender={many},luna,mar");
        var next = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms?limit=1&contender={many},luna,mar&cursor={first.Text("next")}");
        Assert.Equal(["luna-legislatura", "mar-legislatura"], first.Items().Concat(next.Items()).Select(p => p.Text("id")));
        using var more = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/platforms?contender={many},luna,mar,sol");
        Assert.Equal(["contender"], await more.InvalidFieldsAsync());
    }

    [Fact]
    public async Task Platforms_on_a_topic_come_in_an_order_that_anyone_can_recompute()
    {
        var list = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms?topic=agua&scope=legislature");
        Assert.Equal(["items", "next", "without", "order"], list.Names());
        var order = list.GetProperty("order");
        Assert.Equal("edomex-2021/2021-05-10", order.Text("seed"));
        Assert.Contains("SHA-256", order.GetProperty("rule").Text("es"), StringComparison.Ordinal);
        Assert.Contains("SHA-256", order.GetProperty("rule").Text("en"), StringComparison.Ordinal);
        var ids = new[] { "sol", "luna", "mar" }
            .OrderBy(c => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{order.Text("seed")}/{c}"))), StringComparer.Ordinal)
            .Select(c => c + "-legislatura");
        Assert.Equal(ids, list.GetProperty("items").EnumerateArray().Select(p => p.Text("id")));
    }

    [Fact]
    public async Task A_topic_without_platforms_returns_an_empty_list()
    {
        var list = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms?topic=nada");
        Assert.Equal(0, list.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("topic=nada", "sol", "luna", "mar")]
    [InlineData("topic=nada&scope=council", "sol")]
    [InlineData("topic=nada&contender=luna,mar,ana-nunez", "luna", "mar")]
    [InlineData("topic=agua")]
    public async Task A_comparison_names_the_contenders_whose_platforms_leave_the_topic_out(string query, params string[] contenders)
    {
        var list = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms?{query}");
        var drawn = new DrawnOrder($"{SharedApp.Open}/2021-05-10");
        Assert.Equal(contenders.OrderBy(drawn.Lot, StringComparer.Ordinal), list.GetProperty("without").EnumerateArray().Select(c => c.GetString()));
    }

    [Fact]
    public async Task A_list_without_a_topic_has_no_drawn_order() =>
        Assert.Equal(["items", "next"], (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/platforms")).Names());

    [Fact]
    public async Task A_drawn_order_is_cacheable_only_until_midnight_and_the_next_day_has_another()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, "edomex-2021", SharedApp.AllOpen);
        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-05-10T23:59:40-05:00", CultureInfo.InvariantCulture));
        using var last = await app.Client.GetAsync("processes/edomex-2021/platforms?topic=agua&limit=1");
        Assert.Equal("public, max-age=20", Assert.Single(last.Headers.GetValues("Cache-Control")));
        using var plain = await app.Client.GetAsync("processes/edomex-2021/platforms");
        Assert.Equal(TimeSpan.FromSeconds(60), plain.Headers.CacheControl!.MaxAge);

        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-05-11T00:00:00-05:00", CultureInfo.InvariantCulture));
        var next = await app.Client.GetJsonAsync("processes/edomex-2021/platforms?topic=agua");
        Assert.Equal("edomex-2021/2021-05-11", next.GetProperty("order").Text("seed"));
        // A page cut from yesterday's order would repeat some platforms and skip others.
        var cursor = JsonSerializer.Deserialize<JsonElement>(await last.Content.ReadAsStringAsync()).Text("next");
        using var beyond = await app.Client.GetAsync($"processes/edomex-2021/platforms?topic=agua&cursor={cursor}");
        await beyond.ProblemAsync(400, "bad_cursor");
    }
}
