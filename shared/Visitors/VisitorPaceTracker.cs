using System.Runtime.InteropServices;
using ServerlessDecide.Reactions;

namespace ServerlessDecide.Visitors;

/// <summary>The verdict on a visitor's act.</summary>
/// <param name="Wait">How long to wait when the limit is used up; null when the act may go on.</param>
/// <param name="IsMachine">Whether the visitor acts like a machine.</param>
public readonly record struct PaceVerdict(TimeSpan? Wait, bool IsMachine);

/// <summary>
/// Tracks the exact pace of each recent visitor on this instance. A visitor who was away for longer than <see cref="Memory"/> is forgotten,
/// which changes nothing: by then every limit is whole. When very many come at once, the quietest are forgotten earlier, in their favour.
/// </summary>
public sealed class VisitorPaceTracker
{
    /// <summary>The most visitors that are remembered. Half of them may be forgotten at any moment.</summary>
    public const int Most = 2 * Shards * MostOfGeneration;

    private const int Shards = 16;
    private const int MostOfGeneration = 4096;

    // After this time all limits are whole, and no visitor counts as a machine any more.
    private static readonly TimeSpan Memory = new[]
    {
        VisitorLimit.Reactions.Refilled, VisitorLimit.Comments.Refilled, VisitorLimit.OwnReactions.Refilled, QualityRules.ChangesSpell, QualityRules.MachineSpell,
    }.Max();

    private readonly Shard[] shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard())];

    /// <summary>Records that a visitor takes, changes or withdraws a stance.</summary>
    public PaceVerdict React(VisitorHash visitor, Target target, Stance stance, DateTimeOffset now)
    {
        var shard = shards[visitor.Shard];
        lock (shard)
        {
            ref var pace = ref shard.Of(visitor, now.UtcTicks);
            // Refused acts count as well: a visitor that goes on regardless is no person.
            var isMachine = pace.React(target.GetHashCode(), stance, now.UtcTicks);
            return new(VisitorLimit.Reactions.Take(ref pace.ReactionsFilledAt, now.UtcTicks), isMachine);
        }
    }

    /// <summary>Records that a visitor comments.</summary>
    public PaceVerdict Comment(VisitorHash visitor, DateTimeOffset now)
    {
        var shard = shards[visitor.Shard];
        lock (shard)
        {
            ref var pace = ref shard.Of(visitor, now.UtcTicks);
            var isMachine = pace.Comment(now.UtcTicks);
            return new(VisitorLimit.Comments.Take(ref pace.CommentsFilledAt, now.UtcTicks), isMachine);
        }
    }

    /// <summary>Records that a visitor reads its own stances. Reading is no sign of a machine.</summary>
    /// <returns>How long to wait when the limit is used up; null when the read may go on.</returns>
    public TimeSpan? ReadOwn(VisitorHash visitor, DateTimeOffset now)
    {
        var shard = shards[visitor.Shard];
        lock (shard) return VisitorLimit.OwnReactions.Take(ref shard.Of(visitor, now.UtcTicks).OwnReactionsFilledAt, now.UtcTicks);
    }

    /// <summary>The number of remembered visitors.</summary>
    internal int Count => shards.Sum(s => s.Count);

    /// <summary>Keeps two generations. An active visitor is young; when the young are too old or too many, they become old, and the old are dropped.</summary>
    private sealed class Shard
    {
        private Dictionary<UInt128, VisitorPace> young = [];
        private Dictionary<UInt128, VisitorPace> old = [];
        private long turnsAt;

        public int Count => young.Count + old.Count;

        public ref VisitorPace Of(VisitorHash visitor, long now)
        {
            if (now >= turnsAt || young.Count >= MostOfGeneration)
            {
                old = now >= turnsAt + Memory.Ticks ? [] : young;
                young = [];
                turnsAt = now + Memory.Ticks;
            }

            var key = visitor.Number;
            ref var pace = ref CollectionsMarshal.GetValueRefOrAddDefault(young, key, out var isYoung);
            if (!isYoung && old.Remove(key, out var before)) pace = before;
            return ref pace;
        }
    }
}
