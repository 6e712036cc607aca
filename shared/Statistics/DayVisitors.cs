using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessDecide.Statistics;

/// <summary>
/// The different visitors of one day that one instance saw. Only the sketch leaves memory. Its entries are keyed with a secret of the day:
/// without that secret, nobody can test whether a given visitor is in it.
/// </summary>
internal sealed class DayVisitors
{
    /// <summary>Maximum number of visitors that wait for the day's key, which is read once, with the first flush of the day.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Lock gate = new();
    private readonly HashSet<UInt128> waiting = [];
    private readonly HyperLogLog sketch = new();
    private byte[]? key;
    private byte[]? written;

    /// <summary>Whether any visitor waits for the day's key.</summary>
    public bool NeedsKey
    {
        get
        {
            lock (gate) return key is null && waiting.Count > 0;
        }
    }

    public void Add(ReadOnlySpan<byte> address, string userAgent)
    {
        var person = Fingerprint(address, userAgent);
        lock (gate)
        {
            if (key is not null) Count(person);
            else if (waiting.Count < MaxWaiting) waiting.Add(person);
        }
    }

    public void UseKey(byte[] ofDay)
    {
        lock (gate)
        {
            key = ofDay;
            foreach (var person in waiting) Count(person);
            waiting.Clear();
        }
    }

    /// <summary>The sketch, or null when it equals the last one written.</summary>
    public byte[]? Changed()
    {
        lock (gate)
        {
            if (key is null) return null;
            var registers = sketch.ToArray();
            return written is not null && registers.AsSpan().SequenceEqual(written) ? null : registers;
        }
    }

    public void Written(byte[] registers)
    {
        lock (gate) written = registers;
    }

    private void Count(UInt128 person)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> keyed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, person);
        HMACSHA256.HashData(key!, bytes, keyed);
        sketch.Add(BinaryPrimitives.ReadUInt64BigEndian(keyed));
    }

    // A fixed size, however long the User-Agent is.
    private static UInt128 Fingerprint(ReadOnlySpan<byte> address, string userAgent)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(address);
        hash.AppendData("\n"u8);
        hash.AppendData(Encoding.UTF8.GetBytes(userAgent));
        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }
}
