using System.Net;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests.Comments;

[Collection(SharedApp.Name)]
public sealed class PostCommentTests(SharedApp shared) : SharedAppTest(shared), IAsyncLifetime
{
    private const string Address = $"processes/{SharedApp.Open}/platforms/mar-legislatura/comments";

    private const string EmptyEs = "no debe estar vacío: hace falta algo que se vea";
    private const string EmptyEn = "must not be empty: something in it must be visible";

    private readonly TestApp app = shared.App;

    // Each test has its own visitor, so that no other test uses up its limit.
    private TestVisitor mine = null!;

    public async Task InitializeAsync() => mine = await app.NewVisitorAsync(SharedApp.Open);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("idea")]
    [InlineData("proposal")]
    [InlineData("comment")]
    public async Task A_comment_is_received_and_its_location_tells_its_status(string kind)
    {
        using var answer = await PostAsync(new { kind, text = $"  {Example.Text}\n" });
        var receipt = await answer.JsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(["receipt", "status"], receipt.Names());
        Assert.Equal("received", receipt.Text("status"));
        Assert.Equal($"/api/v1/processes/{SharedApp.Open}/comments/{receipt.Text("receipt")}", answer.Headers.Location?.ToString());
        var state = await Shared.Visitor.Client.GetJsonAsync(answer.Headers.Location!.ToString());
        Assert.Equal(receipt.Text("receipt"), state.Text("receipt"));
        Assert.Equal(kind, state.Text("kind"));
        // The text is stored exactly as written, without the surrounding white space.
        Assert.Contains(Example.Text, await TextsAsync(SharedApp.Open));
    }

    [Theory]
    [InlineData("platforms")]
    [InlineData("comments")]
    [InlineData("processes")]
    public async Task The_location_of_a_comment_is_right_even_when_the_process_id_is_a_segment_of_the_route(string process)
    {
        await Example.LoadAsync(app, process, SharedApp.AllOpen);
        var visitor = await app.NewVisitorAsync(process);
        foreach (var address in new[] { $"processes/{process}/platforms/mar-legislatura/comments", $"processes/{process}/Platforms/mar-legislatura/Comments/" })
        {
            using var answer = await visitor.Client.PostAsync(address, Answers.Json(new { kind = "idea", text = "Hola" }));
            await answer.JsonAsync(HttpStatusCode.Accepted);
            using var state = await visitor.Client.GetAsync(answer.Headers.Location);
            Assert.Equal(HttpStatusCode.OK, state.StatusCode);
        }
    }

    [Fact]
    public async Task A_request_repeated_with_its_idempotency_key_is_the_same_comment()
    {
        var body = new { kind = "idea", text = "Una idea con llave" };
        using var first = await PostAsync(body, "llave-1");
        using var again = await PostAsync(new { kind = "idea", text = "  Una idea con llave " }, "llave-1");
        Assert.Equal((await first.JsonAsync(HttpStatusCode.Accepted)).GetRawText(), (await again.JsonAsync(HttpStatusCode.Accepted)).GetRawText());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Single(await TextsAsync(SharedApp.Open), "Una idea con llave");

        foreach (var other in new object[] { new { kind = "proposal", text = "Una idea con llave" }, new { kind = "idea", text = "Otra idea" } })
        {
            using var reused = await PostAsync(other, "llave-1");
            await reused.ProblemAsync(422, "idempotency_key_reused");
        }

        using var elsewhere = await PostAsync(body, "llave-1", platform: "sol-legislatura");
        await elsewhere.ProblemAsync(422, "idempotency_key_reused");
        using var otherKey = await PostAsync(body, "llave-2");
        Assert.NotEqual((await first.JsonAsync(HttpStatusCode.Accepted)).Text("receipt"), (await otherKey.JsonAsync(HttpStatusCode.Accepted)).Text("receipt"));
    }

    [Fact]
    public async Task An_idempotency_key_belongs_to_one_visitor()
    {
        var body = new { kind = "idea", text = "La misma idea de dos" };
        var other = await app.NewVisitorAsync(SharedApp.Open);
        using var one = await PostAsync(body, "llave-3");
        using var two = await PostAsync(body, "llave-3", visitor: other);
        Assert.NotEqual((await one.JsonAsync(HttpStatusCode.Accepted)).Text("receipt"), (await two.JsonAsync(HttpStatusCode.Accepted)).Text("receipt"));
    }

    [Fact]
    public async Task Concurrent_requests_with_one_idempotency_key_store_one_comment()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync(new { kind = "idea", text = "Carrera" }, "llave-4")));
        var receipts = await Task.WhenAll(answers.Select(a => a.JsonAsync(HttpStatusCode.Accepted)));
        Assert.Single(receipts.Select(r => r.Text("receipt")).Distinct(StringComparer.Ordinal));
        Assert.Single(await TextsAsync(SharedApp.Open), "Carrera");
    }

    [Fact]
    public async Task An_idempotency_key_has_1_to_255_characters()
    {
        foreach (var key in new[] { "", new string('k', 256) })
        {
            using var answer = await PostAsync(new { kind = "idea", text = "Llave mala" }, key);
            Assert.Equal(["Idempotency-Key"], await answer.InvalidFieldsAsync());
        }

        using var longest = await PostAsync(new { kind = "idea", text = "Llave larga" }, new string('k', 255));
        await longest.JsonAsync(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("", EmptyEs, EmptyEn)]
    [InlineData(" \t\r\n\u00a0 ", EmptyEs, EmptyEn)]
    [InlineData("\u200b\u200d", EmptyEs, EmptyEn)]
    [InlineData(null, EmptyEs, EmptyEn)]
    [InlineData("\u3164", EmptyEs, EmptyEn)]
    [InlineData("\u2800 \u0301", EmptyEs, EmptyEn)]
    [InlineData("fin \uffff", "tiene códigos que Unicode reserva y que no son caracteres (como U+FFFF)", "has codes that Unicode reserves and that are no characters (such as U+FFFF)")]
    [InlineData("hola\U000E0076\U000E006F", "tiene texto escondido, que no se ve al leerlo", "has hidden text, which nobody sees when reading it")]
    [InlineData("campana \a", "tiene caracteres de control", "has control characters")]
    [InlineData("nulo \0 nulo", "tiene caracteres de control", "has control characters")]
    [InlineData("C1 \u0085x", "tiene caracteres de control", "has control characters")]
    [InlineData("\u202eal revés", "tiene caracteres que cambian la dirección del texto", "has characters that change the direction of writing")]
    [InlineData("aislado \u2066x\u2069", "tiene caracteres que cambian la dirección del texto", "has characters that change the direction of writing")]
    public async Task A_text_that_breaks_a_rule_is_not_stored_and_the_refusal_names_the_rule(string? text, string spanish, string english)
    {
        foreach (var (language, rule) in new[] { ("es", spanish), ("en", english) })
        {
            using var answer = await PostAsync(new { kind = "idea", text }, language: language);
            var errors = (await answer.ProblemAsync(400, "invalid_input")).GetProperty("errors");
            Assert.Equal(["text"], errors.Names());
            Assert.Equal([rule], errors.GetProperty("text").EnumerateArray().Select(e => e.GetString()));
        }

        if (text is { Length: > 0 }) Assert.DoesNotContain(await TextsAsync(SharedApp.Open), stored => stored.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_has_at_most_2000_characters_whatever_their_size_in_bytes()
    {
        foreach (var letter in new[] { "a", "ñ", "🌵" })
        {
            var longest = string.Concat(Enumerable.Repeat(letter, 2000));
            using var fits = await PostAsync(new { kind = "idea", text = $" {longest} " });
            await fits.JsonAsync(HttpStatusCode.Accepted);
            Assert.Contains(longest, await TextsAsync(SharedApp.Open));
            using var escaped = await mine.Client.PostAsync(Address, Answers.Json(
                $$"""{"kind":"idea","text":"{{string.Concat(longest.Select(c => $"\\u{(int)c:x4}"))}}"}"""));
            await escaped.JsonAsync(HttpStatusCode.Accepted);

            using var tooLong = await PostAsync(new { kind = "idea", text = longest + letter });
            Assert.Equal("tiene más de 2000 caracteres", (await tooLong.ProblemAsync(400, "invalid_input")).GetProperty("errors").GetProperty("text")[0].GetString());
            Assert.DoesNotContain(longest + letter, await TextsAsync(SharedApp.Open));
        }
    }

    [Fact]
    public async Task A_refused_comment_lists_all_its_invalid_fields_at_once()
    {
        using var answer = await PostAsync(new { kind = "queja", text = " " }, "");
        Assert.Equal(["kind", "text", "Idempotency-Key"], await answer.InvalidFieldsAsync());
    }

    [Theory]
    [InlineData("nada")]
    [InlineData("MAR-legislatura")]
    public async Task An_unknown_platform_takes_no_comment(string platform)
    {
        using var answer = await PostAsync(new { kind = "idea", text = "x" }, platform: platform);
        await answer.ProblemAsync(404, "not_found");
    }

    private Task<HttpResponseMessage> PostAsync(
        object body, string? key = null, string platform = "mar-legislatura", TestVisitor? visitor = null, string? language = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"processes/{SharedApp.Open}/platforms/{platform}/comments") { Content = Answers.Json(body) };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (language is not null) request.Headers.AcceptLanguage.ParseAdd(language);
        return (visitor ?? mine).Client.SendAsync(request);
    }

    private async Task<List<string>> TextsAsync(string process)
    {
        var (tables, names) = (app.Services.GetRequiredService<Tables>(), app.Services.GetRequiredService<StorageNames>());
        var texts = new List<string>();
        await foreach (TableEntity row in tables.QueryAsync(names.Comments(ProcessId.Parse(process), new DateOnly(2021, 5, 10)), null, null, CancellationToken.None))
        {
            texts.Add(row.GetString("Text"));
        }

        return texts;
    }
}
