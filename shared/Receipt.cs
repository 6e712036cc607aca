using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace ServerlessDecide;

/// <summary>
/// A receipt ("folio") of a reaction or a comment: the local day on which it was accepted and 100 random bits, as
/// <c>210510-7K3MQ-2X9PF-RT4WB-0HJCD</c> in Crockford's base 32. Its holder can ask what became of the reaction or comment; nobody can
/// guess one. The day names the table of the row, so a look-up is one read.
/// </summary>
public readonly record struct Receipt
{
    /// <summary>What a receipt looks like, as a phrase.</summary>
    public const string Rule = "six digits of a day and four groups of five characters, joined by hyphens";

    /// <summary>The characters of the random part, in ascending order.</summary>
    internal const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int RandomLength = 20;
    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);

    private readonly string? random;

    private Receipt(DateOnly day, string random)
    {
        Day = day;
        this.random = random;
    }

    /// <summary>The day in the process's time zone.</summary>
    public DateOnly Day { get; }

    /// <summary>The random part, 20 characters, unique within the day.</summary>
    public string Random => random ?? "";

    public static Receipt New(DateOnly day) => new(day, Encode(RandomNumberGenerator.GetBytes(RandomLength)));

    /// <summary>
    /// Derives the receipt of a visitor's idempotency key. The same key gives the same receipt on the same day, and only the secret links
    /// the two. The day is hashed too, so another day gives an unrelated random part: receipts go into packages, and a shared random part
    /// would tell two contenders that one person wrote to both.
    /// </summary>
    public static Receipt Derive(DateOnly day, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> material)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, day.DayNumber);
        hash.AppendData(number);
        hash.AppendData(material);
        return new(day, Encode(hash.GetHashAndReset().AsSpan(0, RandomLength)));
    }

    /// <summary>Reads a receipt as people type it: any case, with or without hyphens, O for 0, I and L for 1.</summary>
    public static bool TryParse(string? text, out Receipt receipt)
    {
        receipt = default;
        if (text is null || text.Length > 64) return false;
        var plain = text.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
        if (plain.Length != 6 + RandomLength
            || !DateOnly.TryParseExact("20" + plain[..6], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || plain.AsSpan(6).ContainsAnyExcept(Digits))
        {
            return false;
        }

        receipt = new Receipt(day, plain[6..]);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Day:yyMMdd}-{Random[..5]}-{Random[5..10]}-{Random[10..15]}-{Random[15..]}");

    // Five bits of each byte: 20 bytes give 20 characters, 100 bits.
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[RandomLength];
        for (var i = 0; i < text.Length; i++) text[i] = Alphabet[bytes[i] & 31];
        return new string(text);
    }
}
