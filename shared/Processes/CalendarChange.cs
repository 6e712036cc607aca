namespace ServerlessDecide.Processes;

/// <summary>The outcome of asking for another calendar, confirming one or withdrawing one.</summary>
public enum CalendarOutcome
{
    /// <summary>The calendar is in force from now on.</summary>
    InForce,

    /// <summary>The calendar waits for a second person or for the end of its notice.</summary>
    Pending,

    /// <summary>The pending calendar was withdrawn.</summary>
    Withdrawn,

    /// <summary>Packaging has begun, so nothing can change.</summary>
    PackagingBegan,

    /// <summary>Another calendar is pending.</summary>
    AlreadyPending,

    /// <summary>No calendar is pending.</summary>
    NothingPending,

    /// <summary>The credential that asked for the calendar cannot confirm it.</summary>
    SecondPersonRequired,

    /// <summary>A day on which people could already react is not between the new calendar's first opening and last closing.</summary>
    DaysLost,

    /// <summary>The calendar breaks a rule, together with what has already been open.</summary>
    Faulty,
}

/// <summary>An outcome, and the process after it; the same process if nothing changed.</summary>
/// <param name="Faults">The rules that activities break, if the outcome is <see cref="CalendarOutcome.Faulty"/>.</param>
public sealed record CalendarChange(
    CalendarOutcome Outcome, ElectoralProcess Process, IReadOnlyList<(Activity Activity, CalendarFault Fault)>? Faults = null)
{
    /// <summary>Whether the process changed and must be written.</summary>
    public bool IsChange => Outcome is CalendarOutcome.InForce or CalendarOutcome.Pending or CalendarOutcome.Withdrawn;
}
