namespace ServerlessDecide.Processes;

/// <summary>Where a process stands, as its home page shows it.</summary>
public enum Phase
{
    /// <summary>Information has not opened.</summary>
    Before,

    /// <summary>Information is open; platforms, and reactions to them, may be too.</summary>
    Information,

    /// <summary>Candidates or profiles are open between the first opening of reactions and their last closing.</summary>
    Participation,

    /// <summary>Reactions have closed, and the election day is to come.</summary>
    Quiet,

    /// <summary>The election day.</summary>
    [WireName("election-day")]
    ElectionDay,

    /// <summary>The election is over, and results have not opened.</summary>
    Counting,

    /// <summary>Results, statistics or deliveries are or will be open.</summary>
    Results,

    /// <summary>After the election, nothing but information is open or will open.</summary>
    Archive,
}

/// <summary>The rule for the phase of a process.</summary>
public static class Phases
{
    private static readonly Activity[] Closing = [Activity.Results, Activity.Statistics, Activity.Deliveries];

    /// <summary>Returns the phase at a moment, by the calendar in force and the local day.</summary>
    public static Phase PhaseAt(this ElectoralProcess process, DateTimeOffset now)
    {
        var calendar = process.InForce(now);
        var today = process.LocalDay(now);
        if (today == process.ElectionDay) return Phase.ElectionDay;
        return today < process.ElectionDay ? BeforeElection(calendar, now) : AfterElection(calendar, now);
    }

    /// <summary>Returns the next moment at which the day alone changes the phase; null after the election day.</summary>
    public static DateTimeOffset? PhaseDayChangesAt(this ElectoralProcess process, DateTimeOffset now)
    {
        // Earlier versions took any day, even one without a day before or after it.
        if (process.ElectionDay < ElectoralProcess.Days.First || process.ElectionDay > ElectoralProcess.Days.Last) return null;
        var begins = process.EndOf(process.ElectionDay.AddDays(-1));
        if (now < begins) return begins;
        var ends = process.EndOf(process.ElectionDay);
        return now < ends ? ends : null;
    }

    private static Phase BeforeElection(Calendar calendar, DateTimeOffset now)
    {
        var participation = calendar.ParticipationAt(now);
        if (participation.ClosedAt is not null) return Phase.Quiet;
        if (participation.IsOpen && (IsOpen(Activity.Candidates) || IsOpen(Activity.Profiles))) return Phase.Participation;
        return participation.IsOpen || IsOpen(Activity.Information) ? Phase.Information : Phase.Before;

        bool IsOpen(Activity activity) => calendar.StateOf(activity, now).IsOpen;
    }

    private static Phase AfterElection(Calendar calendar, DateTimeOffset now)
    {
        var others = Enum.GetValues<Activity>().Where(a => a != Activity.Information).Select(a => calendar.StateOf(a, now));
        if (!others.Any(state => state.IsOpen || state.OpensAt is not null)) return Phase.Archive;
        // Where no results will be shown, the other things that end a process take their place.
        var shown = calendar[Activity.Results].Count > 0 ? [Activity.Results] : Closing;
        return shown.Select(a => calendar.StateOf(a, now)).Any(state => state.IsOpen || state.ClosedAt is not null) ? Phase.Results : Phase.Counting;
    }
}
