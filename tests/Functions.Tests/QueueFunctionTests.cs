using System.Net.Http.Json;
using Azure.Storage.Queues;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>A queue message that can never succeed ends in the poison queue; processing a message twice has the effect of once.</summary>
public sealed class QueueFunctionTests
{
    [Fact]
    public async Task A_message_that_names_nothing_known_is_kept_in_the_poison_queue()
    {
        await using var app = await TestApp.StartAsync(new()
        {
            Settings = new Dictionary<string, string?>
            {
                ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "1",
                // This processor retries what it fails on, and hides it meanwhile.
                ["AzureWebJobs.PoisonedImportProcessor.Disabled"] = "true",
            },
        });
        app.Expecting("failed", "poison");
        await Example.LoadAsync(app, "edomex-2021");
        (string Queue, string Message)[] messages =
        [
            ("imports", """{"process":"edomex-2021","import":"01980000-0000-7000-8000-000000000000"}"""),
            ("imports", """{"process":"Nadie","import":"x"}"""),
            ("imports", "no es JSON"),
            ("tallies", """{"process":"edomex-2021","shard":16}"""),
            ("tallies", """{"process":"nadie-2021","shard":0}"""),
            ("packages", """{"process":"edomex-2021","contender":"nadie"}"""),
            ("packages", """{"process":"edomex-2021","contender":"SOL/../x"}"""),
        ];
        foreach (var (queue, message) in messages) await SendAsync(app, queue, message);
        foreach (var queue in messages.Select(m => m.Queue).Distinct(StringComparer.Ordinal))
        {
            var poison = Queue(app, queue + "-poison");
            var expected = messages.Where(m => m.Queue == queue).Select(m => m.Message).Order(StringComparer.Ordinal).ToList();
            await TestApp.WaitUntilAsync(
                async () => await poison.ExistsAsync() && (await poison.PeekMessagesAsync(32)).Value.Length == expected.Count, $"all of {queue} are in its poison queue");
            Assert.Equal(expected, (await poison.PeekMessagesAsync(32)).Value.Select(m => m.MessageText).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_comment_that_the_rules_repeatedly_fail_on_is_held_for_a_person()
    {
        await using var app = await TestApp.StartAsync();
        app.Expecting("could not moderate");
        await Example.LoadAsync(app, "edomex-2021");
        var visitor = await app.NewVisitorAsync("edomex-2021");
        // The comment has only a message in the poison queue, as after five failed attempts.
        var receipt = await StoreUndecidedAsync(app, visitor, "Mira https://example.org", "held");
        await SendAsync(app, "comments-poison", $$"""{"process":"edomex-2021","receipt":"{{receipt}}"}""");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "held", "the comment is held");
        var state = await visitor.Client.GetJsonAsync($"processes/edomex-2021/comments/{receipt}");
        Assert.Equal("moderation_failed", state.GetProperty("reasons")[0].GetString());

        // A person sees and decides the comment; the rules, which would find the link, do not run on it again.
        const string list = "processes/edomex-2021/operator/moderation";
        var item = Assert.Single((await app.Operator.GetJsonAsync(list + "?status=held")).Items());
        Assert.Equal(receipt, item.Text("receipt"));
        Assert.Empty(item.GetProperty("findings").EnumerateArray());
        using var decided = await app.Operator.PostAsJsonAsync($"{list}/{receipt}", new { decision = "accept", reason = "misread", decidedBy = "ana-1" });
        Assert.Empty((await decided.JsonAsync()).GetProperty("comment").GetProperty("findings").EnumerateArray());
        Assert.Equal("accepted", await visitor.StatusOfAsync(receipt));
    }

    [Fact]
    public async Task A_message_that_names_unknown_comments_does_not_stop_its_other_comments()
    {
        await using var app = await TestApp.StartAsync(new()
        {
            Settings = new Dictionary<string, string?>
            {
                ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "1",
                ["AzureWebJobs.PoisonedCommentProcessor.Disabled"] = "true",
            },
        });
        app.Expecting("failed", "poison");
        await Example.LoadAsync(app, "edomex-2021");
        var visitor = await app.NewVisitorAsync("edomex-2021");
        string[] receipts = [await StoreUndecidedAsync(app, visitor), await StoreUndecidedAsync(app, visitor)];
        var message = $$"""{"process":"edomex-2021","receipt":"{{receipts[0]}}","more":["210510-7K3MQ-2X9PF-RT4WB-0HJCD","x","{{receipts[1]}}"]}""";
        await SendAsync(app, "comments", message);
        foreach (var receipt in receipts) await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "accepted", "the comment is moderated");
        var poison = Queue(app, "comments-poison");
        await TestApp.WaitUntilAsync(async () => await poison.ExistsAsync() && (await poison.PeekMessagesAsync()).Value.Length == 1, "the message is kept");
        Assert.Equal(message, (await poison.PeekMessagesAsync()).Value[0].MessageText);
    }

    [Fact]
    public async Task An_undecided_comment_is_requeued_after_three_minutes_and_decided_once()
    {
        await using var app = await TestApp.StartAsync();
        await Example.LoadAsync(app, "edomex-2021");
        var visitor = await app.NewVisitorAsync("edomex-2021");
        var receipt = await StoreUndecidedAsync(app, visitor);
        await app.FireAsync("RequeueCommentsTimer");
        // The timer has finished; a message from it would stay in the queue until the comment is decided.
        await EmptyAsync(app, "comments");
        Assert.Equal("received", await visitor.StatusOfAsync(receipt));

        app.Time.Advance(TimeSpan.FromMinutes(4));
        await app.FireAsync("RequeueCommentsTimer");
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == "accepted", "the comment is moderated");
        var decided = await visitor.Client.GetJsonAsync($"processes/edomex-2021/comments/{receipt}");

        app.Time.Advance(TimeSpan.FromMinutes(4));
        await SendAsync(app, "comments", $$"""{"process":"edomex-2021","receipt":"{{receipt}}"}""");
        await SendAsync(app, "comments-poison", $$"""{"process":"edomex-2021","receipt":"{{receipt}}"}""");
        app.Expecting("could not moderate");
        await EmptyAsync(app, "comments");
        await EmptyAsync(app, "comments-poison");
        Assert.Equal(decided.GetRawText(), (await visitor.Client.GetJsonAsync($"processes/edomex-2021/comments/{receipt}")).GetRawText());
    }

    [Fact]
    public async Task An_import_processed_twice_takes_effect_once()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync("edomex-2021", SharedApp.AllOpen);
        var first = await app.ImportAsync("edomex-2021", "districts", "number,seat\n1,Uno\n");
        await app.ImportedAsync("edomex-2021", "districts", "number,seat\n1,Dos\n");
        await SendAsync(app, "imports", $$"""{"process":"edomex-2021","import":"{{first.Text("import")}}"}""");
        await EmptyAsync(app, "imports");
        Assert.Equal("Dos", (await app.Client.GetJsonAsync("processes/edomex-2021/districts/1")).Text("seat"));
    }

    [Fact]
    public async Task An_import_that_failed_repeatedly_is_reported_as_failed()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions
        {
            Settings = new Dictionary<string, string?> { ["AzureWebJobs.ImportProcessor.Disabled"] = "true" },
        });
        await app.CreateProcessAsync("edomex-2021", SharedApp.AllOpen);
        using var posted = await app.Operator.PostAsync("processes/edomex-2021/operator/imports/districts", new StringContent("number,seat\n1,Uno\n", null, "text/csv"));
        var id = (await posted.JsonAsync(System.Net.HttpStatusCode.Accepted)).Text("import");
        await SendAsync(app, "imports-poison", $$"""{"process":"edomex-2021","import":"{{id}}"}""");
        await EmptyAsync(app, "imports-poison");
        var state = await app.Operator.GetJsonAsync($"processes/edomex-2021/operator/imports/{id}");
        Assert.Equal("failed", state.Text("status"));
        Assert.Equal("not_processed", Assert.Single(state.GetProperty("errors").EnumerateArray().ToList()).Text("code"));
    }

    /// <summary>Stores a comment without a message, as if the app had crashed between storing and enqueuing.</summary>
    private static async Task<string> StoreUndecidedAsync(TestApp app, TestVisitor visitor, string text = "Más árboles", string status = "accepted")
    {
        var receipt = await visitor.CommentAsync("sol-legislatura", text);
        await TestApp.WaitUntilAsync(async () => await visitor.StatusOfAsync(receipt) == status, "the comment is moderated");
        await CommentRows.ForgetDecisionAsync(app, "edomex-2021", receipt);
        Assert.Equal("received", await visitor.StatusOfAsync(receipt));
        return receipt;
    }

    private static Task EmptyAsync(TestApp app, string queue) => TestApp.WaitUntilAsync(
        async () => (await Queue(app, queue).GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, $"{queue} is empty");

    private static async Task SendAsync(TestApp app, string queue, string message)
    {
        await Queue(app, queue).CreateIfNotExistsAsync();
        await Queue(app, queue).SendMessageAsync(message);
    }

    private static QueueClient Queue(TestApp app, string name) =>
        new(app.Storage, $"{app.Prefix}-{name}", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
}
