namespace ServerlessDecide.Visitors;

/// <summary>
/// The published rules that give a reaction or a comment its class. The same figures decide the class, price the proof of work and appear in
/// the text that the API serves. docs/participation.md says why they were chosen.
/// </summary>
public static class QualityRules
{
    /// <summary>New visitors of one network within an hour that are ordinary. More are a burst.</summary>
    public const int VisitorsAnHour = 250;

    /// <summary>New visitors of one network within a day that are ordinary. More are a burst.</summary>
    public const int VisitorsADay = 1500;

    /// <summary>Reactions and comments from one network within an hour that are ordinary: ten for each visitor. More are a burst.</summary>
    public const int ActsAnHour = 10 * VisitorsAnHour;

    /// <summary>Reactions of one visitor within <see cref="FastSpell"/>; more are a machine's.</summary>
    public const int FastReactions = 30;

    /// <summary>Comments of one visitor within <see cref="FastSpell"/>; more are a machine's.</summary>
    public const int FastComments = 5;

    /// <summary>Changes of stance, each right after another on the same target, within <see cref="ChangesSpell"/>; more are a machine's.</summary>
    public const int Changes = 30;

    /// <summary>Consecutive intervals that differ from the one before by <see cref="RegularPercent"/> at most; this many are a machine's.</summary>
    public const int RegularIntervals = 20;

    /// <summary>See <see cref="RegularIntervals"/>.</summary>
    public const int RegularPercent = 3;

    public static readonly TimeSpan FastSpell = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan ChangesSpell = TimeSpan.FromMinutes(10);

    /// <summary>A visitor that acted like a machine is taken for one until it has been quiet for this long.</summary>
    public static readonly TimeSpan MachineSpell = TimeSpan.FromMinutes(10);

    /// <summary>Returns the class of what a visitor sends.</summary>
    /// <param name="atIssue">The class that the visitor's credential was issued with.</param>
    /// <param name="network">The traffic of the visitor's network.</param>
    /// <param name="isMachine">Whether the visitor acts like a machine.</param>
    public static QualityClass Of(QualityClass atIssue, Pressure network, bool isMachine) =>
        isMachine ? QualityClass.C : network.IsBurst && atIssue == QualityClass.A ? QualityClass.B : atIssue;
}
