using System.Text.Json.Serialization;

namespace ServerlessDecide.Reactions;

/// <summary>What a visitor thinks of a target. <see cref="Withdrawn"/> is a stance too: the last one counts.</summary>
public enum Stance
{
    Like,
    Dislike,
    Withdrawn,
}

/// <summary>Reads the stances that a person can ask for.</summary>
public static class StanceNames
{
    /// <summary>Returns false for all but "like" and "dislike": withdrawing a stance is a different request.</summary>
    public static bool TryParse(string? name, out Stance stance) => WireName.TryParse(name, out stance) && stance != Stance.Withdrawn;
}

/// <summary>An accepted reaction.</summary>
/// <param name="Day">The local day of the process.</param>
/// <param name="Sequence">1 for the visitor's first reaction to the target on that day, and so on.</param>
/// <param name="Number">1 for the visitor's first reaction to the target at all, and so on: the highest one counts.</param>
/// <param name="Opening">32 fresh random bytes: the opening of a later commitment to this event. Hidden until delivery.</param>
public sealed record Reaction(
    VisitorHash Visitor, Target Target, Stance Stance, DateOnly Day, int Sequence, Receipt Receipt, DateTimeOffset At, ReadOnlyMemory<byte> Opening,
    QualityClass Class = QualityClass.A, int Number = 1);

/// <summary>Likes and dislikes of a target, by quality class.</summary>
public readonly record struct Tally(
    long LikesA, long DislikesA, long LikesB = 0, long DislikesB = 0, long LikesC = 0, long DislikesC = 0)
{
    [JsonIgnore]
    public long Likes => LikesA + LikesB + LikesC;

    [JsonIgnore]
    public long Dislikes => DislikesA + DislikesB + DislikesC;

    public static Tally operator +(Tally left, Tally right) => new(
        left.LikesA + right.LikesA,
        left.DislikesA + right.DislikesA,
        left.LikesB + right.LikesB,
        left.DislikesB + right.DislikesB,
        left.LikesC + right.LikesC,
        left.DislikesC + right.DislikesC);

    /// <summary>Returns what one current reaction counts.</summary>
    public static Tally Of(Stance stance, QualityClass quality = QualityClass.A)
    {
        var like = stance == Stance.Like ? 1 : 0;
        var dislike = stance == Stance.Dislike ? 1 : 0;
        return quality switch
        {
            QualityClass.A => new(like, dislike),
            QualityClass.B => new(0, 0, like, dislike),
            _ => new(0, 0, 0, 0, like, dislike),
        };
    }

    public static Tally Add(Tally left, Tally right) => left + right;
}
