using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Reads answers and asserts what holds for all of them.</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the problem after asserting its status, code, RFC 9457 form, no-store and single language.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Null(answer.Headers.ETag);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, problem.Text("code"));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.Text("title"));
        Assert.NotEmpty(problem.Text("traceId"));
        Assert.Equal("about:blank", problem.Text("type"));
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Contains(Assert.Single(answer.Content.Headers.ContentLanguage), (string[])["es", "en"]);
        return problem;
    }

    /// <summary>Returns the names of the fields that the refusal is about.</summary>
    public static async Task<string[]> InvalidFieldsAsync(this HttpResponseMessage answer) =>
        (await answer.ProblemAsync(400, "invalid_input")).GetProperty("errors").Names();

    /// <summary>Returns the JSON of the answer after asserting its status.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {answer.RequestMessage?.RequestUri}: {text}");
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        return await answer.JsonAsync();
    }

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, string method, string address, HttpContent? content = null) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address) { Content = content });

    /// <summary>Returns the names of the members in order.</summary>
    public static string[] Names(this JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Returns the text of the element with a line for each value, its strings as they were written.</summary>
    public static string Indented(this JsonElement element)
    {
        // The serializer would hide how the answer escapes its strings.
        Assert.DoesNotContain("\\u", element.GetRawText(), StringComparison.Ordinal);
        return JsonSerializer.Serialize(element, Readable);
    }

    public static List<JsonElement> Items(this JsonElement list)
    {
        // A list may say more about itself after them.
        Assert.Equal(["items", "next"], list.Names().Take(2));
        return [.. list.GetProperty("items").EnumerateArray()];
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static JsonContent Json(object body) => JsonContent.Create(body);
}
