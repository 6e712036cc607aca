namespace ServerlessDecide.Processes;

/// <summary>An electoral process: everything else belongs to one.</summary>
/// <param name="ElectionDay">The day of the election, in the process's time zone.</param>
/// <param name="Calendar">
/// When everything opens and closes. While a calendar is pending, this is the one in force until that takes effect and the pending one from
/// then on: so every instance changes over at the same moment, without anybody writing anything.
/// </param>
/// <param name="ContentVersion">The published snapshot of content, or null before the first import.</param>
/// <param name="StatisticsVersion">The published statistics, or null before the first.</param>
public sealed record ElectoralProcess(
    ProcessId Id,
    string Name,
    TimeZoneInfo TimeZone,
    DateOnly ElectionDay,
    Calendar Calendar,
    string? ContentVersion,
    string? StatisticsVersion)
{
    /// <summary>
    /// A kind of reaction that opens so soon counts as open: an instance whose clock is ahead, or that has not read the newest catalog, may
    /// accept the first ones by then.
    /// </summary>
    public static readonly TimeSpan OpeningMargin = TimeSpan.FromMinutes(5);

    /// <summary>How long an instance may go on by the calendar before a change.</summary>
    public static readonly TimeSpan ChangeMargin = TimeSpan.FromMinutes(1);

    /// <summary>With so many windows of reactions that are over, a calendar takes one more at a time.</summary>
    public const int MaxPastWindows = 200;

    /// <summary>Packages begin only from a moment that has stood in the calendar so long.</summary>
    public static readonly TimeSpan DeliveriesNotice = TimeSpan.FromHours(24);

    /// <summary>When it was created; null where that was not recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When <see cref="Calendar"/> was changed last; null when it never was.</summary>
    public DateTimeOffset? CalendarChangedAt { get; init; }

    /// <summary>Since when the deliveries stand as they do in <see cref="Calendar"/>; null since the process was created.</summary>
    public DateTimeOffset? DeliveriesSetAt { get; init; }

    /// <summary>
    /// When each kind of reaction opened first. Recorded with the first change of the catalog after it opened, and never taken back: ask
    /// <see cref="HasOpened"/>.
    /// </summary>
    public IReadOnlyDictionary<Activity, DateTimeOffset> ReactionsOpened { get; init; } = new Dictionary<Activity, DateTimeOffset>();

    /// <summary>The calendar that was asked for last and waits, or waited; ask <see cref="PendingAt"/>.</summary>
    public PendingCalendar? Pending { get; init; }

    /// <summary>When the making of packages began; null when it did not, or was taken back.</summary>
    public DateTimeOffset? PackagingBegan { get; init; }

    /// <summary>The content from which packages are made, whatever is imported later; null while packaging has not begun.</summary>
    public string? PackagedContent { get; init; }

    /// <summary>Since when somebody is taking the packages back: meanwhile nobody fetches one, and nothing thaws. Null otherwise.</summary>
    public DateTimeOffset? TakingBackSince { get; init; }

    /// <summary>When the making of packages was taken back last; null when it never was.</summary>
    public DateTimeOffset? PackagingTakenBackAt { get; init; }

    /// <summary>The calendar that waits at a moment, or null.</summary>
    public PendingCalendar? PendingAt(DateTimeOffset now) => Pending is { } pending && now < pending.TakesEffectAt ? pending : null;

    /// <summary>The calendar in force at a moment, without what waits.</summary>
    public Calendar InForce(DateTimeOffset now) => PendingAt(now)?.Replaced ?? Calendar;

    /// <summary>Whether a kind of reaction was ever open, or may be on some instance by now: its targets keep their contenders from then on.</summary>
    public bool HasOpened(Activity reactions, DateTimeOffset now) => OpenedAt(reactions, now) is not null;

    /// <summary>The first moment at which packages can be made; null when deliveries are not open.</summary>
    public DateTimeOffset? PackagesFrom(DateTimeOffset now)
    {
        if (Calendar[Activity.Deliveries].FirstOrDefault(w => w.Contains(now)) is not { } window) return null;
        var from = window.Opens;
        if (Calendar.ReactionsClose is { } close)
        {
            if (close + Calendar.SettleTime > from) from = close + Calendar.SettleTime;
            // Where all had closed before the process was created there is nobody to protect and nothing to wait for.
            if (!(close <= CreatedAt) && (DeliveriesSetAt ?? CreatedAt) + DeliveriesNotice is { } noticed && noticed > from) from = noticed;
        }

        return PackagingTakenBackAt + DeliveriesNotice is { } again && again > from ? again : from;
    }

    /// <summary>
    /// Asks for another calendar. It is in force at once, unless it would take away a moment to react, or open deliveries earlier, while
    /// people can still react: then it waits.
    /// </summary>
    /// <param name="by">The credential that asks, as the audit names it.</param>
    public CalendarChange Ask(Calendar asked, string by, DateTimeOffset now)
    {
        if (PackagingBegan is not null) return new(CalendarOutcome.PackagingBegan, this);
        if (PendingAt(now) is not null) return new(CalendarOutcome.AlreadyPending, this);
        var held = this with { Calendar = asked };
        if (ParticipationDays(now).Any(day => !held.IsParticipationDay(day))) return new(CalendarOutcome.DaysLost, this);
        if (!EndsParticipation(asked, now)) return Replace(Calendar, DeliveriesSetAt, Calendar.KeepPast(now, asked), now);

        var pending = new PendingCalendar(Calendar, asked, now, by, now + PendingCalendar.Notice, DeliveriesSetAt, CalendarChangedAt);
        var change = Replace(Calendar, DeliveriesSetAt, Calendar.Until(pending.TakesEffectAt, asked), pending.TakesEffectAt);
        return change.IsChange ? new(CalendarOutcome.Pending, change.Process with { Pending = pending }) : change;
    }

    /// <summary>Confirms the calendar that waits: it is in force from now on.</summary>
    /// <param name="by">The credential that confirms.</param>
    public CalendarChange Confirm(string by, DateTimeOffset now)
    {
        if (PackagingBegan is not null) return new(CalendarOutcome.PackagingBegan, this);
        if (PendingAt(now) is not { } pending) return new(CalendarOutcome.NothingPending, this);
        if (pending.AskedBy == by) return new(CalendarOutcome.SecondPersonRequired, this);
        return Replace(pending.Replaced, pending.DeliveriesSetAt, pending.Replaced.Until(now, pending.Asked), now);
    }

    /// <summary>Withdraws the calendar that waits: what was in force stays in force.</summary>
    public CalendarChange Withdraw(DateTimeOffset now) => PendingAt(now) is { } pending
        ? new(CalendarOutcome.Withdrawn, this with
        {
            Calendar = pending.Replaced,
            DeliveriesSetAt = pending.DeliveriesSetAt,
            CalendarChangedAt = now,
            Pending = null,
        })
        : new(CalendarOutcome.NothingPending, this);

    /// <summary>The process once packages have begun: a calendar that still waited waits no more.</summary>
    public ElectoralProcess BeginPackaging(DateTimeOffset now) => Withdraw(now).Process with { PackagingBegan = now, PackagedContent = ContentVersion };

    /// <summary>The process as if packages had not begun. They begin again after <see cref="DeliveriesNotice"/> at the earliest.</summary>
    public ElectoralProcess TakePackagingBack(DateTimeOffset now) =>
        this with { PackagingBegan = null, PackagedContent = null, TakingBackSince = null, PackagingTakenBackAt = now };

    /// <summary>With what has opened by now on record.</summary>
    internal ElectoralProcess WithOpenings(DateTimeOffset now)
    {
        var opened = new Dictionary<Activity, DateTimeOffset>(ReactionsOpened);
        foreach (var activity in ActivityNames.Reactions)
        {
            if (OpenedAt(activity, now) is { } first) opened.TryAdd(activity, first);
        }

        return opened.Count == ReactionsOpened.Count ? this : this with { ReactionsOpened = opened };
    }

    private DateTimeOffset? OpenedAt(Activity reactions, DateTimeOffset now)
    {
        if (ReactionsOpened.TryGetValue(reactions, out var first)) return first;
        // A version before kept no record, and its calendar may have been moved since: one kind that opened tells that the other may have.
        var kinds = CreatedAt is null ? ActivityNames.Reactions : [reactions];
        return kinds.SelectMany(kind => Calendar[kind]).Where(w => w.Opens <= now + OpeningMargin).Select(w => (DateTimeOffset?)w.Opens).Min();
    }

    // From the first opening of reactions to their last closing, pauses included.
    private bool EndsParticipation(Calendar asked, DateTimeOffset now)
    {
        if (!ActivityNames.Reactions.Any(activity => HasOpened(activity, now)) || !(now < Calendar.ReactionsClose)) return false;
        if (Calendar.LosesMoments(asked, now)) return true;
        return asked.DeliveriesOpen(now) is { } next && !(Calendar.DeliveriesOpen(now) <= next);
    }

    /// <param name="setAt">Since when the deliveries of <paramref name="before"/> stand.</param>
    private CalendarChange Replace(Calendar before, DateTimeOffset? setAt, Calendar next, DateTimeOffset moment)
    {
        // Windows of the past are none that somebody asks for: they must not stand in the way of a repair, nor become more without end.
        var faults = next.Check().Where(f => f.Fault != CalendarFault.TooManyWindows
            || (next[f.Activity].Count > MaxPastWindows && next[f.Activity].Count(w => w.Closes > moment) > 1)).ToList();
        if (faults.Count > 0) return new(CalendarOutcome.Faulty, this, faults);
        // A day later every moment has stood for a day.
        var stands = before.CoversDeliveries(next, moment, moment + DeliveriesNotice);
        return new(CalendarOutcome.InForce, this with
        {
            Calendar = next,
            CalendarChangedAt = moment,
            DeliveriesSetAt = stands ? setAt : moment,
            Pending = null,
        });
    }

    /// <summary>The moment on the clocks of the process, with their offset.</summary>
    public DateTimeOffset Local(DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, TimeZone);

    /// <summary>The day on the calendars of the process.</summary>
    public DateOnly LocalDay(DateTimeOffset now) => DateOnly.FromDateTime(Local(now).DateTime);

    /// <summary>The moment at which a local day is over: the first one of the next day.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        // Where clocks jump over midnight, the day begins when they have jumped.
        while (TimeZone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        // Where they go back over midnight there are two, and the day is over at the first.
        var offset = TimeZone.IsAmbiguousTime(midnight) ? TimeZone.GetAmbiguousTimeOffsets(midnight).Max() : TimeZone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset);
    }

    /// <summary>Whether a reaction or a comment can be of that local day.</summary>
    public bool IsParticipationDay(DateOnly day) =>
        Calendar.ReactionsOpen is { } open && LastAcceptance is { } last && LocalDay(open) <= day && day <= LocalDay(last);

    /// <summary>The local days on which reactions and comments were possible until now, in their order.</summary>
    public IEnumerable<DateOnly> ParticipationDays(DateTimeOffset now)
    {
        if (Calendar.ReactionsOpen is not { } open || LastAcceptance is not { } acceptance) yield break;
        // On the day of the opening nobody could take part before it.
        if (now + OpeningMargin < open) yield break;
        var last = LocalDay(now < acceptance ? now : acceptance);
        for (var day = LocalDay(open); day <= last; day = day.AddDays(1)) yield return day;
    }

    /// <summary>The last moment that something accepted can bear; null when nobody ever can react.</summary>
    private DateTimeOffset? LastAcceptance
    {
        get
        {
            if (Calendar.ReactionsClose is not { } close) return null;
            // It bears a moment before the closing: closing at midnight, it is of the day before. An instance that has not read yet that the
            // closing was brought forward may still accept for moments.
            return CalendarChangedAt is { } changed && changed <= close && close <= changed + ChangeMargin ? changed + ChangeMargin : close.AddTicks(-1);
        }
    }
}
