using System.Globalization;
using System.Text;
using ServerlessDecide.TestSupport;
using Xunit.Abstractions;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Sends random requests; none may cause a server error.</summary>
[Collection(SharedApp.Name)]
public sealed class FuzzTests(SharedApp shared, ITestOutputHelper output) : SharedAppTest(shared)
{
    private const int Requests = 300;

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"];

    private static readonly string[] Odd =
    [
        "", "%00", "%ff", "%2F", "%2e%2e", "..", "%5C", "%23", "%3F", "%25", "'", "\"", "%0d%0aSet-Cookie:x", "🌵", "%F0%9F%8C%B5", "ñ", "%u0041", "{x}", "*", ";", ":", "@",
        "sol", "7", "-1", "1e309", "99999999999999999999", "null", "true", "'%20or%20'1'%20eq%20'1", "platform.sol", "210510-00000-00000-00000-00000", "a b", "%E2%80%AE", "%EF%BF%BE", "~", "__proto__",
    ];

    private static readonly string[] Json =
    [
        "", "{", "}", "[", "]", "null", "true", "-0", "1e999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "{}", "{\"\\ud800\":1}", "{\"a\":1,\"a\":2}", "\"value\"", "\"like\"", "\"text\"", "\"kind\"", "\"altcha\"", "\"activities\"",
        "\"items\"", ":", ",", "0", "\"2021-05-10T00:00:00Z\"", "\"information\"", "\"🌵\"", "\u0001", "\ufeff", "number,seat\n", "\"", "1,\"a\n",
    ];

    private static readonly string[] Types = ["application/json", "application/json; charset=utf-8", "text/csv", "application/geo+json", "application/json;charset=utf-7", "text/plain", "x", "multipart/form-data; boundary=x", ""];

    [Fact]
    public async Task No_request_is_answered_with_a_server_error()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SERVERLESSDECIDE_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"SERVERLESSDECIDE_FUZZ_SEED={seed}");
        var random = new Random(seed);
        await Shared.App.CreateProcessAsync($"azar-{seed % 1_000_000:d6}", SharedApp.AllOpen);
        var processes = new[] { SharedApp.Open, $"azar-{seed % 1_000_000:d6}" };
        for (var i = 0; i < Requests; i++)
        {
            using var request = Make(random, processes[1]);
            var line = $"seed {seed}, request {i}: {request}";
            try
            {
                using var answer = await Shared.App.Client.SendAsync(request);
                Assert.True((int)answer.StatusCode < 500, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}\n{line}");
            }
            catch (HttpRequestException e) when (e.InnerException is IOException)
            {
                // Kestrel closed the connection because what it read was not HTTP.
                output.WriteLine($"closed: {line}");
            }
        }
    }

    private HttpRequestMessage Make(Random random, string process)
    {
        var function = Pick(random, DeclaredRoutes.All);
        // Writes go to a separate process, because other tests of this collection rely on the shared ones.
        var reads = function.Methods[0] == "GET";
        var address = function.Address(reads && random.Next(4) > 0 ? SharedApp.Open : process);
        var segments = address.Split('/');
        if (random.Next(2) == 0) segments[random.Next(reads ? 0 : Math.Min(2, segments.Length - 1), segments.Length)] = Pick(random, Odd);
        address = string.Join('/', segments);
        if (random.Next(3) == 0) address += $"?{Pick(random, (string[])["limit", "cursor", "scope", "contender", "topic", "q", "lat", "level", "district", "section", "gender", "head", "lang", "%00", ""])}={Pick(random, Odd)}";
        var method = random.Next(3) > 0 ? function.Methods[0] : Pick(random, Methods);
        var uri = new Uri(Shared.App.Root.AbsoluteUri + "api/v1/" + address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = random.Next(2) == 0 && address.All(char.IsAscii) && !address.Contains(' ', StringComparison.Ordinal) });
        var request = new HttpRequestMessage(new HttpMethod(method), uri);
        request.Headers.TryAddWithoutValidation("Authorization", Pick(random, (string[])["Bearer " + Shared.Visitor.Token, "Bearer " + Shared.Visitor.Token, "Bearer x", "Bearer AAAA", "Basic eDp5", "\u00e9"]));
        if (random.Next(3) > 0) request.Headers.TryAddWithoutValidation("x-functions-key", Pick(random, (string[])[TestApp.Key, TestApp.Key, "x", "ñ"]));
        foreach (var header in (string[])["Accept-Language", "Accept-Encoding", "If-None-Match", "Idempotency-Key", "Accept", "Origin", "Range", "Expect-CT"])
        {
            if (random.Next(6) == 0) request.Headers.TryAddWithoutValidation(header, Noise(random));
        }

        if (method is not ("GET" or "HEAD" or "TRACE") && random.Next(8) > 0)
        {
            request.Content = new ByteArrayContent(Body(random));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(2) == 0 ? "application/json" : Pick(random, Types));
        }

        return request;
    }

    private static byte[] Body(Random random)
    {
        if (random.Next(4) == 0)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            return bytes;
        }

        return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pick(random, Json))));
    }

    private static string Noise(Random random) => string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => Pick(random, (string[])["a", "\"", ";", ",", "q=", "0", "=", "*", "en", "W/", " ", "-", "\u00ff", "%", "br", "\t"])));

    private static T Pick<T>(Random random, IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
