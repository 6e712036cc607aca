namespace ServerlessDecide.Participation;

/// <summary>
/// How much a reaction or a comment looks like that of one person. It goes with what was sent into the package and is never a reason to
/// refuse, delay or delete.
/// </summary>
public enum QualityClass
{
    /// <summary>Ordinary.</summary>
    A,

    /// <summary>One of a burst from one network, or of a visitor who came in without a proof of work.</summary>
    B,

    /// <summary>Bears the signature of a machine.</summary>
    C,
}

internal static class QualityClasses
{
    public static QualityClass Stored(string? name) => name switch
    {
        "A" => QualityClass.A,
        "B" => QualityClass.B,
        "C" => QualityClass.C,
        _ => throw new InvalidDataException("A row has a class that this version does not know."),
    };
}
