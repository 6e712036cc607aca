using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Moderation;

/// <summary>
/// Remembers what this instance moderated lately, to tell a flood by <see cref="FloodRule"/>: fingerprints under a seed of its own, no
/// text and nobody's id. Bounded: when it is full, the oldest is forgotten.
/// </summary>
public sealed class FloodMemory
{
    /// <summary>Comments remembered at most, of all processes together: 88 bytes each.</summary>
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

    /// <param name="capacity">Comments remembered at most.</param>
    /// <param name="seed">Of the fingerprints.</param>
    internal FloodMemory(int capacity, long seed)
    {
        entries = new Entry[capacity];
        this.seed = seed;
    }

    /// <summary>Whether a comment is one of a flood. Asked twice about the same one, it counts once.</summary>
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

    // One after the other through less than six megabytes: no index to keep in step with what is forgotten.
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
