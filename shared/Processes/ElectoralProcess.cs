using System.Text.Json;

namespace ServerlessDecide.Processes;

/// <summary>An electoral process. All other data belong to one.</summary>
/// <param name="ElectionDay">The day of the election, in the process's time zone.</param>
/// <param name="Calendar">
/// When everything opens and closes. While a calendar is pending, this joins the one in force with the pending one from the moment it takes
/// effect, so that every instance switches at the same moment without a write.
/// </param>
/// <param name="ContentVersion">The published snapshot of content, or null before the first import.</param>
/// <param name="StatisticsVersion">The published statistics, or null before the first ones.</param>
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
    /// A kind of reaction that opens within this margin counts as open: an instance whose clock is ahead, or that has not read the newest
    /// catalog, may already accept reactions.
    /// </summary>
    public static readonly TimeSpan OpeningMargin = TimeSpan.FromMinutes(5);

    /// <summary>How long after a change an instance may still follow the previous calendar.</summary>
    public static readonly TimeSpan ChangeMargin = TimeSpan.FromMinutes(1);

    /// <summary>An activity with more windows than this, past ones included, may have only one that is not over.</summary>
    public const int MaxPastWindows = 200;

    /// <summary>How long deliveries must have stood in the calendar before packaging can begin.</summary>
    public static readonly TimeSpan DeliveriesNotice = TimeSpan.FromHours(24);

    /// <summary>The first and last day that an election day or a moment of a calendar may have; a year outside is a slip.</summary>
    public static readonly (DateOnly First, DateOnly Last) Days = (new(1990, 1, 1), new(2100, 12, 31));

    /// <summary>Its short name, for headings; null if it has none.</summary>
    public string? ShortName { get; init; }

    /// <summary>Where the election takes place, in words; null if it was not said.</summary>
    public string? Territory { get; init; }

    /// <summary>The institute that answers for it; null if it was not said.</summary>
    public Institute? Institute { get; init; }

    /// <summary>Whether all of it is invented, to show the tool.</summary>
    public bool IsDemonstration { get; init; }

    /// <summary>Whether it is kept out of public lists. Its own addresses work.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The removal that waits for a second person, or null.</summary>
    public ProcessRemoval? Removal { get; init; }

    /// <summary>Of a removed process: whether it is known that nobody can ever take part in it, so that its removal is finished.</summary>
    public bool IsClosed { get; init; }

    /// <summary>What a newer version of the tool has written about it and this one does not know. Every write keeps it.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>When it was created; null if an earlier version did not record it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When <see cref="Calendar"/> last changed; null if it never did.</summary>
    public DateTimeOffset? CalendarChangedAt { get; init; }

    /// <summary>Since when <see cref="Calendar"/> has its current deliveries; null for since the process was created.</summary>
    public DateTimeOffset? DeliveriesSetAt { get; init; }

    /// <summary>
    /// When each kind of reaction first opened. The first write of the catalog after an opening records it, and it is never removed. Use
    /// <see cref="HasOpened"/>.
    /// </summary>
    public IReadOnlyDictionary<Activity, DateTimeOffset> ReactionsOpened { get; init; } = new Dictionary<Activity, DateTimeOffset>();

    /// <summary>The latest calendar that is or was pending. Use <see cref="PendingAt"/>.</summary>
    public PendingCalendar? Pending { get; init; }

    /// <summary>When packaging began; null if it did not, or was taken back.</summary>
    public DateTimeOffset? PackagingBegan { get; init; }

    /// <summary>The content that packages are made from, whatever is imported later; null until packaging begins.</summary>
    public string? PackagedContent { get; init; }

    /// <summary>Since when the packages are being taken back, or null. Meanwhile no package is given out, and the process stays frozen.</summary>
    public DateTimeOffset? TakingBackSince { get; init; }

    /// <summary>When packaging was last taken back; null if it never was.</summary>
    public DateTimeOffset? PackagingTakenBackAt { get; init; }

    /// <summary>Returns the calendar that is pending at a moment, or null.</summary>
    public PendingCalendar? PendingAt(DateTimeOffset now) => Pending is { } pending && now < pending.TakesEffectAt ? pending : null;

    /// <summary>Returns the calendar in force at a moment, without the pending one.</summary>
    public Calendar InForce(DateTimeOffset now) => PendingAt(now)?.Replaced ?? Calendar;

    /// <summary>Whether a kind of reaction was ever open, or may be open on some instance. From then on its targets keep their contenders.</summary>
    public bool HasOpened(Activity reactions, DateTimeOffset now) => OpenedAt(reactions, now) is not null;

    /// <summary>Returns the first moment at which packages can be made, or null if deliveries are not open.</summary>
    public DateTimeOffset? PackagesFrom(DateTimeOffset now)
    {
        if (Calendar[Activity.Deliveries].FirstOrDefault(w => w.Contains(now)) is not { } window) return null;
        var from = window.Opens;
        if (Calendar.ReactionsClose is { } close)
        {
            if (close + Calendar.SettleTime > from) from = close + Calendar.SettleTime;
            // If reactions had closed before the process was created, nobody needs the notice.
            if (!(close <= CreatedAt) && (DeliveriesSetAt ?? CreatedAt) + DeliveriesNotice is { } noticed && noticed > from) from = noticed;
        }

        return PackagingTakenBackAt + DeliveriesNotice is { } again && again > from ? again : from;
    }

    /// <summary>
    /// Asks for another calendar. It takes effect at once unless people can still react and it would take away a moment to react or open
    /// deliveries earlier. In that case it becomes pending.
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

    /// <summary>Confirms the pending calendar, which takes effect at once.</summary>
    /// <param name="by">The credential that confirms.</param>
    public CalendarChange Confirm(string by, DateTimeOffset now)
    {
        if (PackagingBegan is not null) return new(CalendarOutcome.PackagingBegan, this);
        if (PendingAt(now) is not { } pending) return new(CalendarOutcome.NothingPending, this);
        if (pending.AskedBy == by) return new(CalendarOutcome.SecondPersonRequired, this);
        return Replace(pending.Replaced, pending.DeliveriesSetAt, pending.Replaced.Until(now, pending.Asked), now);
    }

    /// <summary>Withdraws the pending calendar. The one in force stays in force.</summary>
    public CalendarChange Withdraw(DateTimeOffset now) => PendingAt(now) is { } pending
        ? new(CalendarOutcome.Withdrawn, this with
        {
            Calendar = pending.Replaced,
            DeliveriesSetAt = pending.DeliveriesSetAt,
            CalendarChangedAt = now,
            Pending = null,
        })
        : new(CalendarOutcome.NothingPending, this);

    /// <summary>Asks for the removal, which waits for a second person.</summary>
    /// <param name="by">The credential that asks, as the audit names it.</param>
    public RemovalStep AskRemoval(string by, DateTimeOffset now) => Removal is null
        ? new(RemovalOutcome.Asked, this with { Removal = new(now, by, ContentVersion) })
        : new(RemovalOutcome.AlreadyAsked, this);

    /// <summary>Confirms the removal. Whether anybody took part is not decided here.</summary>
    /// <param name="by">The credential that confirms.</param>
    public RemovalStep ConfirmRemoval(string by)
    {
        if (Removal is null) return new(RemovalOutcome.NothingAsked, this);
        if (Removal.AskedBy == by) return new(RemovalOutcome.SecondPersonRequired, this);
        return new(Removal.ContentVersion == ContentVersion ? RemovalOutcome.Confirmed : RemovalOutcome.ContentChanged, this);
    }

    /// <summary>Withdraws the removal.</summary>
    public RemovalStep WithdrawRemoval() => Removal is null
        ? new(RemovalOutcome.NothingAsked, this)
        : new(RemovalOutcome.Withdrawn, this with { Removal = null });

    /// <summary>Returns the process with packaging begun. This withdraws a pending calendar.</summary>
    public ElectoralProcess BeginPackaging(DateTimeOffset now) => Withdraw(now).Process with { PackagingBegan = now, PackagedContent = ContentVersion };

    /// <summary>Returns the process with packaging undone. It can begin again after <see cref="DeliveriesNotice"/> at the earliest.</summary>
    public ElectoralProcess TakePackagingBack(DateTimeOffset now) =>
        this with { PackagingBegan = null, PackagedContent = null, TakingBackSince = null, PackagingTakenBackAt = now };

    /// <summary>Returns the process with every opening until now recorded.</summary>
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
        // Earlier versions recorded no openings, and the calendar may have moved since. If one of their two kinds opened, the other may have
        // opened too.
        Activity[] kinds = CreatedAt is null && reactions != Activity.ReactToBlocks ? [Activity.ReactToPlatforms, Activity.ReactToProposals] : [reactions];
        return kinds.SelectMany(kind => Calendar[kind]).Where(w => w.Opens <= now + OpeningMargin).Select(w => (DateTimeOffset?)w.Opens).Min();
    }

    // Whether the new calendar takes moments away or opens deliveries earlier, between the first opening of reactions and their last closing.
    private bool EndsParticipation(Calendar asked, DateTimeOffset now)
    {
        if (!ActivityNames.Reactions.Any(activity => HasOpened(activity, now)) || !(now < Calendar.ReactionsClose)) return false;
        if (Calendar.LosesMoments(asked, now)) return true;
        return asked.DeliveriesOpen(now) is { } next && !(Calendar.DeliveriesOpen(now) <= next);
    }

    /// <param name="setAt">Since when <paramref name="before"/> has its deliveries.</param>
    private CalendarChange Replace(Calendar before, DateTimeOffset? setAt, Calendar next, DateTimeOffset moment)
    {
        // Past windows are not the caller's choice: they must not block a repair, and yet they must not grow without limit.
        var faults = next.Check().Where(f => f.Fault != CalendarFault.TooManyWindows
            || (next[f.Activity].Count > MaxPastWindows && next[f.Activity].Count(w => w.Closes > moment) > 1)).ToList();
        if (faults.Count > 0) return new(CalendarOutcome.Faulty, this, faults);
        // After that day, any moment has been in the calendar for at least the notice.
        var stands = before.CoversDeliveries(next, moment, moment + DeliveriesNotice);
        return new(CalendarOutcome.InForce, this with
        {
            Calendar = next,
            CalendarChangedAt = moment,
            DeliveriesSetAt = stands ? setAt : moment,
            Pending = null,
        });
    }

    /// <summary>Returns the moment in the process's time zone.</summary>
    public DateTimeOffset Local(DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, TimeZone);

    /// <summary>Returns the day in the process's time zone.</summary>
    public DateOnly LocalDay(DateTimeOffset now) => DateOnly.FromDateTime(Local(now).DateTime);

    /// <summary>Returns the end of a local day: the first moment of the next day.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        // If clocks skip midnight, the next day begins after the skip.
        while (TimeZone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        // If clocks go back over midnight, there are two midnights; the day ends at the first.
        var offset = TimeZone.IsAmbiguousTime(midnight) ? TimeZone.GetAmbiguousTimeOffsets(midnight).Max() : TimeZone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset);
    }

    /// <summary>Whether a reaction or a comment can have been accepted on a local day.</summary>
    public bool IsParticipationDay(DateOnly day) =>
        Calendar.ReactionsOpen is { } open && LastAcceptance is { } last && LocalDay(open) <= day && day <= LocalDay(last);

    /// <summary>Returns the local days on which reactions and comments were possible until now, in ascending order.</summary>
    public IEnumerable<DateOnly> ParticipationDays(DateTimeOffset now)
    {
        if (Calendar.ReactionsOpen is not { } open || LastAcceptance is not { } acceptance) yield break;
        // On the opening day, nobody could take part before the opening.
        if (now + OpeningMargin < open) yield break;
        var last = LocalDay(now < acceptance ? now : acceptance);
        for (var day = LocalDay(open); day <= last; day = day.AddDays(1)) yield return day;
    }

    /// <summary>The latest time that an accepted reaction or comment can have; null if reactions never open.</summary>
    private DateTimeOffset? LastAcceptance
    {
        get
        {
            if (Calendar.ReactionsClose is not { } close) return null;
            // The time is before the closing, so a closing at midnight belongs to the day before. An instance that has not yet read an earlier
            // closing may accept for a moment after it.
            return CalendarChangedAt is { } changed && changed <= close && close <= changed + ChangeMargin ? changed + ChangeMargin : close.AddTicks(-1);
        }
    }
}
