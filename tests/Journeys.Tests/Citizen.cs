using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Journeys.Tests;

/// <summary>A citizen with a device: solves the proof of work as a browser would, and then reads, reacts and comments over HTTP.</summary>
internal sealed class Citizen
{
    private readonly HttpClient http;
    private readonly string process;

    private Citizen(HttpClient http, string process, string token)
    {
        this.http = http;
        this.process = process;
        Token = token;
    }

    public string Token { get; }

    public static async Task<Citizen> ArriveAsync(HttpClient http, string process)
    {
        var challenge = await http.GetFromJsonAsync<JsonElement>($"api/v1/processes/{process}/challenge");
        using var answer = await http.PostAsJsonAsync($"api/v1/processes/{process}/visitors", new { altcha = Altcha.Solve(challenge) });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return new Citizen(http, process, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!);
    }

    /// <summary>Returns the same citizen, connected to the app at another URL.</summary>
    public Citizen At(HttpClient other) => new(other, process, Token);

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, $"api/v1/processes/{process}/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Likes or dislikes a platform and returns the receipt.</summary>
    public async Task<string> ReactAsync(string platform, string value)
    {
        var (status, body) = await SendAsync(HttpMethod.Put, $"platforms/{platform}/reaction", new { value });
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        Assert.Equal(value, body.GetProperty("value").GetString());
        return body.GetProperty("receipt").GetString()!;
    }

    /// <summary>Sends a comment and returns the receipt.</summary>
    public async Task<string> CommentAsync(string platform, string text, string kind = "comment", string? idempotencyKey = null)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, $"platforms/{platform}/comments", new { kind, text }, idempotencyKey);
        Assert.True(status == HttpStatusCode.Accepted, $"{status}: {body}");
        return body.GetProperty("receipt").GetString()!;
    }

    /// <summary>Returns the status of a comment by its receipt.</summary>
    public async Task<string> StatusOfAsync(string receipt)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, $"comments/{receipt}");
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
        return body.GetProperty("status").GetString()!;
    }
}
