namespace ServerlessDecide.Participation;

/// <summary>What a visitor thinks of a target. <see cref="Withdrawn"/> is a stance too: the last one counts.</summary>
public enum Stance
{
    Like,
    Dislike,
    Withdrawn,
}

/// <summary>The names of stances in answers and storage.</summary>
public static class StanceNames
{
    public static string Name(this Stance stance) => stance switch
    {
        Stance.Like => "like",
        Stance.Dislike => "dislike",
        Stance.Withdrawn => "withdrawn",
        _ => throw new ArgumentOutOfRangeException(nameof(stance)),
    };

    /// <summary>Reads "like" or "dislike", the stances a person can ask for.</summary>
    public static bool TryParse(string? name, out Stance stance)
    {
        stance = name == "dislike" ? Stance.Dislike : Stance.Like;
        return name is "like" or "dislike";
    }
}

/// <summary>An accepted reaction.</summary>
/// <param name="Day">The local day of the process.</param>
/// <param name="Sequence">1 for the visitor's first reaction to the target on that day, and so on.</param>
/// <param name="Opening">32 fresh random bytes: what a commitment to this event will be opened with. Hidden until delivery.</param>
public sealed record Reaction(
    string Visitor, Target Target, Stance Stance, DateOnly Day, int Sequence, Receipt Receipt, DateTimeOffset At, ReadOnlyMemory<byte> Opening);

/// <summary>Likes and dislikes of a target.</summary>
public readonly record struct Tally(long Likes, long Dislikes)
{
    public static Tally operator +(Tally left, Tally right) => new(left.Likes + right.Likes, left.Dislikes + right.Dislikes);

    public static Tally Of(Stance stance) => stance switch
    {
        Stance.Like => new(1, 0),
        Stance.Dislike => new(0, 1),
        _ => default,
    };

    public static Tally Add(Tally left, Tally right) => left + right;
}
