using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace ServerlessDecide;

/// <summary>
/// A visitor as storage knows it: the first half of HMAC-SHA256 of the random id in the token, under the process's visitor key, as 32
/// hexadecimal digits. Once the key is destroyed after delivery, no token leads to a row.
/// </summary>
public readonly record struct VisitorHash
{
    /// <summary>The number of tables that hold visitors' rows for each day of credentials.</summary>
    public const int Shards = 16;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private VisitorHash(string value) => Value = value;

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public string Value { get; }

    /// <summary>The table, 0-15, that holds this visitor's rows among those of a day of credentials.</summary>
    public int Shard => Convert.ToInt32(Value[..1], 16);

    /// <summary><see cref="Value"/> as a number.</summary>
    internal UInt128 Number => UInt128.Parse(Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static VisitorHash Compute(ReadOnlySpan<byte> visitorKey, ReadOnlySpan<byte> visitorId) =>
        new(Convert.ToHexStringLower(HMACSHA256.HashData(visitorKey, visitorId).AsSpan(0, 16)));

    /// <summary>Reads a hash as storage holds it. False when it is not 32 lower-case hexadecimal digits.</summary>
    public static bool TryParse(string? text, out VisitorHash hash)
    {
        hash = default;
        if (text is not { Length: 32 } || text.AsSpan().ContainsAnyExcept(Digits)) return false;
        hash = new VisitorHash(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no hash of a visitor.</exception>
    public static VisitorHash Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException("A visitor's hash is 32 lower-case hexadecimal digits.");

    public override string ToString() => Value;
}

/// <summary>A visitor who showed a valid credential for a process.</summary>
/// <param name="IssuedAt">When the credential was issued. No row of this visitor is older.</param>
/// <param name="Class">The quality class of what the visitor sends: first the credential's, then the request's.</param>
public sealed record Visitor(VisitorHash Hash, DateTimeOffset IssuedAt, QualityClass Class = QualityClass.A)
{
    /// <summary>The UTC day on which the credential was issued. With the shard it names the table of all the visitor's reactions.</summary>
    public DateOnly IssuedOn => DateOnly.FromDateTime(IssuedAt.UtcDateTime);
}
