using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Functions.Tests.OpenApi;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Moderation;

/// <summary>The review list of the people who moderate, their decisions, and what others see of them.</summary>
[Collection(SharedApp.Name)]
public sealed class ModerationTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task The_review_list_shows_what_to_decide_and_never_names_a_contender()
    {
        var process = await NewProcessAsync("lista-2021");
        var receipt = await CommentAsync(process, "Mira, 😀 https://example.org y luego me dices", "held");

        using var answer = await Shared.App.Operator.GetAsync($"processes/{process.Process}/operator/moderation?status=held");
        await answer.AssertDescribedAsync("ListModeration");
        var item = Assert.Single((await answer.JsonAsync()).Items());
        Assert.Equal(["receipt", "kind", "status", "text", "receivedAt", "decidedAt", "reasons", "findings", "class", "proposal", "reviewAskedAt", "version"], item.Names());
        Assert.Equal((receipt, "comment", "held", "A"), (item.Text("receipt"), item.Text("kind"), item.Text("status"), item.Text("class")));
        Assert.Equal("2021-05-10T12:00:00-05:00", item.Text("receivedAt"));
        var finding = Assert.Single(item.GetProperty("findings").EnumerateArray());
        Assert.Equal(["code", "severity", "sign", "start", "length"], finding.Names());
        Assert.Equal("https://example.org", item.Text("text").Substring(finding.GetProperty("start").GetInt32(), finding.GetProperty("length").GetInt32()));
        Assert.DoesNotContain("sol", item.GetRawText().Replace("resol", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // The default status is held; a list without waiting comments is empty; an unknown status is refused.
        Assert.Single((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation")).Items());
        Assert.Empty((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation?status=quarantined")).Items());
        using var bad = await Shared.App.Operator.GetAsync($"processes/{process.Process}/operator/moderation?status=deleted");
        Assert.Equal(["status"], await bad.InvalidFieldsAsync());
    }

    [Fact]
    public async Task The_pages_of_the_review_list_go_from_the_oldest_to_the_newest()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, "paginas-2021", SharedApp.AllOpen);
        var visitor = await app.NewVisitorAsync("paginas-2021");
        var receipts = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            receipts.Add(await visitor.CommentAsync("sol-legislatura", $"Mira https://example.org/{i}"));
            await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipts[^1]) == "held", "it is held");
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var (read, pages) = (new List<string>(), 0);
        for (var address = "processes/paginas-2021/operator/moderation?limit=2"; address is not null; pages++)
        {
            using var answer = await app.Operator.GetAsync(address);
            var page = await answer.JsonAsync();
            read.AddRange(page.Items().Select(i => i.Text("receipt")));
            address = answer.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null!;
            Assert.Equal(address is null, page.GetProperty("next").ValueKind == JsonValueKind.Null);
        }

        Assert.Equal(receipts, read);
        Assert.Equal(3, pages);
        var next = (await app.Operator.GetJsonAsync("processes/paginas-2021/operator/moderation?limit=2")).Text("next");
        using var other = await app.Operator.GetAsync($"processes/paginas-2021/operator/moderation?status=quarantined&cursor={next}");
        await other.ProblemAsync(400, "bad_cursor");
        var forged = System.Buffers.Text.Base64Url.EncodeToString("moderation.held\nx' or 1 eq 1"u8);
        using var injected = await app.Operator.GetAsync($"processes/paginas-2021/operator/moderation?cursor={forged}");
        await injected.ProblemAsync(400, "bad_cursor");
    }

    [Theory]
    [InlineData("Mira https://example.org", "held", "accept", "misread", "accepted", "")]
    [InlineData("Mira https://example.org", "held", "quarantine", "advert", "quarantined", "advert")]
    [InlineData("Escríbeme a alguien@example.org", "quarantined", "accept", "public_data", "accepted", "")]
    [InlineData("Escríbeme a alguien@example.org", "quarantined", "quarantine", "personal_data", "quarantined", "personal_data")]
    public async Task One_person_decides_what_moderation_did_not_accept_and_the_visitor_sees_the_decision_but_not_the_person(
        string text, string moderated, string decision, string reason, string status, string reasons)
    {
        var process = await NewProcessAsync($"uno-{moderated[..2]}-{decision[..2]}");
        var receipt = await CommentAsync(process, text, moderated);

        using var answer = await DecideAsync(process, receipt, new { decision, reason, decidedBy = "moderacion-03", note = "visto con calma" });
        await answer.AssertDescribedAsync("PostModeration");
        var decided = await answer.JsonAsync();
        Assert.Equal(["comment", "history"], decided.Names());
        Assert.Equal(status, decided.GetProperty("comment").Text("status"));
        var history = decided.GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(["moderated", "decided"], history.Select(h => h.Text("step")));
        Assert.Equal((null, "moderacion-03", "visto con calma"), (history[0].GetProperty("by").GetString(), history[1].Text("by"), history[1].Text("note")));

        Assert.Empty((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation?status={moderated}")).Items());
        var seen = await process.Client.GetJsonAsync($"processes/{process.Process}/comments/{receipt}");
        Assert.Equal(["receipt", "kind", "status", "reasons", "receivedAt", "decidedAt", "review"], seen.Names());
        Assert.Equal((status, reasons), (seen.Text("status"), string.Join(',', seen.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()))));
        Assert.DoesNotContain("moderacion", seen.GetRawText(), StringComparison.Ordinal);

        // A retry, as after a lost answer, adds nothing.
        using var again = await DecideAsync(process, receipt, new { decision, reason, decidedBy = "moderacion-03" });
        Assert.Equal(2, (await again.JsonAsync()).GetProperty("history").GetArrayLength());
        using var read = await Shared.App.Operator.GetAsync($"processes/{process.Process}/operator/moderation/{receipt}");
        await read.AssertDescribedAsync("ReadModeration");
        Assert.Equal((await again.JsonAsync()).GetRawText(), (await read.JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task Quarantining_an_accepted_comment_takes_two_people()
    {
        var process = await NewProcessAsync("dos-2021");
        var receipt = await CommentAsync(process, "Más árboles", "accepted");
        var first = new { decision = "quarantine", reason = "threat", decidedBy = "ana-1" };

        using var proposed = await DecideAsync(process, receipt, first);
        await proposed.AssertDescribedAsync("PostModeration");
        var state = await proposed.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal("accepted", state.GetProperty("comment").Text("status"));
        Assert.Equal("accepted", await process.StatusOfAsync(receipt));
        var item = Assert.Single((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation?status=proposed")).Items());
        Assert.Equal((receipt, "ana-1"), (item.Text("receipt"), item.GetProperty("proposal").Text("by")));

        using var same = await DecideAsync(process, receipt, first);
        await same.ProblemAsync(409, "second_person_required");
        using var confirmed = await DecideAsync(process, receipt, new { decision = "quarantine", reason = "hate", decidedBy = "beto-2" });
        Assert.Equal("quarantined", (await confirmed.JsonAsync()).GetProperty("comment").Text("status"));
        Assert.Empty((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation?status=proposed")).Items());
        Assert.Equal("quarantined", await process.StatusOfAsync(receipt));
        using var reversed = await DecideAsync(process, receipt, new { decision = "accept", reason = "mistaken_decision", decidedBy = "ana-1" });
        Assert.Equal("accepted", (await reversed.JsonAsync()).GetProperty("comment").Text("status"));
    }

    [Fact]
    public async Task A_decision_on_an_older_version_is_refused_with_the_current_state()
    {
        var process = await NewProcessAsync("version-2021");
        var receipt = await CommentAsync(process, "Mira https://example.org", "held");
        var version = Assert.Single((await Shared.App.Operator.GetJsonAsync($"processes/{process.Process}/operator/moderation")).Items()).Text("version");
        using var one = await DecideAsync(process, receipt, new { decision = "accept", reason = "misread", decidedBy = "ana-1", version });
        Assert.Equal(HttpStatusCode.OK, one.StatusCode);

        using var late = await DecideAsync(process, receipt, new { decision = "quarantine", reason = "advert", decidedBy = "beto-2", version });

        var problem = await late.ProblemAsync(409, "decision_conflict");
        Assert.Equal("accepted", problem.Text("commentStatus"));
        using var now = await DecideAsync(process, receipt, new { decision = "quarantine", reason = "advert", decidedBy = "beto-2", version = problem.Text("version") });
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
    }

    [Fact]
    public async Task A_decision_must_state_a_valid_decision_reason_and_person()
    {
        var process = await NewProcessAsync("reglas-2021");
        var receipt = await CommentAsync(process, "Mira https://example.org", "held");
        (object Body, string Field)[] wrong =
        [
            (new { reason = "advert", decidedBy = "ana-1" }, "decision"),
            (new { decision = "delete", reason = "advert", decidedBy = "ana-1" }, "decision"),
            (new { decision = "accept", decidedBy = "ana-1" }, "reason"),
            (new { decision = "accept", reason = "advert", decidedBy = "ana-1" }, "reason"),
            (new { decision = "quarantine", reason = "misread", decidedBy = "ana-1" }, "reason"),
            (new { decision = "quarantine", reason = "moderation_failed", decidedBy = "ana-1" }, "reason"),
            (new { decision = "accept", reason = "misread" }, "decidedBy"),
            (new { decision = "accept", reason = "misread", decidedBy = "Ana Núñez" }, "decidedBy"),
            (new { decision = "accept", reason = "misread", decidedBy = "ana-1", note = new string('x', 201) }, "note"),
            (new { decision = "accept", reason = "misread", decidedBy = "ana-1", note = "  " }, "note"),
            (new { decision = "accept", reason = "misread", decidedBy = "ana-1", note = "\u202E" }, "note"),
        ];
        foreach (var (body, field) in wrong)
        {
            using var answer = await DecideAsync(process, receipt, body);
            Assert.Equal([field], await answer.InvalidFieldsAsync());
        }

        using var none = await DecideAsync(process, "210510-00000-00000-00000-00000", new { decision = "accept", reason = "misread", decidedBy = "ana-1" });
        await none.ProblemAsync(404, "not_found");
        using var nowhere = await Shared.App.Operator.GetAsync($"processes/{process.Process}/operator/moderation/991231-00000-00000-00000-00000");
        await nowhere.ProblemAsync(404, "not_found");
        using var visitor = await process.Client.GetAsync($"processes/{process.Process}/operator/moderation");
        await visitor.ProblemAsync(403, "not_allowed");
        Assert.Equal("held", await process.StatusOfAsync(receipt));
    }

    [Fact]
    public async Task A_comment_that_the_rules_have_not_moderated_cannot_be_decided_by_a_person()
    {
        var process = await NewProcessAsync("antes-reglas");
        var receipt = await CommentAsync(process, "Más árboles", "accepted");
        await CommentRows.ForgetDecisionAsync(Shared.App, process.Process, receipt);
        using var answer = await DecideAsync(process, receipt, new { decision = "accept", reason = "misread", decidedBy = "ana-1" });
        await answer.ProblemAsync(409, "comment_not_moderated");
    }

    [Fact]
    public async Task The_audit_of_a_decision_has_only_ids_and_codes()
    {
        var process = await NewProcessAsync("bitacora-2021");
        var receipt = await CommentAsync(process, "Mira https://example.org", "held");
        using var answer = await DecideAsync(process, receipt, new { decision = "accept", reason = "misread", decidedBy = "ana-1", note = "no es un anuncio" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var (tables, names) = (Shared.App.Services.GetRequiredService<Tables>(), Shared.App.Services.GetRequiredService<StorageNames>());
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"bitacora-2021.202105"}");
        var rows = await tables.QueryAsync(names.Audit, filter, null, CancellationToken.None).ToListAsync();
        var row = Assert.Single(rows, r => r.GetString("Action") == "moderation.decided");
        Assert.Equal(
            $$"""{"receipt":"{{receipt}}","decidedBy":"ana-1","from":"held","to":"accepted","reasons":["misread"]}""", row.GetString("Detail"));
        Assert.All(rows, r => Assert.DoesNotContain("anuncio", string.Concat(r.Keys.Select(k => r[k])), StringComparison.Ordinal));
        Assert.All(rows, r => Assert.DoesNotContain("example.org", string.Concat(r.Keys.Select(k => r[k])), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_moderation_reason_is_explained_publicly_in_two_languages()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/moderation-reasons?limit=500");
        await answer.AssertDescribedAsync("ListModerationReasons");
        var reasons = (await answer.JsonAsync()).Items();
        Assert.Equal(
            ServerlessDecide.Moderation.ModerationReasons.OfModeration.Concat(ServerlessDecide.Moderation.ModerationReasons.ToAccept),
            reasons.Select(r => r.Text("code")));
        Assert.All(reasons, r => Assert.NotEqual(r.GetProperty("meaning").Text("es"), r.GetProperty("meaning").Text("en")));
        Assert.Equal(
            ServerlessDecide.Moderation.ModerationReasons.ToQuarantine, reasons.Where(r => r.GetProperty("people").GetString() == "quarantine").Select(r => r.Text("code")));
        Assert.Equal(ServerlessDecide.Moderation.ModerationReasons.OfModeration, reasons.Where(r => r.GetProperty("moderation").GetString() is not null).Select(r => r.Text("code")));
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
