using System.Text.RegularExpressions;

namespace ServerlessDecide.Functions.Tests.Visitors;

[Collection(SharedApp.Name)]
public sealed partial class GetChallengeTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task A_challenge_is_in_the_ALTCHA_format_names_its_process_and_is_never_cached()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/challenge");
        var challenge = await answer.JsonAsync();
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(["parameters", "signature"], challenge.Names());
        var parameters = challenge.GetProperty("parameters");
        Assert.Equal(["algorithm", "cost", "data", "expiresAt", "keyLength", "keyPrefix", "nonce", "salt"], parameters.Names());
        Assert.Equal("PBKDF2/SHA-256", parameters.Text("algorithm"));
        Assert.Equal(SharedApp.Open, parameters.GetProperty("data").Text("process"));
        Assert.Equal(Shared.App.Time.GetUtcNow().AddMinutes(20).ToUnixTimeSeconds(), parameters.GetProperty("expiresAt").GetInt64());
        Assert.Matches(Hexadecimal(), parameters.Text("nonce"));
        Assert.Matches(Hexadecimal(), parameters.Text("salt"));

        var next = await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/challenge");
        Assert.NotEqual(parameters.Text("nonce"), next.GetProperty("parameters").Text("nonce"));
    }

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.NonBacktracking)]
    private static partial Regex Hexadecimal();
}
