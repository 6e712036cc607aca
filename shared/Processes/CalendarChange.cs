namespace ServerlessDecide.Processes;

/// <summary>What came of asking for another calendar, of confirming one or of withdrawing one.</summary>
public enum CalendarOutcome
{
    /// <summary>The calendar is in force from now on.</summary>
    InForce,

    /// <summary>The calendar waits for a second person or for its notice to pass.</summary>
    Pending,

    /// <summary>The pending calendar is gone.</summary>
    Withdrawn,

    /// <summary>Packages are being made: nothing changes any more.</summary>
    PackagingBegan,

    /// <summary>Another calendar waits already.</summary>
    AlreadyPending,

    /// <summary>No calendar waits.</summary>
    NothingPending,

    /// <summary>Whoever asked for it cannot confirm it.</summary>
    SecondPersonRequired,

    /// <summary>A day on which people could already react is not between the first opening and the last closing.</summary>
    DaysLost,

    /// <summary>Together with what was open already, the calendar breaks a rule.</summary>
    Faulty,
}

/// <summary>An outcome, and the process as it is afterwards: the same where nothing changed.</summary>
/// <param name="Faults">Where it is <see cref="CalendarOutcome.Faulty"/>, which activity breaks which rule.</param>
public sealed record CalendarChange(
    CalendarOutcome Outcome, ElectoralProcess Process, IReadOnlyList<(Activity Activity, CalendarFault Fault)>? Faults = null)
{
    /// <summary>Whether there is something to write.</summary>
    public bool IsChange => Outcome is CalendarOutcome.InForce or CalendarOutcome.Pending or CalendarOutcome.Withdrawn;
}
