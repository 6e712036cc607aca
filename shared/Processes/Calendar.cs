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

    /// <summary>Deliveries open less than <see cref="Calendar.SettleTime"/> after the last reaction or comment can come.</summary>
    DeliveriesBeforeReactionsSettle,

    /// <summary>From the first reaction to the last there are more days than <see cref="Calendar.MaxParticipation"/>: a mistyped year.</summary>
    ParticipationTooLong,

    /// <summary>An activity has more than <see cref="Calendar.MaxWindows"/> windows.</summary>
    TooManyWindows,
}

/// <summary>The windows of each activity of a process. An activity without windows never opens.</summary>
public sealed class Calendar
{
    /// <summary>A century. Every day on which people could react is looked at, so a year typed as 0021 must not pass.</summary>
    public static readonly TimeSpan MaxParticipation = TimeSpan.FromDays(36_525);

    /// <summary>Windows of one activity at most: nobody needs more, and a change must fit into what people read of it.</summary>
    public const int MaxWindows = 20;

    /// <summary>From the last closing of reactions to the first moment of deliveries: what was accepted in the last moment is written long before.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromHours(1);

    private readonly Window[][] windows;

    private Calendar(Window[][] windows) => this.windows = windows;

    /// <summary>Makes a calendar, or says which activity breaks which rule.</summary>
    public static Calendar? TryCreate(
        IReadOnlyDictionary<Activity, IReadOnlyList<Window>> activities, out IReadOnlyList<(Activity Activity, CalendarFault Fault)> faults)
    {
        var calendar = FromStorage(activities);
        faults = calendar.Check();
        return faults.Count == 0 ? calendar : null;
    }

    /// <summary>Which activity breaks which rule of today.</summary>
    public IReadOnlyList<(Activity Activity, CalendarFault Fault)> Check()
    {
        var found = new List<(Activity, CalendarFault)>();
        for (var i = 0; i < windows.Length; i++)
        {
            var activity = (Activity)i;
            if (windows[i].Length > MaxWindows) found.Add((activity, CalendarFault.TooManyWindows));
            if (Array.Exists(windows[i], w => w.Closes <= w.Opens)) found.Add((activity, CalendarFault.ClosesBeforeOpening));
            if (windows[i].Zip(windows[i].Skip(1)).Any(pair => pair.Second.Opens < pair.First.Closes)) found.Add((activity, CalendarFault.Overlap));
        }

        if (ReactionsClose is { } close && this[Activity.Deliveries].Any(w => w.Opens - close < SettleTime))
        {
            found.Add((Activity.Deliveries, CalendarFault.DeliveriesBeforeReactionsSettle));
        }

        if (ReactionsClose - ReactionsOpen > MaxParticipation)
        {
            found.AddRange(ActivityNames.Reactions.Where(activity => this[activity].Count > 0).Select(activity => (activity, CalendarFault.ParticipationTooLong)));
        }

        return found;
    }

    /// <summary>A calendar that was accepted before, perhaps by other rules than those of today.</summary>
    internal static Calendar FromStorage(IReadOnlyDictionary<Activity, IReadOnlyList<Window>> activities) => new(
        [.. Enumerable.Range(0, ActivityNames.All.Count).Select(i => activities.TryGetValue((Activity)i, out var given) ? given.OrderBy(w => w.Opens).ToArray() : [])]);

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

    /// <summary>
    /// This calendar until a moment, and another from that moment on. Deliveries of the other open no earlier than
    /// <see cref="SettleTime"/> after the last closing that this makes.
    /// </summary>
    public Calendar Until(DateTimeOffset moment, Calendar next)
    {
        var joined = new Calendar([.. Enum.GetValues<Activity>().Select(a => Join(this[a], next[a], moment))]);
        if (joined.ReactionsClose is not { } close || DateTimeOffset.MaxValue - close < SettleTime) return joined;
        var settled = close + SettleTime;
        joined.windows[(int)Activity.Deliveries] =
        [
            .. joined[Activity.Deliveries]
                .Where(w => w.Closes > settled)
                .Select(w => w.Opens < settled ? w with { Opens = settled } : w),
        ];
        return joined;
    }

    /// <summary>The other calendar, with what was open for reactions until a moment as it was: that cannot be changed any more.</summary>
    public Calendar KeepPast(DateTimeOffset moment, Calendar next) => new(
        [.. Enum.GetValues<Activity>().Select(a => ActivityNames.Reactions.Contains(a) ? Join(this[a], next[a], moment) : next.windows[(int)a])]);

    /// <summary>Whether somebody who could react at some moment from <paramref name="from"/> on could not in the other calendar.</summary>
    public bool LosesMoments(Calendar next, DateTimeOffset from) =>
        ActivityNames.Reactions.Any(activity => this[activity].Any(window => !next.Covers(activity, window, from)));

    /// <summary>When deliveries are first open from <paramref name="from"/> on; null when they never are.</summary>
    public DateTimeOffset? DeliveriesOpen(DateTimeOffset from) =>
        this[Activity.Deliveries].Where(w => w.Closes > from).Select(w => (DateTimeOffset?)(w.Opens > from ? w.Opens : from)).Min();

    /// <summary>Whether, from <paramref name="from"/> until <paramref name="until"/>, the other calendar opens deliveries at no moment at which this one does not.</summary>
    public bool CoversDeliveries(Calendar next, DateTimeOffset from, DateTimeOffset until) => next[Activity.Deliveries]
        .Where(w => w.Closes > from && w.Opens < until)
        .All(w => Covers(Activity.Deliveries, w.Closes > until ? w with { Closes = until } : w, from));

    /// <summary>Whether there is anything to take part in: from the first opening of reactions to their last closing, pauses included.</summary>
    public ActivityState ParticipationAt(DateTimeOffset now)
    {
        if (now < ReactionsOpen) return new(false, ReactionsOpen, null, ReactionsOpen);
        return now < ReactionsClose ? new(true, null, null, ReactionsClose) : new(false, null, ReactionsClose, null);
    }

    private bool Covers(Activity activity, Window window, DateTimeOffset from)
    {
        var covered = window.Opens > from ? window.Opens : from;
        foreach (var own in this[activity])
        {
            if (own.Opens <= covered && own.Closes > covered) covered = own.Closes;
        }

        return covered >= window.Closes;
    }

    private static Window[] Join(IReadOnlyList<Window> before, IReadOnlyList<Window> after, DateTimeOffset moment)
    {
        var joined = new List<Window>();
        foreach (var window in before.Where(w => w.Opens < moment)) Add(window.Closes > moment ? window with { Closes = moment } : window);
        foreach (var window in after.Where(w => w.Closes > moment))
        {
            if (window.Opens <= moment) Add(window with { Opens = moment });
            else joined.Add(window);
        }

        return [.. joined];

        // In the past, and over the moment, what touches is one window.
        void Add(Window window)
        {
            if (joined.Count > 0 && joined[^1].Closes == window.Opens) joined[^1] = joined[^1] with { Closes = window.Closes };
            else joined.Add(window);
        }
    }

    private IEnumerable<Window> Participation() => ActivityNames.Reactions.SelectMany(activity => this[activity]);
}
