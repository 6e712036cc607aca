using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class ProofOfWorkTests
{
    private const int Cost = 20;
    private static readonly byte[] Secret = "a secret of thirty-two characters"u8.ToArray();
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");

    [Fact]
    public void A_challenge_says_what_has_to_be_done_until_when_and_for_which_process()
    {
        var challenge = ProofOfWork.Create(Edomex, Cost, Secret, Now);

        Assert.Equal(("PBKDF2/SHA-256", Cost, 32, "00", "edomex-2021"), (
            challenge.Parameters.Algorithm, challenge.Parameters.Cost, challenge.Parameters.KeyLength, challenge.Parameters.KeyPrefix, challenge.Parameters.Data.Process));
        Assert.Equal((Now + ProofOfWork.Lifetime).ToUnixTimeSeconds(), challenge.Parameters.ExpiresAt);
        Assert.Matches("^[0-9a-f]{32}$", challenge.Parameters.Nonce);
        Assert.Matches("^[0-9a-f]{32}$", challenge.Parameters.Salt);
        Assert.NotEqual(challenge.Parameters.Nonce, ProofOfWork.Create(Edomex, Cost, Secret, Now).Parameters.Nonce);
    }

    [Fact]
    public void A_solved_challenge_is_a_proof_until_it_expires()
    {
        var challenge = ProofOfWork.Create(Edomex, Cost, Secret, Now);
        var payload = Encode(Solved(challenge));

        var proof = ProofOfWork.Verify(payload, Edomex, Secret, Now + ProofOfWork.Lifetime - TimeSpan.FromSeconds(1));

        Assert.Equal(new VerifiedProof(challenge.Signature, Now + ProofOfWork.Lifetime), proof);
        Assert.Null(ProofOfWork.Verify(payload, Edomex, Secret, Now + ProofOfWork.Lifetime));
    }

    [Fact]
    public void Every_solution_of_a_challenge_is_the_same_proof()
    {
        var challenge = ProofOfWork.Create(Edomex, Cost, Secret, Now);
        var first = Solve(challenge, 0);
        var second = Solve(challenge, first.Counter + 1);

        Assert.Equal(
            ProofOfWork.Verify(Encode(new(challenge, first)), Edomex, Secret, Now), ProofOfWork.Verify(Encode(new(challenge, second)), Edomex, Secret, Now));
    }

    [Fact]
    public void A_proof_for_another_process_or_under_another_secret_is_invalid()
    {
        var payload = Encode(Solved(ProofOfWork.Create(Edomex, Cost, Secret, Now)));

        Assert.Null(ProofOfWork.Verify(payload, ProcessId.Parse("atlautla-2022"), Secret, Now));
        Assert.Null(ProofOfWork.Verify(payload, Edomex, "another secret"u8, Now));
    }

    [Fact]
    public void A_changed_challenge_is_not_a_proof()
    {
        var solved = Solved(ProofOfWork.Create(Edomex, Cost, Secret, Now));
        var p = solved.Challenge!.Parameters;
        ChallengeParameters[] changed =
        [
            p with { Algorithm = "SHA-256" },
            p with { Cost = 1 },
            p with { Cost = int.MaxValue },
            p with { Cost = -1 },
            p with { Data = new("atlautla-2022") },
            p with { ExpiresAt = p.ExpiresAt + 1 },
            p with { ExpiresAt = long.MaxValue },
            p with { ExpiresAt = long.MinValue },
            p with { KeyLength = 1 },
            p with { KeyLength = int.MaxValue },
            p with { KeyLength = -1 },
            p with { KeyPrefix = "" },
            p with { Nonce = "" },
            p with { Nonce = "no hexadecimal" },
            p with { Nonce = p.Nonce + p.Nonce },
            p with { Nonce = p.Nonce[1..] },
            p with { Salt = "" },
            p with { Salt = "zz" },
            p with { Salt = p.Salt[1..] },
            p with { Salt = new string('0', 3000) },
        ];

        Assert.All(changed, c => Assert.Null(ProofOfWork.Verify(Encode(solved with { Challenge = new(c, solved.Challenge.Signature) }), Edomex, Secret, Now)));
        Assert.All(
            ["", "00", solved.Challenge.Signature[1..], solved.Challenge.Signature.ToUpperInvariant() + "A", new string('é', 64)],
            signature => Assert.Null(ProofOfWork.Verify(Encode(solved with { Challenge = new(p, signature) }), Edomex, Secret, Now)));
    }

    [Fact]
    public void A_wrong_counter_or_a_wrong_key_is_not_a_solution()
    {
        var challenge = ProofOfWork.Create(Edomex, Cost, Secret, Now);
        var right = Solve(challenge, 0);
        ChallengeSolution[] wrong =
        [
            right with { Counter = right.Counter + 1 },
            right with { Counter = -1 },
            right with { Counter = right.Counter + (1L << 32) },
            right with { Counter = long.MaxValue },
            right with { Counter = long.MinValue },
            right with { DerivedKey = "" },
            right with { DerivedKey = "00" },
            right with { DerivedKey = null },
            right with { DerivedKey = new string('0', 64) },
            right with { DerivedKey = right.DerivedKey + "00" },
        ];

        Assert.NotNull(ProofOfWork.Verify(Encode(new(challenge, right)), Edomex, Secret, Now));
        Assert.All(wrong, solution => Assert.Null(ProofOfWork.Verify(Encode(new(challenge, solution)), Edomex, Secret, Now)));
    }

    [Fact]
    public void A_correctly_derived_key_without_the_prefix_is_not_a_solution()
    {
        var challenge = ProofOfWork.Create(Edomex, Cost, Secret, Now);
        var counter = Enumerable.Range(0, 1000).First(c => !Derive(challenge, c).StartsWith("00", StringComparison.Ordinal));

        Assert.Null(ProofOfWork.Verify(Encode(new(challenge, new(counter, Derive(challenge, counter)))), Edomex, Secret, Now));
    }

    [Fact]
    public void Every_part_of_a_proof_is_required_with_its_type()
    {
        var whole = JsonSerializer.SerializeToNode(Solved(ProofOfWork.Create(Edomex, Cost, Secret, Now)), ProofJson.Default.SolvedChallenge)!;
        string[] paths =
        [
            "challenge", "solution", "challenge.parameters", "challenge.signature", "solution.counter", "solution.derivedKey",
            "challenge.parameters.algorithm", "challenge.parameters.cost", "challenge.parameters.data", "challenge.parameters.data.process",
            "challenge.parameters.expiresAt", "challenge.parameters.keyLength", "challenge.parameters.keyPrefix", "challenge.parameters.nonce",
            "challenge.parameters.salt",
        ];
        string?[] instead = [null, "null", "{}", "[]", "\"x\"", "1.5", "1e999", "99999999999999999999", "true", "\"\\ud800\""];

        Assert.NotNull(ProofOfWork.Verify(Base64(whole.ToJsonString()), Edomex, Secret, Now));
        foreach (var path in paths)
        {
            foreach (var value in instead)
            {
                Assert.Null(ProofOfWork.Verify(Base64(With(whole, path, value)), Edomex, Secret, Now));
            }
        }
    }

    [Fact]
    public void A_malformed_payload_is_not_a_proof_and_does_not_throw()
    {
        var payload = Encode(Solved(ProofOfWork.Create(Edomex, Cost, Secret, Now)));
        for (var length = 0; length < payload.Length; length++) Assert.Null(ProofOfWork.Verify(payload[..length], Edomex, Secret, Now));

        string[] garbage =
        [
            "", "=", "====", "null", "{}", Base64(""), Base64("null"), Base64("[]"), Base64("{}"), Base64("{"), Base64("\"\""), Base64("1"),
            Base64(new string('[', 2000)), Base64("{\"challenge\":" + string.Concat(Enumerable.Repeat("{\"a\":", 300))),
            Convert.ToBase64String([0xFF, 0xFE, 0x00]), Convert.ToBase64String([0xC3, 0x28]), new string('A', 4096), new string('A', 1_000_000),
        ];
        Assert.All(garbage, text => Assert.Null(ProofOfWork.Verify(text, Edomex, Secret, Now)));
    }

    [Fact]
    public void Two_hundred_random_payloads_are_not_proofs_and_do_not_throw()
    {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \n".ToCharArray();
        var garbage = Gen.OneOf(
            AnyText,
            Gen.ArrayOf(Gen.Elements(alphabet)).Select(c => new string(c)),
            Gen.ArrayOf(Gen.Choose(0, 255)).Select(b => Convert.ToBase64String([.. b.Select(x => (byte)x)])),
            AnyText.Select(text => Base64(text)),
            AnyText.Select(text => Base64($$$"""{"challenge":{"parameters":{"nonce":"{{{text}}}"},"signature":""},"solution":{"counter":1}}""")));

        Assert.All(garbage.Sample(40, 200), text => Assert.Null(ProofOfWork.Verify(text, Edomex, Secret, Now)));
    }

    [Theory]
    [InlineData(1, 1000, "00", 256_000)]
    [InlineData(2, 125, "000", 512_000)]
    [InlineData(4, 250, "000", 1_024_000)]
    [InlineData(8, 500, "000", 2_048_000)]
    [InlineData(16, 1000, "000", 4_096_000)]
    public void A_dearer_proof_takes_more_tries_and_never_a_dearer_verification(int factor, int iterations, string prefix, int expectedWork)
    {
        var p = ProofOfWork.Create(Edomex, 1000, Secret, Now, factor).Parameters;

        Assert.Equal((iterations, prefix), (p.Cost, p.KeyPrefix));
        Assert.Equal(expectedWork, p.Cost * Math.Pow(16, p.KeyPrefix.Length));
        Assert.InRange(p.Cost, 1, 1000);
        Assert.InRange(ProofOfWork.Create(Edomex, 1, Secret, Now, factor).Parameters.Cost, 1, 1);
    }

    [Fact]
    public void A_solution_at_the_usual_price_does_not_solve_a_dearer_challenge()
    {
        var dear = ProofOfWork.Create(Edomex, 1, Secret, Now, 16);
        var usual = dear with { Parameters = dear.Parameters with { KeyPrefix = "00" } };
        ChallengeSolution cheap;
        for (var from = 0L; (cheap = Solve(usual, from)).DerivedKey!.StartsWith("000", StringComparison.Ordinal); from = cheap.Counter + 1)
        {
            // One solution in sixteen satisfies both.
        }

        Assert.Null(ProofOfWork.Verify(Encode(new(dear, cheap)), Edomex, Secret, Now));
        Assert.NotNull(ProofOfWork.Verify(Encode(Solved(dear)), Edomex, Secret, Now));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task The_browsers_library_and_our_code_accept_each_others_proofs(int factor)
    {
        // The library reads the real clock.
        var now = TimeProvider.System.GetUtcNow();
        var challenge = ProofOfWork.Create(Edomex, Cost, Secret, now, factor);
        var ours = Solved(challenge);
        const string Script = """
            import { createChallenge, solveChallenge, verifySolution } from 'altcha-lib';
            import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
            const { secret, challenge, solution } = JSON.parse(process.argv[1]);
            const check = s => verifySolution({ challenge, solution: s, deriveKey, hmacSignatureSecret: secret });
            const solved = await solveChallenge({ challenge, deriveKey });
            const made = await createChallenge({
              algorithm: challenge.parameters.algorithm, cost: challenge.parameters.cost, keyLength: 32, keyPrefix: '00', deriveKey,
              hmacSignatureSecret: secret, expiresAt: challenge.parameters.expiresAt, data: challenge.parameters.data });
            console.log(JSON.stringify({
              payload: btoa(JSON.stringify({ challenge, solution: solved })),
              theirs: btoa(JSON.stringify({ challenge: made, solution: await solveChallenge({ challenge: made, deriveKey }) })),
              ours: (await check(solution)).verified,
              forged: (await check({ ...solution, counter: solution.counter + 1 })).verified }));
            """;
        var json = JsonSerializer.SerializeToNode(ours, ProofJson.Default.SolvedChallenge)!.AsObject();
        json["secret"] = Encoding.UTF8.GetString(Secret);

        var answer = JsonNode.Parse(await NodeAsync(Script, json.ToJsonString()))!;

        Assert.Equal(new VerifiedProof(challenge.Signature, DateTimeOffset.FromUnixTimeSeconds(challenge.Parameters.ExpiresAt)), ProofOfWork.Verify((string)answer["payload"]!, Edomex, Secret, now));
        Assert.NotNull(ProofOfWork.Verify((string)answer["theirs"]!, Edomex, Secret, now));
        Assert.True((bool)answer["ours"]!);
        Assert.False((bool)answer["forged"]!);
    }

    internal static SolvedChallenge Solved(Challenge challenge) => new(challenge, Solve(challenge, 0));

    private static ChallengeSolution Solve(Challenge challenge, long from)
    {
        for (var counter = from; ; counter++)
        {
            var key = Derive(challenge, counter);
            if (key.StartsWith(challenge.Parameters.KeyPrefix, StringComparison.Ordinal)) return new ChallengeSolution(counter, key);
        }
    }

    private static string Derive(Challenge challenge, long counter)
    {
        var p = challenge.Parameters;
        byte[] password = [.. Convert.FromHexString(p.Nonce), (byte)(counter >> 24), (byte)(counter >> 16), (byte)(counter >> 8), (byte)counter];
        return Convert.ToHexStringLower(System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(
            password, Convert.FromHexString(p.Salt), p.Cost, System.Security.Cryptography.HashAlgorithmName.SHA256, p.KeyLength));
    }

    internal static string Encode(SolvedChallenge solved) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(solved, ProofJson.Default.SolvedChallenge));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // As text, because some replacements are not valid JSON values.
    private static string With(JsonNode whole, string path, string? value)
    {
        var copy = whole.DeepClone();
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(copy, (node, name) => node[name]!).AsObject();
        if (value is null) parent.Remove(names[^1]);
        else parent[names[^1]] = "@@";
        return copy.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal);
    }

    private static async Task<string> NodeAsync(string script, string argument)
    {
        var start = new ProcessStartInfo("node") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var a in new[] { "--input-type=module", "--eval", script, argument }) start.ArgumentList.Add(a);
        using var node = System.Diagnostics.Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        var error = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, error);
        return await output;
    }
}
