using System.Net;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Reactions;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Reactions;

[Collection(SharedApp.Name)]
public sealed class PutReactionTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Address = $"processes/{SharedApp.Open}/platforms/sol-legislatura/reaction";

    private readonly TestApp app = shared.App;

    [Fact]
    public async Task A_reaction_is_answered_with_a_receipt_and_repeating_it_changes_nothing()
    {
        var visitor = await app.NewVisitorAsync(SharedApp.Open);
        using var answer = await PutAsync(visitor, "like");
        var reaction = await answer.JsonAsync();
        Assert.Equal(["value", "receipt"], reaction.Names());
        Assert.Equal("like", reaction.Text("value"));
        Assert.Matches("^210510(-[0-9A-HJKMNP-TV-Z]{5}){4}$", reaction.Text("receipt"));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());

        using var again = await PutAsync(visitor, "like");
        Assert.Equal(reaction.GetRawText(), (await again.JsonAsync()).GetRawText());
        Assert.Equal(reaction.GetRawText(), (await visitor.Client.GetJsonAsync(Address)).GetRawText());
        Assert.Single(await RowsAsync(reaction.Text("receipt")));
    }

    [Fact]
    public async Task Every_change_of_a_reaction_replaces_it_and_gets_a_new_receipt()
    {
        var visitor = await app.NewVisitorAsync(SharedApp.Open);
        var receipts = new List<string>();
        foreach (var value in new[] { "like", "dislike", "like" })
        {
            using var answer = await PutAsync(visitor, value);
            receipts.Add((await answer.JsonAsync()).Text("receipt"));
            Assert.Equal(value, (await visitor.Client.GetJsonAsync(Address)).Text("value"));
        }

        Assert.Equal(3, receipts.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_visitor_that_sends_64_concurrent_reactions_reacts_once()
    {
        var visitor = await app.NewVisitorAsync(SharedApp.Open);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => visitor.ReactAsync("sol-legislatura", "dislike")));
        Assert.Single(receipts.Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("nada")]
    [InlineData("SOL-LEGISLATURA")]
    [InlineData("sol%2Flegislatura")]
    [InlineData("%F0%9F%8C%B5")]
    [InlineData("a'b")]
    public async Task An_unknown_platform_takes_no_reaction(string id)
    {
        using var answer = await Shared.Visitor.Client.PutAsync($"processes/{SharedApp.Open}/platforms/{id}/reaction", Answers.Json("{\"value\":\"like\"}"));
        await answer.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_visitor_that_changed_a_reaction_200_times_in_a_day_must_wait_a_minute_for_the_next_change()
    {
        var visitor = await app.NewVisitorAsync(SharedApp.Open);
        using var first = await PutAsync(visitor, "like");
        var row = Assert.Single(await RowsAsync((await first.JsonAsync()).Text("receipt")));
        var last = new TableEntity(row)
        {
            RowKey = row.RowKey.Replace(".99998", ".99799", StringComparison.Ordinal),
            ["Sequence"] = ReactionStore.MaxChangesADay,
        };
        await app.Services.GetRequiredService<Tables>().PutAsync(row.GetString("Table"), last, CancellationToken.None);

        using var repeated = await PutAsync(visitor, "like");
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        using var refused = await PutAsync(visitor, "dislike");
        await refused.ProblemAsync(429, "too_many_requests");
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("\"changes\";q=200;w=86400", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
        Assert.Equal("\"changes\";r=0;t=60", Assert.Single(refused.Headers.GetValues("RateLimit")));
        using var withdrawn = await visitor.Client.DeleteAsync(Address);
        await withdrawn.ProblemAsync(429, "too_many_requests");
        Assert.Equal("like", (await visitor.Client.GetJsonAsync(Address)).Text("value"));
    }

    private Task<HttpResponseMessage> PutAsync(TestVisitor visitor, string value) => visitor.Client.PutAsync(Address, Answers.Json(new { value }));

    /// <summary>Returns the rows of a receipt; each has the name of its table in <c>Table</c>.</summary>
    private async Task<List<TableEntity>> RowsAsync(string receipt)
    {
        Assert.True(Receipt.TryParse(receipt, out var parsed));
        var (tables, names) = (app.Services.GetRequiredService<Tables>(), app.Services.GetRequiredService<StorageNames>());
        var rows = new List<TableEntity>();
        for (var shard = 0; shard < VisitorHash.Shards; shard++)
        {
            var table = names.Reactions(ProcessId.Parse(SharedApp.Open), parsed.Day, shard);
            var filter = TableClient.CreateQueryFilter($"Receipt eq {parsed.Random}");
            await foreach (var row in tables.QueryAsync(table, filter, null, CancellationToken.None)) rows.Add(new TableEntity(row) { ["Table"] = table });
        }

        return rows;
    }
}
