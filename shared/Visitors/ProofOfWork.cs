using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessDecide.Visitors;

/// <summary>A challenge in ALTCHA's version 2 format, as the browser's library reads it.</summary>
/// <param name="Signature">HMAC-SHA256 over the parameters as JSON with sorted names, hexadecimal.</param>
public sealed record Challenge(ChallengeParameters Parameters, string Signature);

/// <summary>The task: find a counter whose derived key begins with <see cref="KeyPrefix"/>.</summary>
/// <param name="Cost">Iterations of PBKDF2.</param>
/// <param name="ExpiresAt">Unix seconds.</param>
/// <param name="KeyLength">Bytes.</param>
/// <param name="KeyPrefix">Hexadecimal; two digits mean 256 tries on average, three 4,096.</param>
/// <param name="Nonce">16 bytes, hexadecimal; the password is the nonce followed by the counter as four bytes, big-endian.</param>
/// <param name="Salt">16 bytes, hexadecimal.</param>
public sealed record ChallengeParameters(
    [AllowedValues(ProofOfWork.Algorithm)] string Algorithm, int Cost, ChallengeData Data, long ExpiresAt, int KeyLength, string KeyPrefix, string Nonce, string Salt);

/// <summary>What the challenge is bound to.</summary>
public sealed record ChallengeData(string Process);

/// <summary>A challenge and its solution, as the browser's library sends them: base64 of this as JSON.</summary>
public sealed record SolvedChallenge(Challenge? Challenge, ChallengeSolution? Solution);

/// <param name="Counter">0 to 2^32-1.</param>
/// <param name="DerivedKey">Hexadecimal.</param>
public sealed record ChallengeSolution(long Counter, string? DerivedKey);

/// <summary>A valid proof, of work or of waiting. It may be used once.</summary>
/// <param name="Id">The id of the challenge, the same for all its solutions; or of the ticket.</param>
public sealed record VerifiedProof(string Id, DateTimeOffset ExpiresAt);

/// <summary>
/// Makes and verifies proofs of work. Stateless: the signature carries the trust. The names in the signed JSON are in alphabetical
/// order, because ALTCHA canonicalizes so; the records above are declared in that order.
/// </summary>
public static class ProofOfWork
{
    /// <summary>How long a challenge may be solved.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    internal const string Algorithm = "PBKDF2/SHA-256";
    private const int KeyLength = 32;
    private const string KeyPrefix = "00";
    private const string DearKeyPrefix = "000";

    /// <summary>The greatest factor by which a proof costs more than usual.</summary>
    public const int MaxFactor = 16;

    /// <param name="cost">Iterations of PBKDF2 for one try of a usual proof.</param>
    /// <param name="factor">How many times the usual it costs: 1, 2, 4, 8 or 16.</param>
    public static Challenge Create(ProcessId process, int cost, ReadOnlySpan<byte> secret, DateTimeOffset now, int factor = 1)
    {
        // A third digit takes sixteen times as many tries, each with proportionally fewer iterations. So a dearer proof costs us no more to
        // verify: verifying is one try, never with more iterations than a usual one.
        if (factor > 1) cost = Math.Max(1, cost * factor / MaxFactor);
        var parameters = new ChallengeParameters(
            Algorithm,
            cost,
            new ChallengeData(process.Value),
            (now + Lifetime).ToUnixTimeSeconds(),
            KeyLength,
            factor > 1 ? DearKeyPrefix : KeyPrefix,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        return new Challenge(parameters, Sign(parameters, secret));
    }

    /// <summary>Returns the proof, or null when it is malformed, forged, of another process, expired or not solved.</summary>
    /// <param name="payload">Base64 of a <see cref="SolvedChallenge"/> as JSON.</param>
    public static VerifiedProof? Verify(string payload, ProcessId process, ReadOnlySpan<byte> secret, DateTimeOffset now)
    {
        if (Parse(payload) is not { Challenge: { Parameters: { } parameters, Signature: { } signature }, Solution: { DerivedKey: { } claimed } solution })
        {
            return null;
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(parameters, secret)), Encoding.UTF8.GetBytes(signature))) return null;
        var expires = DateTimeOffset.FromUnixTimeSeconds(parameters.ExpiresAt);
        if (parameters.Data.Process != process.Value || now >= expires || solution.Counter is < 0 or > uint.MaxValue) return null;

        Span<byte> password = stackalloc byte[16 + 4];
        Convert.FromHexString(parameters.Nonce, password, out _, out _);
        BinaryPrimitives.WriteUInt32BigEndian(password[16..], (uint)solution.Counter);
        var derived = Rfc2898DeriveBytes.Pbkdf2(
            password, Convert.FromHexString(parameters.Salt), parameters.Cost, HashAlgorithmName.SHA256, parameters.KeyLength);
        var key = Convert.ToHexStringLower(derived);
        return key.StartsWith(parameters.KeyPrefix, StringComparison.Ordinal) && string.Equals(key, claimed, StringComparison.OrdinalIgnoreCase)
            ? new VerifiedProof(signature, expires)
            : null;
    }

    private static SolvedChallenge? Parse(string payload)
    {
        if (payload.Length > 4096 || !Base64.IsValid(payload)) return null;
        try
        {
            return JsonSerializer.Deserialize(Convert.FromBase64String(payload), ProofJson.Default.SolvedChallenge);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Sign(ChallengeParameters parameters, ReadOnlySpan<byte> secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, JsonSerializer.SerializeToUtf8Bytes(parameters, ProofJson.Default.ChallengeParameters)));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SolvedChallenge))]
internal sealed partial class ProofJson : JsonSerializerContext;
