using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Candidacies;

[Collection(SharedApp.Name)]
public sealed class ListProposalsTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string List = $"processes/{SharedApp.Open}/proposals";

    private static readonly (string Opens, string Closes) SoonOpen = ("2021-05-10T12:00:20-05:00", "2021-06-01T00:00:00-05:00");

    [Theory]
    [InlineData("", "sol-7-agua sol-7-campo luna-7-agua")]
    [InlineData("?topic=agua", "sol-7-agua luna-7-agua")]
    [InlineData("?contender=sol", "sol-7-agua sol-7-campo")]
    [InlineData("?contender=sol&topic=agua", "sol-7-agua")]
    [InlineData("?contender=mar", "")]
    [InlineData("?district=7", "sol-7-agua sol-7-campo luna-7-agua")]
    [InlineData("?district=8", "")]
    [InlineData("?municipality=15106", "")]
    [InlineData("?contest=legislature-7&topic=campo", "sol-7-campo")]
    [InlineData("?contest=council-15106", "")]
    [InlineData("?contest=legislature", "")]
    [InlineData("?contest=legislature-7&district=8", "")]
    [InlineData("?topic=&contender=&district=&municipality=&contest=", "sol-7-agua sol-7-campo luna-7-agua")]
    public async Task Proposals_are_found_by_every_filter_and_by_all_of_them_together(string query, string ids) => Assert.Equal(
        ids, string.Join(' ', (await Shared.App.Client.GetJsonAsync(List + query)).Items().Select(p => p.Text("id"))));

    [Fact]
    public async Task A_row_of_the_list_is_the_proposal_itself()
    {
        var row = (await Shared.App.Client.GetJsonAsync(List)).Items()[0];
        Assert.Equal(["id", "candidate", "contender", "topic", "title", "text", "publishedAt", "version"], row.Names());
        Assert.Equal((await Shared.App.Client.GetJsonAsync($"{List}/sol-7-agua")).GetRawText(), row.GetRawText());
    }

    [Theory]
    [InlineData("topic=Agua", "topic")]
    [InlineData("topic=astronomia", "topic")]
    [InlineData("contender=nadie", "contender")]
    [InlineData("district=99&municipality=toluca", "district municipality")]
    [InlineData("contest=legislature-99", "contest")]
    [InlineData("contest=council", "contest")]
    public async Task A_filter_that_names_something_unknown_is_refused_by_name(string query, string fields)
    {
        using var answer = await Shared.App.Client.GetAsync($"{List}?{query}");
        Assert.Equal(fields.Split(' '), await answer.InvalidFieldsAsync());
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_skip_a_proposal_and_a_cursor_belongs_to_its_filters()
    {
        var first = await Shared.App.Client.GetJsonAsync($"{List}?topic=agua&limit=1");
        var rest = await Shared.App.Client.GetJsonAsync($"{List}?topic=agua&limit=1&cursor={first.Text("next")}");
        Assert.Equal(["sol-7-agua", "luna-7-agua"], first.Items().Concat(rest.Items()).Select(p => p.Text("id")));
        Assert.Null(rest.GetProperty("next").GetString());
        using var other = await Shared.App.Client.GetAsync($"{List}?topic=campo&cursor={first.Text("next")}");
        await other.ProblemAsync(400, "bad_cursor");
    }

    [Fact]
    public async Task Rows_of_candidates_say_how_many_proposals_there_are_only_while_profiles_are_open()
    {
        var rows = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/candidates")).Items().ToDictionary(c => c.Text("id"));
        Assert.Equal((2, 1, 0), (Count("sol-7-p"), Count("luna-7-p"), Count("luna-8-p")));
        // Only who heads a formula or slate can have any.
        Assert.False(rows["sol-7-s"].TryGetProperty("proposalCount", out _));

        const string Process = "pronto-2021";
        await Example.LoadAsync(Shared.App, Process, SharedApp.AllOpen.With("profiles", SoonOpen));
        using var before = await Shared.App.Client.GetAsync($"processes/{Process}/candidates");
        Assert.All((await before.JsonAsync()).Items(), row => Assert.False(row.TryGetProperty("proposalCount", out _)));
        // No cache keeps that answer until after the opening.
        Assert.InRange(before.Headers.CacheControl!.MaxAge!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        using var closed = await Shared.App.Client.GetAsync($"processes/{Process}/proposals");
        Assert.Equal(SoonOpen.Opens, (await closed.ProblemAsync(403, "activity_closed")).Text("opensAt"));

        int Count(string id) => rows[id].GetProperty("proposalCount").GetInt32();
    }

    [Fact]
    public async Task Once_profiles_open_a_kept_page_says_how_many_proposals_there_are()
    {
        await using var app = await TestApp.StartAsync();
        const string Process = "abre-2021";
        await Example.LoadAsync(app, Process, SharedApp.AllOpen.With("profiles", SoonOpen));
        var before = (await app.Client.GetJsonAsync($"processes/{Process}/candidates?contender=sol&head=true")).Items();
        Assert.All(before, row => Assert.False(row.TryGetProperty("proposalCount", out _)));

        app.Time.Advance(TimeSpan.FromSeconds(20));

        var after = (await app.Client.GetJsonAsync($"processes/{Process}/candidates?contender=sol&head=true")).Items();
        Assert.Equal(2, after.Single(c => c.Text("id") == "sol-7-p").GetProperty("proposalCount").GetInt32());
        Assert.Equal(3, (await app.Client.GetJsonAsync($"processes/{Process}/proposals")).Items().Count);
    }
}
