using ServerlessDecide.Functions.Moderation;
using ServerlessDecide.Functions.Tests.OpenApi;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Moderation;

/// <summary>The tools for many similar comments (copies, lists by code) and for judging moderation (the sample, the figures).</summary>
public sealed class ModerationFiguresTests
{
    private const string Process = "medidas-2021";
    private const string Desk = $"processes/{Process}/operator/moderation";

    [Fact]
    public async Task Copies_lists_by_code_the_sample_and_the_figures_are_right_and_never_name_a_contender()
    {
        await using var app = await TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { ["SampleShare"] = "1" } });
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        var visitor = await app.NewVisitorAsync(Process);
        var copies = new List<string>();
        for (var i = 0; i < 3; i++) copies.Add(await CommentAsync(visitor, "Mira https://example.org", "held"));
        var alone = await CommentAsync(visitor, "Eres un pendejo", "held");
        var accepted = await CommentAsync(visitor, "Más árboles", "accepted");
        var empty = await app.Operator.GetJsonAsync(Desk + "/figures");
        Assert.Null(empty.GetProperty("countedAt").GetString());
        var answers = new List<string>();

        // Lists by code, and copies in pages.
        Assert.Equal(copies.Order(), (await ItemsAsync("?status=held&code=link")).Order());
        Assert.Equal([alone], await ItemsAsync("?status=held&code=insult"));
        using var unknown = await app.Operator.GetAsync(Desk + "?code=nada");
        Assert.Equal(["code"], await unknown.InvalidFieldsAsync());
        var decision = new { decision = "accept", reason = "misread", decidedBy = "ana-1" };
        var decided = new List<string>();
        for (var address = $"{Desk}/{copies[0]}/copies?limit=2"; address is not null;)
        {
            using var answer = await app.Operator.PostAsync(address, Answers.Json(decision));
            await answer.AssertDescribedAsync("PostModerationCopies");
            var page = await answer.JsonAsync();
            answers.Add(page.GetRawText());
            Assert.All(page.Items(), item => Assert.Equal(("decided", "accepted"), (item.Text("outcome"), item.Text("status"))));
            decided.AddRange(page.Items().Select(item => item.Text("receipt")));
            address = answer.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null!;
        }

        Assert.Equal(copies.Order(), decided.Order());
        Assert.Equal([alone], await ItemsAsync("?status=held"));
        Assert.Equal(copies.Order(), (await ItemsAsync("?status=accepted&code=link")).Order());
        Assert.Equal(copies.Append(accepted).Order(), (await ItemsAsync("?status=accepted")).Order());

        // The sample holds what no person has looked at; a look is recorded.
        using var sample = await app.Operator.GetAsync(Desk + "/sample");
        await sample.AssertDescribedAsync("ListModerationSample");
        answers.Add((await sample.JsonAsync()).GetRawText());
        Assert.Equal([accepted], (await sample.JsonAsync()).Items().Select(i => i.Text("receipt")));
        using var looked = await app.Operator.PostAsync($"{Desk}/{accepted}", Answers.Json(new { decision = "accept", reason = "in_order", decidedBy = "ana-1" }));
        Assert.Equal("looked", (await looked.JsonAsync()).GetProperty("history").EnumerateArray().Last().Text("step"));
        Assert.Empty((await app.Operator.GetJsonAsync(Desk + "/sample")).Items());

        await app.FireAsync(nameof(CountModerationTimer));
        using var figures = await app.Operator.GetAsync(Desk + "/figures");
        await figures.AssertDescribedAsync("GetModerationFigures");
        var counted = await figures.JsonAsync();
        answers.Add(counted.GetRawText());
        Assert.Equal("2021-05-10T12:00:00-05:00", counted.Text("countedAt"));
        Assert.Equal(ServerlessDecide.Moderation.ModerationReasons.OfModeration, counted.GetProperty("codes").EnumerateArray().Select(c => c.Text("code")));
        Assert.Equal("""{"code":"link","fired":3,"looked":3,"overturned":3}""", Code("link"));
        Assert.Equal("""{"code":"insult","fired":1,"looked":0,"overturned":0}""", Code("insult"));
        Assert.Equal("""{"comments":1,"looked":1,"overturned":0}""", counted.GetProperty("sample").GetRawText());
        Assert.All(answers, answer => Assert.DoesNotContain("sol", answer, StringComparison.Ordinal));

        string Code(string code) => counted.GetProperty("codes").EnumerateArray().Single(c => c.Text("code") == code).GetRawText();
        async Task<List<string>> ItemsAsync(string query) => [.. (await app.Operator.GetJsonAsync(Desk + query)).Items().Select(i => i.Text("receipt"))];
    }

    [Fact]
    public async Task A_decision_on_copies_is_refused_for_the_same_reasons_as_a_single_one()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, Process, SharedApp.AllOpen);
        var visitor = await app.NewVisitorAsync(Process);
        var receipt = await CommentAsync(visitor, "Más árboles", "accepted");
        var quarantine = new { decision = "quarantine", reason = "threat", decidedBy = "ana-1" };
        using var proposed = await app.Operator.PostAsync($"{Desk}/{receipt}/copies", Answers.Json(quarantine));
        Assert.Equal(("proposed", "accepted"), ((await proposed.JsonAsync()).Items()[0].Text("outcome"), (await proposed.JsonAsync()).Items()[0].Text("status")));
        using var same = await app.Operator.PostAsync($"{Desk}/{receipt}/copies", Answers.Json(quarantine));
        await same.ProblemAsync(409, "second_person_required");
        using var none = await app.Operator.PostAsync($"{Desk}/210510-00000-00000-00000-00000/copies", Answers.Json(quarantine));
        await none.ProblemAsync(404, "not_found");
        using var wrong = await app.Operator.PostAsync($"{Desk}/{receipt}/copies", Answers.Json(new { decision = "quarantine", reason = "threat" }));
        Assert.Equal(["decidedBy"], await wrong.InvalidFieldsAsync());
        using var cursor = await app.Operator.PostAsync($"{Desk}/{receipt}/copies?cursor=x", Answers.Json(quarantine));
        await cursor.ProblemAsync(400, "bad_cursor");
        using var visitors = await visitor.Client.PostAsync($"{Desk}/{receipt}/copies", Answers.Json(quarantine));
        await visitors.ProblemAsync(403, "not_allowed");
    }

    [Theory]
    [InlineData("-0.1")]
    [InlineData("1.1")]
    [InlineData("mucho")]
    public async Task An_invalid_sample_share_stops_the_start_with_an_error_that_names_the_setting(string share)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(new() { Settings = new Dictionary<string, string?> { ["SampleShare"] = share } }));
        Assert.Contains("SampleShare", refused.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> CommentAsync(TestVisitor visitor, string text, string expected)
    {
        var receipt = await visitor.CommentAsync("sol-legislatura", text);
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == expected, $"the comment is {expected}");
        return receipt;
    }
}
