using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessDecide.TestSupport;

/// <summary>A visitor of a process.</summary>
/// <param name="Process">The process's id.</param>
/// <param name="Token">The credential.</param>
/// <param name="Client">A client that sends the credential.</param>
public sealed record TestVisitor(string Process, string Token, HttpClient Client)
{
    /// <summary>Reacts to a platform, which must succeed, and returns the receipt.</summary>
    public async Task<string> ReactAsync(string platform, string value)
    {
        using var answer = await Client.PutAsJsonAsync($"processes/{Process}/platforms/{platform}/reaction", new { value });
        return await ReceiptAsync(answer);
    }

    /// <summary>Comments on a platform, which must succeed, and returns the receipt.</summary>
    public async Task<string> CommentAsync(string platform, string text, string kind = "comment")
    {
        using var answer = await Client.PostAsJsonAsync($"processes/{Process}/platforms/{platform}/comments", new { kind, text });
        return await ReceiptAsync(answer);
    }

    /// <summary>Returns the status of a comment.</summary>
    public async Task<string> StatusOfAsync(string receipt) =>
        (await Client.GetFromJsonAsync<JsonElement>($"processes/{Process}/comments/{receipt}")).GetProperty("status").GetString()!;

    private static async Task<string> ReceiptAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt").GetString()!;
    }
}

/// <summary>Solves challenges as the browser's library does; written from ALTCHA's description, independent of our own code.</summary>
public static class Altcha
{
    /// <summary>Returns the solved challenge as base64 of its JSON.</summary>
    /// <param name="challenge">The answer of <c>GET /challenge</c>.</param>
    public static string Solve(JsonElement challenge)
    {
        var parameters = challenge.GetProperty("parameters");
        var prefix = parameters.GetProperty("keyPrefix").GetString()!;
        var salt = Convert.FromHexString(parameters.GetProperty("salt").GetString()!);
        var nonce = Convert.FromHexString(parameters.GetProperty("nonce").GetString()!);
        var password = new byte[nonce.Length + 4];
        nonce.CopyTo(password, 0);
        for (var counter = 0u; ; counter++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(password.AsSpan(nonce.Length), counter);
            var key = Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(
                password, salt, parameters.GetProperty("cost").GetInt32(), HashAlgorithmName.SHA256, parameters.GetProperty("keyLength").GetInt32()));
            if (key.StartsWith(prefix, StringComparison.Ordinal)) return Payload(challenge, counter, key);
        }
    }

    /// <summary>Returns a payload with this solution, right or wrong.</summary>
    public static string Payload(JsonElement challenge, long counter, string derivedKey) => Convert.ToBase64String(
        JsonSerializer.SerializeToUtf8Bytes(new { challenge, solution = new { counter, derivedKey } }));
}
