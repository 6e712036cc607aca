namespace ServerlessDecide;

/// <summary>
/// How much a reaction or a comment looks like the act of one person. It goes into the package with it and is never a reason to refuse,
/// delay or delete.
/// </summary>
public enum QualityClass
{
    /// <summary>Ordinary.</summary>
    [WireName("A")]
    A,

    /// <summary>Part of a burst from one network, or sent by a visitor who came in without a proof of work.</summary>
    [WireName("B")]
    B,

    /// <summary>Bears the signature of a machine.</summary>
    [WireName("C")]
    C,
}
