namespace ServerlessDecide.Processes;

/// <summary>A stretch of time in which an activity is open: from <see cref="Opens"/> on, until just before <see cref="Closes"/>.</summary>
public sealed record Window(DateTimeOffset Opens, DateTimeOffset Closes)
{
    public bool Contains(DateTimeOffset now) => Opens <= now && now < Closes;
}

/// <summary>What an activity is at a moment, and when that changes.</summary>
/// <param name="IsOpen">Whether it is open now.</param>
/// <param name="OpensAt">When it opens next; null when it is open or opens no more.</param>
/// <param name="ClosedAt">When it closed last; null when it never did.</param>
/// <param name="ChangesAt">The next moment at which it opens or closes; null when it changes no more.</param>
public readonly record struct ActivityState(bool IsOpen, DateTimeOffset? OpensAt, DateTimeOffset? ClosedAt, DateTimeOffset? ChangesAt);

/// <summary>A rule of the calendar that is broken, and by which activity.</summary>
public enum CalendarFault
{
    /// <summary>A window closes when or before it opens.</summary>
    ClosesBeforeOpening,

    /// <summary>Two windows of one activity overlap.</summary>
    Overlap,

    /// <summary>Deliveries open while somebody can still react or comment.</summary>
    DeliveriesBeforeReactionsClose,

    /// <summary>From the first reaction to the last there are more days than <see cref="Calendar.MaxParticipation"/>: a mistyped year.</summary>
    ParticipationTooLong,
}

/// <summary>The windows of each activity of a process. An activity without windows never opens.</summary>
public sealed class Calendar
{
    /// <summary>A century. Every day on which people could react is looked at, so a year typed as 0021 must not pass.</summary>
    public static readonly TimeSpan MaxParticipation = TimeSpan.FromDays(36_525);

    private readonly Window[][] windows;

    private Calendar(Window[][] windows) => this.windows = windows;

    /// <summary>Makes a calendar, or says which activity breaks which rule.</summary>
    public static Calendar? TryCreate(
        IReadOnlyDictionary<Activity, IReadOnlyList<Window>> activities, out IReadOnlyList<(Activity Activity, CalendarFault Fault)> faults)
    {
        var found = new List<(Activity, CalendarFault)>();
        var windows = new Window[ActivityNames.All.Count][];
        for (var i = 0; i < windows.Length; i++)
        {
            var activity = (Activity)i;
            windows[i] = activities.TryGetValue(activity, out var given) ? [.. given.OrderBy(w => w.Opens)] : [];
            if (Array.Exists(windows[i], w => w.Closes <= w.Opens)) found.Add((activity, CalendarFault.ClosesBeforeOpening));
            if (windows[i].Zip(windows[i].Skip(1)).Any(pair => pair.Second.Opens < pair.First.Closes)) found.Add((activity, CalendarFault.Overlap));
        }

        var calendar = new Calendar(windows);
        if (calendar.ReactionsClose is { } close && calendar[Activity.Deliveries].Any(w => w.Opens < close))
        {
            found.Add((Activity.Deliveries, CalendarFault.DeliveriesBeforeReactionsClose));
        }

        foreach (var activity in new[] { Activity.ReactToPlatforms, Activity.ReactToProposals })
        {
            if (calendar.ReactionsClose - calendar.ReactionsOpen > MaxParticipation && calendar[activity].Count > 0)
            {
                found.Add((activity, CalendarFault.ParticipationTooLong));
            }
        }

        faults = found;
        return found.Count == 0 ? calendar : null;
    }

    /// <summary>The windows of an activity, in their order.</summary>
    public IReadOnlyList<Window> this[Activity activity] => windows[(int)activity];

    /// <summary>When nobody can react or comment any more, or null when nobody ever can.</summary>
    public DateTimeOffset? ReactionsClose => Participation().Select(w => (DateTimeOffset?)w.Closes).Max();

    /// <summary>When the first reaction or comment can come, or null when none ever can.</summary>
    public DateTimeOffset? ReactionsOpen => Participation().Select(w => (DateTimeOffset?)w.Opens).Min();

    public ActivityState StateOf(Activity activity, DateTimeOffset now)
    {
        DateTimeOffset? closed = null;
        foreach (var window in this[activity])
        {
            if (now < window.Opens) return new(false, window.Opens, closed, window.Opens);
            if (now < window.Closes) return new(true, null, closed, window.Closes);
            closed = window.Closes;
        }

        return new(false, null, closed, null);
    }

    private IEnumerable<Window> Participation() => this[Activity.ReactToPlatforms].Concat(this[Activity.ReactToProposals]);
}
