using System.Runtime.InteropServices;

namespace ServerlessDecide.Participation;

/// <summary>What a visitor's request came to.</summary>
/// <param name="Wait">How long to wait, when a limit is used up; null when it may go on.</param>
/// <param name="IsMachine">Whether the visitor acts like a machine.</param>
public readonly record struct PaceVerdict(TimeSpan? Wait, bool IsMachine);

/// <summary>
/// The pace of each visitor who was here lately, exactly and each by itself, on this instance. A visitor who has been away for longer than
/// anything is remembered is forgotten: a limit that is forgotten is a whole one. Where very many come at once the quietest are forgotten
/// earlier, in their favour.
/// </summary>
public sealed class VisitorPaces
{
    /// <summary>Visitors at most, of whom half may be forgotten any moment.</summary>
    public const int Most = 2 * Shards * MostOfGeneration;

    private const int Shards = 16;
    private const int MostOfGeneration = 4096;

    // Nothing of a visitor outlasts it: limits are whole and machines are people again.
    private static readonly TimeSpan Memory = new[]
    {
        VisitorLimit.Reactions.Refilled, VisitorLimit.Comments.Refilled, VisitorLimit.OwnReactions.Refilled, QualityRules.ChangesSpell, QualityRules.MachineSpell,
    }.Max();

    private readonly Shard[] shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard())];

    /// <summary>Notes that a visitor takes, changes or withdraws a stance.</summary>
    public PaceVerdict React(VisitorHash visitor, Target target, Stance stance, DateTimeOffset now)
    {
        var shard = shards[visitor.Shard];
        lock (shard)
        {
            ref var pace = ref shard.Of(visitor, now.UtcTicks);
            // What is refused counts as well: who knocks on regardless is no person.
            var isMachine = pace.React(target.GetHashCode(), stance, now.UtcTicks);
            return new(VisitorLimit.Reactions.Take(ref pace.ReactionsFilledAt, now.UtcTicks), isMachine);
        }
    }

    /// <summary>Notes that a visitor comments.</summary>
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

    /// <summary>Notes that a visitor looks at stances of its own. Looking says nothing about who looks.</summary>
    /// <returns>How long to wait, when the limit is used up; null when it may go on.</returns>
    public TimeSpan? ReadOwn(VisitorHash visitor, DateTimeOffset now)
    {
        var shard = shards[visitor.Shard];
        lock (shard) return VisitorLimit.OwnReactions.Take(ref shard.Of(visitor, now.UtcTicks).OwnReactionsFilledAt, now.UtcTicks);
    }

    /// <summary>How many are remembered.</summary>
    internal int Count => shards.Sum(s => s.Count);

    /// <summary>Two generations: who comes is young; when the young are old enough, or too many, they become the old, and the old go.</summary>
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
