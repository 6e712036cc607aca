using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServerlessDecide.Bench.Load;

namespace ServerlessDecide.Bench;

/// <summary>Makes so many visitors that none reaches the limits of one visitor.</summary>
internal static class Visitors
{
    private const int Connections = 32;

    /// <summary>Returns tokens that visitors get as usual: a challenge, its solution, a token.</summary>
    public static async Task<string[]> TokensAsync(App app, int count, CancellationToken cancellation)
    {
        var server = new IPEndPoint(IPAddress.Loopback, app.Port);
        var solutions = new byte[count][];
        var asked = await HttpLoad.RunAsync(
            server, Connections, count,
            (_, buffer) => Encoding.ASCII.GetBytes($"GET {App.Api}/challenge HTTP/1.1\r\nHost: localhost\r\n\r\n", buffer),
            (number, _, body) => solutions[number] = Solve(body.Span), cancellation);
        asked.Whole(count);
        var tokens = new string[count];
        var solved = await HttpLoad.RunAsync(
            server, Connections, count,
            (number, buffer) =>
            {
                var solution = solutions[number];
                var length = Encoding.ASCII.GetBytes(
                    $"POST {App.Api}/visitors HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {solution.Length}\r\n\r\n", buffer);
                solution.CopyTo(buffer[length..]);
                return length + solution.Length;
            },
            (number, status, body) =>
            {
                if (status != (int)HttpStatusCode.Created) return;
                using var answer = JsonDocument.Parse(body);
                tokens[number] = answer.RootElement.GetProperty("token").GetString()!;
            },
            cancellation);
        solved.Whole(count);
        return tokens;
    }

    /// <summary>Tries counters until the derived key has the required prefix (PBKDF2, as in ALTCHA's version 2), and returns the request body.</summary>
    private static byte[] Solve(ReadOnlySpan<byte> challenge)
    {
        using var document = JsonDocument.Parse(challenge.ToArray());
        var parameters = document.RootElement.GetProperty("parameters");
        var prefix = parameters.GetProperty("keyPrefix").GetString()!;
        var salt = Convert.FromHexString(parameters.GetProperty("salt").GetString()!);
        var nonce = Convert.FromHexString(parameters.GetProperty("nonce").GetString()!);
        byte[] password = [.. nonce, 0, 0, 0, 0];
        for (var counter = 0; ; counter++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(password.AsSpan(nonce.Length), counter);
            var key = Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(
                password, salt, parameters.GetProperty("cost").GetInt32(), HashAlgorithmName.SHA256, parameters.GetProperty("keyLength").GetInt32()));
            if (!key.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var solved = $"{{\"challenge\":{document.RootElement.GetRawText()},\"solution\":{{\"counter\":{counter},\"derivedKey\":\"{key}\"}}}}";
            return Encoding.ASCII.GetBytes($"{{\"altcha\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(solved))}\"}}");
        }
    }
}
