using System.Globalization;
using System.Security.Cryptography;

namespace ServerlessDecide.Participation;

/// <summary>
/// A visitor as storage sees one: the first half of HMAC-SHA256 of the random id in the token, under the process's visitor key, as 32
/// hexadecimal digits. When the key is destroyed after delivery, no token leads to any row any more.
/// </summary>
public readonly record struct VisitorHash
{
    /// <summary>Rows of visitors are spread over so many tables for each day of credentials.</summary>
    public const int Shards = 16;

    private VisitorHash(string value) => Value = value;

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public string Value { get; }

    /// <summary>Which of the tables of a day of credentials holds this visitor's rows, 0-15.</summary>
    public int Shard => Convert.ToInt32(Value[..1], 16);

    /// <summary>The same as a number.</summary>
    internal UInt128 Number => UInt128.Parse(Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static VisitorHash Compute(ReadOnlySpan<byte> visitorKey, ReadOnlySpan<byte> visitorId) =>
        new(Convert.ToHexStringLower(HMACSHA256.HashData(visitorKey, visitorId).AsSpan(0, 16)));

    public override string ToString() => Value;
}

/// <summary>A visitor who showed a valid credential for a process.</summary>
/// <param name="Hash">How the visitor appears in storage.</param>
/// <param name="IssuedAt">When the credential was issued: nothing of this visitor's is older.</param>
/// <param name="Class">The class of what the visitor sends: at first that of the credential, then that of the request.</param>
public sealed record Visitor(VisitorHash Hash, DateTimeOffset IssuedAt, QualityClass Class = QualityClass.A)
{
    /// <summary>The UTC day on which the credential was issued: with the shard it says where all of the visitor's reactions stand.</summary>
    public DateOnly IssuedOn => DateOnly.FromDateTime(IssuedAt.UtcDateTime);
}
