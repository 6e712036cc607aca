using ServerlessDecide.Reactions;

namespace ServerlessDecide.Visitors;

/// <summary>How one visitor has been acting lately. Small and without references, because there may be very many.</summary>
internal struct VisitorPace
{
    // Shorter intervals are no person's; the counts of fast acts catch them.
    private static readonly long ShortestInterval = TimeSpan.FromMilliseconds(200).Ticks;
    private static readonly long LongestInterval = TimeSpan.FromMinutes(1).Ticks;

    public long ReactionsFilledAt;
    public long CommentsFilledAt;
    public long OwnReactionsFilledAt;
    private Spell reactions;
    private Spell comments;
    private Spell changes;
    private long lastAt;
    private long lastInterval;
    private long machineUntil;
    private int lastTarget;
    private byte lastStance;
    private byte regular;

    /// <summary>Records a reaction. Returns whether this visitor acts like a machine.</summary>
    public bool React(int target, Stance stance, long now)
    {
        var isFast = reactions.Exceeds(QualityRules.FastReactions, QualityRules.FastSpell, now);
        var isChange = lastTarget == target && lastStance != (byte)stance && lastAt != 0;
        var isWavering = isChange && changes.Exceeds(QualityRules.Changes, QualityRules.ChangesSpell, now);
        var isRegular = IsRegular(now);
        (lastTarget, lastStance) = (target, (byte)stance);
        return Judge(isFast || isWavering || isRegular, now);
    }

    /// <summary>Records a comment. Returns whether this visitor acts like a machine.</summary>
    public bool Comment(long now) => Judge(comments.Exceeds(QualityRules.FastComments, QualityRules.FastSpell, now), now);

    private bool IsRegular(long now)
    {
        var interval = now - lastAt;
        var difference = Math.Abs(interval - lastInterval);
        var isSame = interval >= ShortestInterval && interval <= LongestInterval && difference * 100 <= lastInterval * QualityRules.RegularPercent;
        regular = isSame ? (byte)Math.Min(regular + 1, byte.MaxValue) : (byte)0;
        (lastAt, lastInterval) = (now, interval);
        return regular >= QualityRules.RegularIntervals;
    }

    private bool Judge(bool isMachine, long now)
    {
        isMachine |= now < machineUntil;
        if (isMachine) machineUntil = now + QualityRules.MachineSpell.Ticks;
        return isMachine;
    }

    /// <summary>Counts events within a period, which begins with the first event after the previous period.</summary>
    private struct Spell
    {
        private long since;
        private int count;

        public bool Exceeds(int most, TimeSpan length, long now)
        {
            if (now - since >= length.Ticks) (since, count) = (now, 0);
            return ++count > most;
        }
    }
}
