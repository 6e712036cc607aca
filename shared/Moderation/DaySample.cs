using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessDecide.Moderation;

/// <summary>
/// The comments of a day that people look at a second time: those whose receipts' random parts fall into one stretch of the possible
/// values. The share sets the length of the stretch; the day and a secret set its start. So the sample costs nothing when a comment
/// arrives, is read without the rest of the day and is the same for every reader, and receipts do not reveal which comments are in it.
/// </summary>
public sealed class DaySample
{
    // Twelve characters of five bits each: far more places than a day has comments.
    private const int PlaceLength = 12;
    private const ulong Places = 1UL << (5 * PlaceLength);

    private DaySample(IReadOnlyList<ReceiptRange> ranges) => Ranges = ranges;

    /// <summary>The stretch, in the order of receipts: two parts if it wraps around the end, none if the share is zero.</summary>
    public IReadOnlyList<ReceiptRange> Ranges { get; }

    /// <param name="secret">Unknown to the people who write comments.</param>
    /// <param name="share">From 0 to 1. The sample of a larger share contains that of a smaller one.</param>
    public static DaySample Of(DateOnly day, ReadOnlySpan<byte> secret, double share)
    {
        if (share <= 0) return new([]);
        if (share >= 1) return new([new(null, null)]);
        var material = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"moderation-sample.{day:yyyy-MM-dd}"));
        var start = BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(secret, material)) % Places;
        var end = start + (ulong)(share * Places);
        return end <= Places
            ? new([new(Text(start), end == Places ? null : Text(end))])
            : new([new(null, Text(end - Places)), new(Text(start), null)]);
    }

    public bool Holds(Receipt receipt) => Ranges.Any(range => range.Holds(receipt));

    private static string Text(ulong place)
    {
        Span<char> text = stackalloc char[PlaceLength];
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Receipt.Alphabet[(int)(place & 31)];
            place >>= 5;
        }

        return new string(text);
    }
}
