using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ServerlessDecide.Comments;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Remembers what this instance moderated lately, to detect a flood by <see cref="FloodRule"/>. It keeps fingerprints under its own seed,
/// no texts and no visitors. When it is full, it forgets the oldest comment.
/// </summary>
public sealed class FloodMemory
{
    /// <summary>The most comments remembered, of all processes together, at 88 bytes each.</summary>
    public const int Capacity = 65_536;

    private readonly Lock gate = new();
    private readonly long seed;
    private readonly Entry[] entries;
    private int count;
    private int next;

    public FloodMemory()
        : this(Capacity, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))))
    {
    }

    internal FloodMemory(int capacity, long seed)
    {
        entries = new Entry[capacity];
        this.seed = seed;
    }

    /// <summary>Whether a comment is part of a flood. The same comment counts once, however often this is called.</summary>
    public bool IsOneOf(ProcessId process, Comment comment)
    {
        if (FloodRule.FingerprintOf(comment.Text, seed) is not { } fingerprint) return false;
        var entry = new Entry(Hash(process.Value), Hash(comment.Receipt.Random), fingerprint, comment.ReceivedAt.UtcTicks);
        lock (gate)
        {
            var (others, known) = Count(entry);
            if (!known)
            {
                entries[next] = entry;
                next = (next + 1) % entries.Length;
                count = Math.Min(count + 1, entries.Length);
            }

            return others + 1 >= FloodRule.Nth;
        }
    }

    // A linear scan of less than six megabytes; an index would have to be kept in step with what is forgotten.
    private (int Others, bool Known) Count(in Entry asked)
    {
        var (others, known) = (0, false);
        var oldest = asked.ReceivedAt - FloodRule.Window.Ticks;
        foreach (ref readonly var entry in entries.AsSpan(0, count))
        {
            if (!FloodRule.AreAlike(entry.Fingerprint, asked.Fingerprint) || entry.Process != asked.Process) continue;
            if (entry.Receipt == asked.Receipt) known = true;
            else if (entry.ReceivedAt > oldest && entry.ReceivedAt <= asked.ReceivedAt) others++;
        }

        return (others, known);
    }

    private ulong Hash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), seed);

    private readonly record struct Entry(ulong Process, ulong Receipt, Fingerprint Fingerprint, long ReceivedAt);
}
