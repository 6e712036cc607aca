using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Moderation;

/// <summary>
/// The comments of a day that people look at a second time: those whose receipts' random parts fall into a stretch of all that there could
/// be. How long the stretch is, is the share; where it begins follows from the day and a secret. So the sample costs nothing when a
/// comment comes, is read without the rest of the day, is the same whoever reads it, and nobody who holds receipts can tell what is in it.
/// </summary>
public sealed class DaySample
{
    // Twelve characters of five bits each tell places apart that no day has comments enough to fill.
    private const int PlaceLength = 12;
    private const ulong Places = 1UL << (5 * PlaceLength);

    private DaySample(IReadOnlyList<ReceiptRange> ranges) => Ranges = ranges;

    /// <summary>The stretch, in the order of receipts: in two parts where it goes over the end; none where nothing is looked at.</summary>
    public IReadOnlyList<ReceiptRange> Ranges { get; }

    /// <param name="secret">Which nobody knows who writes comments.</param>
    /// <param name="share">From 0 to 1. A larger one holds what a smaller one holds.</param>
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
