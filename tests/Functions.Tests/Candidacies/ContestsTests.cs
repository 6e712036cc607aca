using System.Text.Json;
using ServerlessDecide.Candidacies;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class ContestsTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Contests = $"processes/{SharedApp.Open}/contests";

    private static readonly string[] Drawn = [.. ((string[])["sol", "luna"]).OrderBy(new DrawnOrder($"{SharedApp.Open}/2021-05-10").Lot, StringComparer.Ordinal)];

    [Fact]
    public async Task Each_district_and_each_municipality_has_a_contest_and_so_have_the_state_wide_lists()
    {
        var all = (await Shared.App.Client.GetJsonAsync(Contests + "?limit=500")).Items();
        Assert.Equal(63, all.Count);
        Assert.Equal("""{"id":"legislature","scope":"legislature","contenders":["mar"]}""", all[62].GetRawText());
        Assert.Equal("""{"id":"legislature-8","scope":"legislature","district":"8","contenders":["luna"]}""", all[7].GetRawText());
        Assert.Equal("""{"id":"council-15025","scope":"council","municipality":"15025","contenders":[]}""", all[60].GetRawText());
        Assert.Equal(Drawn, all[6].GetProperty("contenders").EnumerateArray().Select(c => c.GetString()));
    }

    [Theory]
    [InlineData("district=7", "legislature-7")]
    [InlineData("municipality=15106", "council-15106")]
    [InlineData("section=0001", "legislature-7 council-15106")]
    [InlineData("section=1", "legislature-7 council-15106")]
    [InlineData("district=8&municipality=15025", "legislature-8 council-15025")]
    public async Task Contests_are_filtered_by_territory(string query, string ids) =>
        Assert.Equal(ids, string.Join(' ', (await Shared.App.Client.GetJsonAsync($"{Contests}?{query}")).Items().Select(c => c.Text("id"))));

    [Fact]
    public async Task A_section_names_the_contests_of_its_territory()
    {
        var section = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/sections/0001");
        var contests = (await Shared.App.Client.GetJsonAsync($"{Contests}?section=0001")).Items();
        Assert.Equal(contests.Select(c => c.Text("id")), section.GetProperty("contests").EnumerateArray().Select(c => c.GetString()));
    }

    [Theory]
    [InlineData("district=99", "district")]
    [InlineData("district=0&section=9999", "district section")]
    [InlineData("municipality=7", "municipality")]
    public async Task A_territory_that_does_not_exist_is_refused(string query, string fields)
    {
        using var answer = await Shared.App.Client.GetAsync($"{Contests}?{query}");
        Assert.Equal(fields.Split(' '), await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task A_contest_shows_its_ballot_and_how_the_order_was_drawn()
    {
        var contest = await Shared.App.Client.GetJsonAsync(Contests + "/legislature-7");
        Assert.Equal(["id", "scope", "district", "contenders", "ballot", "order"], contest.Names());
        Assert.Equal(Drawn, contest.GetProperty("ballot").EnumerateArray().Select(b => b.Text("contender")));
        Assert.Equal($"{SharedApp.Open}/2021-05-10", contest.GetProperty("order").Text("seed"));

        var council = await Shared.App.Client.GetJsonAsync(Contests + "/council-15106");
        var ballot = Assert.Single(council.GetProperty("ballot").EnumerateArray());
        Assert.Equal("""{"id":"sol-toluca-1","name":"Zoé Ñuble"}""", ballot.GetProperty("head").GetRawText());
        Assert.Equal(
            """{"office":"sindicatura","position":3,"owner":{"id":"sol-toluca-r2","name":"Ana María Cruz"},"alternate":{"id":"sol-toluca-r2s","name":"Íñigo Álvarez Ruiz"}}""",
            ballot.GetProperty("candidacies")[2].GetRawText());

        using var nothing = await Shared.App.Client.GetAsync(Contests + "/legislature-99");
        await nothing.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task The_contest_of_the_state_wide_lists_shows_the_places_of_each_list()
    {
        var lists = await Shared.App.Client.GetJsonAsync(Contests + "/legislature");
        Assert.Equal(["id", "scope", "contenders", "ballot", "order"], lists.Names());
        Assert.Equal(
            """{"contender":"mar","head":null,"candidacies":[{"office":"diputacion","position":1,"owner":{"id":"mar-lista-1","name":"Renata Luján"},"alternate":null}]}""",
            Assert.Single(lists.GetProperty("ballot").EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task The_contest_of_every_candidate_is_there()
    {
        var contests = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/candidates?limit=500")).Items().Select(c => c.Text("contest")).Distinct().ToList();
        Assert.Contains("legislature", contests);
        foreach (var contest in contests) Assert.Equal(contest, (await Shared.App.Client.GetJsonAsync($"{Contests}/{contest}")).Text("id"));
    }

    [Fact]
    public async Task Contests_name_no_contenders_until_candidates_open_and_caches_expire_by_then()
    {
        const string Process = "pronto-2021";
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(
            app, Process, TestCalendar.Empty.With("information", ("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00")).With("candidates", ("2021-05-10T12:00:10-05:00", "2021-06-03T00:00:00-05:00")));

        var (before, caching) = await AskAsync();
        Assert.Equal(["id", "scope", "district"], before.Names());
        Assert.Equal("public, max-age=10", caching);
        Assert.All((await app.Client.GetJsonAsync($"processes/{Process}/contests")).Items(), c => Assert.False(c.TryGetProperty("contenders", out _)));
        var next = (await app.Client.GetJsonAsync($"processes/{Process}/contests?limit=1")).GetProperty("next").GetString();

        app.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["id", "scope", "district", "contenders", "ballot", "order"], (await AskAsync()).Contest.Names());
        var page = await app.Client.GetJsonAsync($"processes/{Process}/contests?limit=6&cursor={next}");
        Assert.Equal(2, page.Items()[^1].GetProperty("contenders").GetArrayLength());

        async Task<(JsonElement Contest, string Caching)> AskAsync()
        {
            using var answer = await app.Client.GetAsync($"processes/{Process}/contests/legislature-7");
            return (await answer.JsonAsync(), Assert.Single(answer.Headers.GetValues("Cache-Control")));
        }
    }

    [Fact]
    public async Task The_order_of_the_day_is_cacheable_only_until_midnight()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { At = "2021-05-10T23:59:50-05:00" });
        await Example.LoadAsync(app, SharedApp.Open, SharedApp.AllOpen);
        using var today = await app.Client.GetAsync(Contests);
        Assert.Equal(TimeSpan.FromSeconds(10), today.Headers.CacheControl?.MaxAge);
        app.Time.Advance(TimeSpan.FromSeconds(10));
        var contest = await app.Client.GetJsonAsync(Contests + "/legislature-7");
        Assert.Equal($"{SharedApp.Open}/2021-05-11", contest.GetProperty("order").Text("seed"));
    }
}
