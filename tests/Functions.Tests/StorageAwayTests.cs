using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Comments;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Storage becomes unavailable under a running app and comes back.</summary>
public sealed class StorageAwayTests
{
    private const string Process = "edomex-2021";
    private const string Platform = $"processes/{Process}/platforms/sol-legislatura";

    public static TheoryData<string> Ways => ["refuse", "500", "503"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Without_storage_reads_go_on_and_writes_are_refused_until_it_recovers(string way)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy);
        var visitor = await app.NewVisitorAsync(Process);
        await visitor.ReactAsync("luna-legislatura", "like");
        var proof = Altcha.Solve(await app.Client.GetJsonAsync($"processes/{Process}/challenge"));

        proxy.Set(Mode(way));
        app.Time.Advance(TimeSpan.FromSeconds(3));
        await AssertReadsGoOnAsync(app, TimeSpan.FromSeconds(5));
        foreach (var (method, address, body) in Writes(proof))
        {
            using var client = app.NewClient();
            client.DefaultRequestHeaders.Add("x-functions-key", TestApp.Key);
            client.DefaultRequestHeaders.Authorization = visitor.Client.DefaultRequestHeaders.Authorization;
            using var answer = await client.SendAsync(method, address, body is null ? null : Answers.Json(body));
            await answer.ProblemAsync(503, "storage_unavailable");
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        }

        // After a long silence a reader waits for the refresh, for a limited time.
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await AssertReadsGoOnAsync(app, TimeSpan.FromSeconds(5));

        proxy.Set(StorageMode.Up);
        app.Time.Advance(TimeSpan.FromSeconds(3));
        // The failed attempt did not use up the proof.
        using var created = await app.Client.PostAsync($"processes/{Process}/visitors", Answers.Json(new { altcha = proof }));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("luna-legislatura", Assert.Single((await visitor.Client.GetJsonAsync($"processes/{Process}/visitors/me/reactions")).Items()).Text("id"));
        var receipt = await visitor.CommentAsync("sol-legislatura", "De vuelta");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "accepted", "the queue is read again");
        Assert.Equal(["De vuelta"], await TextsAsync(app));
    }

    [Fact]
    public async Task Readers_do_not_wait_while_storage_hangs()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy);
        var visitor = await app.NewVisitorAsync(Process);
        proxy.Set(StorageMode.Hang);
        var write = visitor.Client.PutAsync(Platform + "/reaction", Answers.Json("{\"value\":\"like\"}"));
        app.Time.Advance(TimeSpan.FromSeconds(3));
        await AssertReadsGoOnAsync(app, TimeSpan.FromSeconds(5));
        // The write makes three attempts of eight seconds each; reads go on meanwhile.
        while (!write.IsCompleted)
        {
            await AssertReadsGoOnAsync(app, TimeSpan.FromSeconds(5));
            await Task.WhenAny(write, Task.Delay(1000));
        }

        using var answer = await write;
        await answer.ProblemAsync(503, "storage_unavailable");
        proxy.Set(StorageMode.Up);
        await visitor.ReactAsync("sol-legislatura", "dislike");
        Assert.Equal("dislike", (await visitor.Client.GetJsonAsync(Platform + "/reaction")).Text("value"));
    }

    [Theory]
    [InlineData("PUT", "/reaction", """{"value":"like"}""")]
    [InlineData("DELETE", "/reaction", null)]
    [InlineData("POST", "/comments", """{"kind":"idea","text":"Tarde"}""")]
    public async Task A_write_that_completes_a_minute_late_is_not_acknowledged(string method, string address, string? body)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy);
        var visitor = await app.NewVisitorAsync(Process);
        await visitor.ReactAsync("luna-legislatura", "like");
        await visitor.CommentAsync("sol-legislatura", "Primero");
        if (method == "DELETE") await visitor.ReactAsync("sol-legislatura", "like");
        proxy.AfterForward = request =>
        {
            if (request is { Service: StorageService.Table, Method: "POST", Status: < 300 }) app.Time.Advance(WriteDeadline.Length);
            return Task.FromResult(ServerlessDecide.TestSupport.ProxyAction.Continue);
        };

        using var answer = await visitor.Client.SendAsync(method, Platform + address, body is null ? null : Answers.Json(body));

        await answer.ProblemAsync(503, "storage_unavailable");
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_write_to_a_table_that_is_being_deleted_is_refused_for_now()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy);
        var visitor = await app.NewVisitorAsync(Process);
        var altcha = Altcha.Solve(await app.Client.GetJsonAsync($"processes/{Process}/challenge"));
        proxy.BeforeForward = request => Task.FromResult(
            request is { Service: StorageService.Table, Method: "POST" }
                ? ServerlessDecide.TestSupport.ProxyAction.Answer(409, "TableBeingDeleted")
                : ServerlessDecide.TestSupport.ProxyAction.Continue);

        using var reaction = await visitor.Client.PutAsync(Platform + "/reaction", Answers.Json("""{"value":"like"}"""));
        await reaction.ProblemAsync(503, "storage_unavailable");
        using var comment = await visitor.Client.PostAsync(Platform + "/comments", Answers.Json("""{"kind":"idea","text":"Se borra"}"""));
        await comment.ProblemAsync(503, "storage_unavailable");
        // The refusal does not claim that the proof was used.
        using var refused = await app.Client.PostAsync($"processes/{Process}/visitors", Answers.Json(new { altcha }));
        await refused.ProblemAsync(503, "storage_unavailable");
        proxy.BeforeForward = null;
        using var created = await app.Client.PostAsync($"processes/{Process}/visitors", Answers.Json(new { altcha }));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await visitor.ReactAsync("sol-legislatura", "like");
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("500")]
    public async Task A_comment_that_is_stored_but_not_enqueued_is_received_and_requeued_by_the_sweep(string way)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy);
        app.Expecting("was stored but not enqueued");
        var visitor = await app.NewVisitorAsync(Process);
        proxy.Set(StorageService.Queue, Mode(way));
        var receipt = await visitor.CommentAsync("sol-legislatura", "Sin cola");
        Assert.Equal("received", await visitor.StatusOfAsync(receipt));

        proxy.Set(StorageService.Queue, StorageMode.Up);
        app.Time.Advance(CommentSweep.RequeueAfter + TimeSpan.FromSeconds(1));
        await app.FireAsync("RequeueCommentsTimer");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "accepted", "the comment is moderated");
        Assert.Equal(["Sin cola"], await TextsAsync(app));
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_takes_effect_once()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy);
        var visitor = await app.NewVisitorAsync(Process);
        await visitor.ReactAsync("luna-legislatura", "like");
        await visitor.CommentAsync("sol-legislatura", "Primero");
        var lost = 0;
        proxy.AfterForward = request => Task.FromResult(
            request is { Service: StorageService.Table, Method: "POST" } && Interlocked.Increment(ref lost) == 1 ? ServerlessDecide.TestSupport.ProxyAction.Cut : ServerlessDecide.TestSupport.ProxyAction.Continue);
        var receipt = await visitor.ReactAsync("sol-legislatura", "like");
        Assert.Equal(receipt, (await visitor.Client.GetJsonAsync(Platform + "/reaction")).Text("receipt"));
        lost = 0;
        await visitor.CommentAsync("sol-legislatura", "Segundo");
        Assert.Equal(2, lost);
        Assert.Equal(["Primero", "Segundo"], (await TextsAsync(app)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_proof_or_a_ticket_whose_lost_answer_made_storage_repeat_the_insert_admits_once()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy);
        using var joined = await app.Client.PostAsync($"processes/{Process}/visitors/waiting", null);
        var ticket = (await joined.JsonAsync(HttpStatusCode.Accepted)).Text("ticket");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var altcha = Altcha.Solve(await app.Client.GetJsonAsync($"processes/{Process}/challenge"));
        foreach (var (claim, refusal) in ((object, string)[])[(new { altcha }, "bad_proof"), (new { ticket }, "bad_ticket")])
        {
            var inserts = 0;
            proxy.AfterForward = request => Task.FromResult(
                request is { Service: StorageService.Table, Method: "POST", Status: < 300 } && request.Target.Contains("0proofs", StringComparison.Ordinal) && Interlocked.Increment(ref inserts) == 1
                    ? ServerlessDecide.TestSupport.ProxyAction.Cut
                    : ServerlessDecide.TestSupport.ProxyAction.Continue);
            using var created = await app.Client.PostAsync($"processes/{Process}/visitors", Answers.Json(claim));
            await created.JsonAsync(HttpStatusCode.Created);
            Assert.Equal(1, inserts);
            Assert.Contains(proxy.Requests, r => r.Target.Contains("0proofs", StringComparison.Ordinal) && r.Status == 409);
            using var again = await app.Client.PostAsync($"processes/{Process}/visitors", Answers.Json(claim));
            await again.ProblemAsync(400, refusal);
        }
    }

    [Fact]
    public async Task A_token_is_not_refused_as_invalid_while_its_keys_are_unavailable()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        TestVisitor before;
        string prefix;
        await using (var first = await StartAsync(proxy))
        {
            before = await first.NewVisitorAsync(Process);
            prefix = first.Prefix;
        }

        await using var app = await TestApp.StartAsync(new() { Storage = proxy.ConnectionString, Prefix = prefix });
        app.Expecting("could not reach storage", "Storage cannot be used", "could not be read", "key ring");
        await app.Client.GetJsonAsync($"processes/{Process}/districts");
        proxy.Set(StorageMode.Refuse);
        using var client = app.NewClient();
        client.DefaultRequestHeaders.Authorization = before.Client.DefaultRequestHeaders.Authorization;
        foreach (var address in new[] { "visitors/me/reactions", "operator/deliveries" })
        {
            using var away = await client.GetAsync($"processes/{Process}/{address}");
            await away.ProblemAsync(503, "storage_unavailable");
        }

        proxy.Set(StorageMode.Up);
        using var back = await client.GetAsync($"processes/{Process}/visitors/me/reactions");
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task A_token_that_cannot_be_issued_without_its_keys_is_answered_with_503()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        await using var app = await StartAsync(proxy);
        app.Expecting("key ring");
        // The catalog and the key of challenges are in memory; the key ring is not.
        var altcha = Altcha.Solve(await app.Client.GetJsonAsync($"processes/{Process}/challenge"));
        proxy.Set(StorageService.Blob, StorageMode.Refuse);
        using var away = await app.Client.PostAsync($"processes/{Process}/visitors", Answers.Json(new { altcha }));
        await away.ProblemAsync(503, "storage_unavailable");
        proxy.Set(StorageMode.Up);
        await app.NewVisitorAsync(Process);
    }

    [Fact]
    public async Task An_app_that_starts_without_storage_answers_503_and_serves_once_storage_is_back()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        string prefix;
        await using (var first = await StartAsync(proxy)) prefix = first.Prefix;
        proxy.Set(StorageMode.Refuse);
        await using var app = await TestApp.StartAsync(new() { Storage = proxy.ConnectionString, Prefix = prefix });
        app.Expecting("could not reach storage", "Storage cannot be used");
        using var health = await app.Client.GetAsync("health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        using var away = await app.Client.GetAsync($"processes/{Process}/districts");
        await away.ProblemAsync(503, "storage_unavailable");
        proxy.Set(StorageMode.Up);
        Assert.NotEmpty((await app.Client.GetJsonAsync($"processes/{Process}/districts")).Items());
    }

    private static async Task<TestApp> StartAsync(StorageProxy proxy)
    {
        var app = await TestApp.StartAsync(new() { Storage = proxy.ConnectionString });
        await Example.LoadAsync(app, Process, SharedApp.AllOpen.With("deliveries", ("2021-06-10T00:00:00-05:00", "2021-12-31T00:00:00-06:00")));
        // Every reader of storage logs this once, for the operator to notice.
        return app.Expecting("could not reach storage", "Storage cannot be used", "could not be read");
    }

    private static StorageMode Mode(string way) => way switch
    {
        "refuse" => StorageMode.Refuse,
        "500" => StorageMode.Fail(500),
        _ => StorageMode.Fail(503),
    };

    private static (string Method, string Address, string? Body)[] Writes(string proof) =>
    [
        ("PUT", Platform + "/reaction", """{"value":"like"}"""),
        ("GET", Platform + "/reaction", null),
        ("DELETE", Platform + "/reaction", null),
        ("POST", Platform + "/comments", """{"kind":"idea","text":"Se pierde"}"""),
        ("GET", $"processes/{Process}/comments/210510-00000-00000-00000-00000", null),
        ("POST", $"processes/{Process}/visitors", $$"""{"altcha":"{{proof}}"}"""),
        ("PUT", $"processes/{Process}/operator/calendar", """{"activities":[]}"""),
        ("POST", $"processes/{Process}/operator/imports/districts", "[]"),
        ("GET", $"processes/{Process}/operator/deliveries", null),
    ];

    private static async Task AssertReadsGoOnAsync(TestApp app, TimeSpan within)
    {
        foreach (var address in new[] { "processes", $"processes/{Process}", $"processes/{Process}/districts", Platform, $"processes/{Process}/statistics" })
        {
            var waited = Stopwatch.StartNew();
            using var answer = await app.Client.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(waited.Elapsed < within, $"{address} took {waited.Elapsed}");
        }
    }

    private static async Task<List<string>> TextsAsync(TestApp app)
    {
        var (tables, names) = (app.Services.GetRequiredService<Tables>(), app.Services.GetRequiredService<StorageNames>());
        var texts = new List<string>();
        await foreach (var row in tables.QueryAsync(names.Comments(ProcessId.Parse(Process), new DateOnly(2021, 5, 10)), null, null, CancellationToken.None))
        {
            texts.Add(row.GetString("Text"));
        }

        return texts;
    }
}
