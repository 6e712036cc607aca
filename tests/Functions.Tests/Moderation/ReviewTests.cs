using System.Net;
using ServerlessDecide.Functions.Tests.OpenApi;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Moderation;

/// <summary>The holder of a receipt may ask once for a review by another person.</summary>
[Collection(SharedApp.Name)]
public sealed class ReviewTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task The_holder_of_a_receipt_asks_for_review_without_a_credential_and_another_person_decides()
    {
        var process = await NewProcessAsync("revision-2021");
        var receipt = await CommentAsync(process, "Mira https://example.org", "held");
        using var first = await DecideAsync(process, receipt, new { decision = "quarantine", reason = "advert", decidedBy = "ana-1" });
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var asked = await Shared.App.Client.PostAsync($"processes/{process.Process}/comments/{receipt.ToLowerInvariant()}/review", null);

        await asked.AssertDescribedAsync("PostReview");
        var state = await asked.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal("quarantined", state.Text("status"));
        Assert.Equal("2021-05-10T12:00:00-05:00", state.GetProperty("review").Text("askedAt"));
        Assert.Null(state.GetProperty("review").GetProperty("decidedAt").GetString());
        Assert.DoesNotContain("ana-1", state.GetRawText(), StringComparison.Ordinal);
        // GET returns the same, and so does asking again.
        Assert.Equal(state.GetRawText(), (await process.Client.GetJsonAsync($"processes/{process.Process}/comments/{receipt}")).GetRawText());
        using var again = await Shared.App.Client.PostAsync($"processes/{process.Process}/comments/{receipt}/review", null);
        Assert.Equal(state.GetRawText(), (await again.JsonAsync(HttpStatusCode.Accepted)).GetRawText());

        foreach (var status in (string[])["review", "quarantined"])
        {
            var item = Assert.Single((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation?status={status}")).Items());
            Assert.Equal((receipt, "2021-05-10T12:00:00-05:00"), (item.Text("receipt"), item.Text("reviewAskedAt")));
        }

        using var same = await DecideAsync(process, receipt, new { decision = "accept", reason = "misread", decidedBy = "ana-1" });
        await same.ProblemAsync(409, "another_person_required");
        using var other = await DecideAsync(process, receipt, new { decision = "accept", reason = "misread", decidedBy = "beto-2" });
        var history = (await other.JsonAsync()).GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(["moderated", "decided", "review_asked", "decided"], history.Select(h => h.Text("step")));
        Assert.Equal(64, history[0].Text("lexicon").Length);
        Assert.Empty((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation?status=review")).Items());
        var seen = await process.Client.GetJsonAsync($"processes/{process.Process}/comments/{receipt}");
        Assert.Equal(("accepted", "2021-05-10T12:00:00-05:00"), (seen.Text("status"), seen.GetProperty("review").Text("decidedAt")));
        // A second request does not reopen the review; it returns the outcome.
        using var late = await Shared.App.Client.PostAsync($"processes/{process.Process}/comments/{receipt}/review", null);
        Assert.Equal(seen.GetRawText(), (await late.JsonAsync(HttpStatusCode.Accepted)).GetRawText());
        Assert.Empty((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation?status=review")).Items());
    }

    [Fact]
    public async Task A_review_is_refused_for_an_accepted_unmoderated_or_unknown_comment()
    {
        var process = await NewProcessAsync("sin-revision");
        using var accepted = await Shared.App.Client.PostAsync($"processes/{process.Process}/comments/{await CommentAsync(process, "Más árboles", "accepted")}/review", null);
        await accepted.ProblemAsync(409, "comment_accepted");
        var waiting = await CommentAsync(process, "Más árboles y bancas", "accepted");
        await CommentRows.ForgetDecisionAsync(Shared.App, process.Process, waiting);
        using var received = await Shared.App.Client.PostAsync($"processes/{process.Process}/comments/{waiting}/review", null);
        await received.ProblemAsync(409, "comment_not_moderated");
        foreach (var receipt in (string[])["x", "210510-00000-00000-00000-00000", "991231-00000-00000-00000-00000"])
        {
            using var none = await Shared.App.Client.PostAsync($"processes/{process.Process}/comments/{receipt}/review", null);
            await none.ProblemAsync(404, "not_found");
        }

        using var nowhere = await Shared.App.Client.PostAsync("processes/ninguno/comments/210510-00000-00000-00000-00000/review", null);
        await nowhere.ProblemAsync(404, "process_not_found");
    }

    [Fact]
    public async Task Once_packages_are_being_made_no_new_review_begins_and_an_earlier_request_is_still_answered()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, "tarde-2021");
        var visitor = await app.NewVisitorAsync("tarde-2021");
        var (early, late) = (await visitor.CommentAsync("sol-legislatura", "Mira https://example.org/1"), await visitor.CommentAsync("sol-legislatura", "Mira https://example.org/2"));
        foreach (var receipt in (string[])[early, late]) await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "held", "it is held");
        using var asked = await app.Client.PostAsync($"processes/tarde-2021/comments/{early}/review", null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-06-10T00:00:00-05:00", null));
        using var begun = await app.Operator.PostAsync("processes/tarde-2021/operator/packages", null);
        Assert.True(begun.IsSuccessStatusCode);

        using var refused = await app.Client.PostAsync($"processes/tarde-2021/comments/{late}/review", null);
        await refused.ProblemAsync(409, "deliveries_begun");
        using var again = await app.Client.PostAsync($"processes/tarde-2021/comments/{early}/review", null);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }

    private async Task<TestVisitor> NewProcessAsync(string process)
    {
        await Example.LoadAsync(Shared.App, process, SharedApp.AllOpen);
        return await Shared.App.NewVisitorAsync(process);
    }

    private static async Task<string> CommentAsync(TestVisitor visitor, string text, string expected)
    {
        var receipt = await visitor.CommentAsync("sol-legislatura", text);
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == expected, $"the comment is {expected}");
        return receipt;
    }

    private Task<HttpResponseMessage> DecideAsync(TestVisitor process, string receipt, object body) =>
        Shared.App.Operator.PostAsync($"processes/{process.Process}/operator/moderation/{receipt}", Answers.Json(body));
}
