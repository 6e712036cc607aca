namespace ServerlessDecide.Participation;

/// <summary>
/// The published rules by which a reaction or a comment gets its class. The same figures decide, price the proof of work and make the
/// text that the API serves. What they were chosen for is in docs/participation.md.
/// </summary>
public static class QualityRules
{
    /// <summary>So many new visitors of one network within an hour are ordinary. More are a burst.</summary>
    public const int VisitorsAnHour = 250;

    /// <summary>So many new visitors of one network within a day are ordinary. More are a burst.</summary>
    public const int VisitorsADay = 1500;

    /// <summary>So many reactions and comments from one network within an hour are ordinary: ten for each visitor. More are a burst.</summary>
    public const int ActsAnHour = 10 * VisitorsAnHour;

    /// <summary>More reactions of one visitor than this within <see cref="FastSpell"/> are a machine's.</summary>
    public const int FastReactions = 30;

    /// <summary>More comments of one visitor than this within <see cref="FastSpell"/> are a machine's.</summary>
    public const int FastComments = 5;

    /// <summary>More changes of mind about one target after another than this within <see cref="ChangesSpell"/> are a machine's.</summary>
    public const int Changes = 30;

    /// <summary>So many intervals in a row that differ from the one before by <see cref="RegularPercent"/> at most are a machine's.</summary>
    public const int RegularIntervals = 20;

    /// <summary>See <see cref="RegularIntervals"/>.</summary>
    public const int RegularPercent = 3;

    public static readonly TimeSpan FastSpell = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan ChangesSpell = TimeSpan.FromMinutes(10);

    /// <summary>What acts like a machine is taken for one until it has been quiet for so long.</summary>
    public static readonly TimeSpan MachineSpell = TimeSpan.FromMinutes(10);

    /// <summary>The class of what a visitor sends.</summary>
    /// <param name="atIssue">The class that the visitor's credential was issued with.</param>
    /// <param name="network">What comes from the visitor's network.</param>
    /// <param name="isMachine">Whether the visitor acts like a machine.</param>
    public static QualityClass Of(QualityClass atIssue, Pressure network, bool isMachine) =>
        isMachine ? QualityClass.C : network.IsBurst && atIssue == QualityClass.A ? QualityClass.B : atIssue;
}
