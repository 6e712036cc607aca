using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Visitors;

[Collection(SharedApp.Name)]
public sealed class CreateVisitorTests(SharedApp shared) : SharedAppTest(shared)
{
    private const string Process = $"processes/{SharedApp.Open}";

    private readonly TestApp app = shared.App;

    [Fact]
    public async Task A_solved_challenge_earns_a_token_for_sixty_days()
    {
        using var answer = await PostAsync(Process, Altcha.Solve(await app.Client.GetJsonAsync(Process + "/challenge")));
        var issued = await answer.JsonAsync(HttpStatusCode.Created);
        Assert.Equal(["token", "expiresAt"], issued.Names());
        Assert.Equal(app.Time.GetUtcNow().AddDays(60), issued.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Matches("^[A-Za-z0-9_-]+$", issued.Text("token"));
    }

    [Fact]
    public async Task A_proof_is_accepted_once_even_when_it_is_sent_concurrently()
    {
        var altcha = Altcha.Solve(await app.Client.GetJsonAsync(Process + "/challenge"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(Process, altcha)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        foreach (var again in answers.Where(a => a.StatusCode != HttpStatusCode.Created)) await again.ProblemAsync(400, "bad_proof");
    }

    [Fact]
    public async Task A_used_proof_in_another_spelling_is_refused()
    {
        var challenge = await app.Client.GetJsonAsync(Process + "/challenge");
        var first = Altcha.Solve(challenge);
        using var created = await PostAsync(Process, first);
        await created.JsonAsync(HttpStatusCode.Created);

        // The same solution with upper-case digits.
        var other = JsonNode.Parse(Convert.FromBase64String(first))!;
        other["solution"]!["derivedKey"] = other["solution"]!["derivedKey"]!.GetValue<string>().ToUpperInvariant();
        other["challenge"]!["signature"] = other["challenge"]!["signature"]!.GetValue<string>().ToUpperInvariant();
        await RefusedAsync(Process, Encode(other.ToJsonString()));
    }

    [Fact]
    public async Task A_proof_for_one_process_is_refused_by_another()
    {
        await RefusedAsync($"processes/{SharedApp.Between}", Altcha.Solve(await app.Client.GetJsonAsync(Process + "/challenge")));
    }

    [Theory]
    [InlineData("cost", "0")]
    [InlineData("cost", "-1")]
    [InlineData("cost", "2147483647")]
    [InlineData("expiresAt", "99999999999999999")]
    [InlineData("expiresAt", "4102444800")]
    [InlineData("keyPrefix", "\"\"")]
    [InlineData("keyLength", "0")]
    [InlineData("keyLength", "2147483647")]
    [InlineData("nonce", "\"00\"")]
    [InlineData("nonce", "\"zz\"")]
    [InlineData("salt", "\"\"")]
    [InlineData("algorithm", "\"SHA-256\"")]
    [InlineData("data", "{\"process\":\"antes-2021\"}")]
    [InlineData("data", "null")]
    public async Task A_challenge_with_a_changed_parameter_is_refused(string parameter, string value)
    {
        var solved = JsonNode.Parse(Convert.FromBase64String(Altcha.Solve(await app.Client.GetJsonAsync(Process + "/challenge"))))!;
        solved["challenge"]!["parameters"]![parameter] = JsonNode.Parse(value);
        await RefusedAsync(Process, Encode(solved.ToJsonString()));
    }

    [Fact]
    public async Task A_malformed_or_wrong_solution_is_refused()
    {
        var challenge = await app.Client.GetJsonAsync(Process + "/challenge");
        var solved = Altcha.Solve(challenge);
        string[] payloads =
        [
            "x", "!!!", "{}", Encode("{}"), Encode("null"), Encode("[]"), Encode("\"x\""), Encode("{"), Encode("{\"challenge\":null,\"solution\":null}"),
            Encode("{\"challenge\":{},\"solution\":{}}"), Convert.ToBase64String([0xFF, 0xFE]), Encode(new string('[', 3000)), new string('A', 40_000), solved[..^4],
            Altcha.Payload(challenge, -1, new string('0', 64)), Altcha.Payload(challenge, 5_000_000_000, new string('0', 64)), Altcha.Payload(challenge, 0, new string('0', 64)),
            Altcha.Payload(challenge, 0, ""), Encode(solved), Encode("{\"challenge\":{\"parameters\":{\"algorithm\":\"\\ud800\"}},\"solution\":{\"counter\":1.5}}"),
        ];
        foreach (var payload in payloads) await RefusedAsync(Process, payload);

        // None of these attempts used up the challenge.
        using var answer = await PostAsync(Process, solved);
        await answer.JsonAsync(HttpStatusCode.Created);
    }

    private async Task RefusedAsync(string process, string altcha)
    {
        using var answer = await PostAsync(process, altcha);
        await answer.ProblemAsync(400, "bad_proof");
    }

    private Task<HttpResponseMessage> PostAsync(string process, string altcha) => app.Client.PostAsync($"{process}/visitors", Answers.Json(new { altcha }));

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

public sealed class ProofLifetimeTests
{
    [Fact]
    public async Task A_challenge_is_valid_for_twenty_minutes_and_used_proofs_are_deleted_after_their_day()
    {
        await using var app = await TestApp.StartAsync();
        await app.CreateProcessAsync("edomex-2021");
        var (one, other) = (await SolveAsync(), await SolveAsync());
        app.Time.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromSeconds(1));
        using var inTime = await PostAsync(one);
        await inTime.JsonAsync(HttpStatusCode.Created);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        using var late = await PostAsync(other);
        await late.ProblemAsync(400, "bad_proof");

        var used = await SolveAsync();
        using var created = await PostAsync(used);
        await created.JsonAsync(HttpStatusCode.Created);
        // The timer deletes the tables of past days and keeps today's, whose proofs could still be sent again.
        await app.FireAsync("ForgetProofsTimer");
        using var again = await PostAsync(used);
        await again.ProblemAsync(400, "bad_proof");
        app.Time.Advance(TimeSpan.FromDays(1));
        await app.FireAsync("ForgetProofsTimer");
        var tables = new Azure.Data.Tables.TableServiceClient(app.Storage);
        await foreach (var table in tables.QueryAsync()) Assert.DoesNotContain(app.Prefix + "0proofs", table.Name, StringComparison.Ordinal);

        async Task<string> SolveAsync() => Altcha.Solve(await app.Client.GetJsonAsync("processes/edomex-2021/challenge"));
        Task<HttpResponseMessage> PostAsync(string altcha) => app.Client.PostAsync("processes/edomex-2021/visitors", Answers.Json(new { altcha }));
    }
}
