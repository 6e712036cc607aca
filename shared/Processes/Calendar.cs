namespace ServerlessDecide.Processes;

/// <summary>A period in which an activity is open: from <see cref="Opens"/>, inclusive, to <see cref="Closes"/>, exclusive.</summary>
public sealed record Window(DateTimeOffset Opens, DateTimeOffset Closes)
{
    public bool Contains(DateTimeOffset now) => Opens <= now && now < Closes;
}

/// <summary>The state of an activity at a moment, and when it changes.</summary>
/// <param name="OpensAt">When it opens next; null if it is open or will not open again.</param>
/// <param name="ClosedAt">When it last closed; null if it never did.</param>
/// <param name="ChangesAt">When it next opens or closes; null if it will not change again.</param>
public readonly record struct ActivityState(bool IsOpen, DateTimeOffset? OpensAt, DateTimeOffset? ClosedAt, DateTimeOffset? ChangesAt);

/// <summary>A rule of the calendar that is broken.</summary>
public enum CalendarFault
{
    /// <summary>A window closes at or before its opening.</summary>
    ClosesBeforeOpening,

    /// <summary>Two windows of one activity overlap.</summary>
    Overlap,

    /// <summary>Deliveries open less than <see cref="Calendar.SettleTime"/> after the last moment for reactions and comments.</summary>
    DeliveriesBeforeReactionsSettle,

    /// <summary>Reactions span more than <see cref="Calendar.MaxParticipation"/>, as with a mistyped year.</summary>
    ParticipationTooLong,

    /// <summary>An activity has more than <see cref="Calendar.MaxWindows"/> windows.</summary>
    TooManyWindows,
}

/// <summary>The windows of each activity of a process. An activity without windows never opens.</summary>
public sealed class Calendar
{
    /// <summary>A century. Sweeps and counts visit every day on which people could react, so a year typed as 0021 must not pass.</summary>
    public static readonly TimeSpan MaxParticipation = TimeSpan.FromDays(36_525);

    /// <summary>The most windows of one activity. Nobody needs more, and a change must stay readable for people.</summary>
    public const int MaxWindows = 20;

    /// <summary>The least time from the last closing of reactions to the opening of deliveries. By then every accepted write is stored.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromHours(1);

    private readonly Window[][] windows;

    private Calendar(Window[][] windows) => this.windows = windows;

    /// <summary>Returns a calendar, or null and the rules that activities break.</summary>
    public static Calendar? TryCreate(
        IReadOnlyDictionary<Activity, IReadOnlyList<Window>> activities, out IReadOnlyList<(Activity Activity, CalendarFault Fault)> faults)
    {
        var calendar = FromStorage(activities);
        faults = calendar.Check();
        return faults.Count == 0 ? calendar : null;
    }

    /// <summary>Returns the current rules that activities break.</summary>
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

    /// <summary>Returns a calendar that was accepted before, perhaps under other rules.</summary>
    internal static Calendar FromStorage(IReadOnlyDictionary<Activity, IReadOnlyList<Window>> activities) => new(
        [.. Enum.GetValues<Activity>().Select(a => activities.TryGetValue(a, out var given) ? given.OrderBy(w => w.Opens).ToArray() : [])]);

    /// <summary>The windows of an activity, in order of opening.</summary>
    public IReadOnlyList<Window> this[Activity activity] => windows[(int)activity];

    /// <summary>When reactions and comments close for the last time, or null if they never open.</summary>
    public DateTimeOffset? ReactionsClose => Participation().Select(w => (DateTimeOffset?)w.Closes).Max();

    /// <summary>When reactions and comments first open, or null if they never open.</summary>
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
    /// Joins this calendar until a moment with another from that moment on. Deliveries open no earlier than <see cref="SettleTime"/> after the
    /// last closing of reactions in the joined calendar.
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

    /// <summary>Returns the other calendar with this one's reaction windows until a moment, because the past cannot change.</summary>
    public Calendar KeepPast(DateTimeOffset moment, Calendar next) => new(
        [.. Enum.GetValues<Activity>().Select(a => ActivityNames.Reactions.Contains(a) ? Join(this[a], next[a], moment) : next.windows[(int)a])]);

    /// <summary>Whether the other calendar has a kind of reaction closed at a moment from <paramref name="from"/> on when this one has it open.</summary>
    public bool LosesMoments(Calendar next, DateTimeOffset from) =>
        ActivityNames.Reactions.Any(activity => this[activity].Any(window => !next.Covers(activity, window, from)));

    /// <summary>Returns the first moment from <paramref name="from"/> on at which deliveries are open, or null if there is none.</summary>
    public DateTimeOffset? DeliveriesOpen(DateTimeOffset from) =>
        this[Activity.Deliveries].Where(w => w.Closes > from).Select(w => (DateTimeOffset?)(w.Opens > from ? w.Opens : from)).Min();

    /// <summary>
    /// Whether this calendar has deliveries open whenever the other does, from <paramref name="from"/> until <paramref name="until"/>.
    /// </summary>
    public bool CoversDeliveries(Calendar next, DateTimeOffset from, DateTimeOffset until) => next[Activity.Deliveries]
        .Where(w => w.Closes > from && w.Opens < until)
        .All(w => Covers(Activity.Deliveries, w.Closes > until ? w with { Closes = until } : w, from));

    /// <summary>Returns the state of participation, which is open from the first opening of reactions to their last closing, pauses included.</summary>
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

        // Merges adjacent windows in the past and across the moment.
        void Add(Window window)
        {
            if (joined.Count > 0 && joined[^1].Closes == window.Opens) joined[^1] = joined[^1] with { Closes = window.Closes };
            else joined.Add(window);
        }
    }

    private IEnumerable<Window> Participation() => ActivityNames.Reactions.SelectMany(activity => this[activity]);
}
